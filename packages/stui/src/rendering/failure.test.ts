import { EvaluationError, SessionNotFound, SmalltalkSyntaxError, Timeout } from "@stui/protocol";
import { describe, expect, it } from "vitest";
import { noColours as colours } from "./colours.js";
import { caretExcerpt } from "./excerpt.js";
import { failureAsJson, outputOf, renderFailure } from "./failure.js";

const syntaxError = new SmalltalkSyntaxError({
  line: 2,
  column: 5,
  position: 12,
  expected: "an operand",
  excerpt: "3 + ",
});

const frame = (method: string, line: number | null, source_excerpt: string) => ({
  method,
  class_name: "",
  selector: "",
  line,
  source_excerpt,
});

const notUnderstood = new EvaluationError({
  exception_class: "MessageNotUnderstood",
  message_text: "receiver of foo is nil",
  receiver: "nil",
  selector: "foo",
  stack: [frame("Bar>>baz", 3, "^ nil foo"), frame("doit", null, "")],
  output: "before\n",
});

describe("renderFailure", () => {
  it("shows a syntax error with its line and a caret below the column", () => {
    expect(renderFailure(syntaxError, { colours, code: "a := 1.\n3 + " })).toBe(
      [
        "Syntax error at line 2, column 5: expected an operand.",
        "    3 + ",
        "        ^",
        "    expected an operand",
      ].join("\n"),
    );
  });

  it("names the place in a file so that an editor can go there", () => {
    expect(renderFailure(syntaxError, { colours, code: "a := 1.\n3 + ", path: "x.st" })).toMatch(
      /^x\.st:2:5: Syntax error/,
    );
  });

  it("shows the excerpt of the error where the source is not at hand", () => {
    expect(renderFailure(syntaxError, { colours, path: "src" })).toBe(
      [
        "src: Syntax error at line 2, column 5: expected an operand.",
        "    3 + ",
        "    expected an operand",
      ].join("\n"),
    );
  });

  it("does not take the code at hand for what an error of a file quotes", () => {
    const missing = new SmalltalkSyntaxError({ ...syntaxError.details, line: 1, column: 1, excerpt: "" });
    expect(renderFailure(missing, { colours, code: "unrelated code" })).not.toContain("unrelated");
    expect(renderFailure(syntaxError, { colours, code: "a\nunrelated code" })).toContain(
      "\n    3 + \n    expected",
    );
  });

  it("cuts a long line around the column, and an excerpt at its end", () => {
    const code = `${"x".repeat(5_000)} + ${"y".repeat(5_000)}`;
    const long = new SmalltalkSyntaxError({ ...syntaxError.details, line: 1, column: 5_002, excerpt: code });
    const [, shown = "", caret = ""] = renderFailure(long, { colours, code }).split("\n");
    expect(shown).toMatch(/^ {4}…x+ \+ y+…$/);
    expect(shown.charAt(caret.indexOf("^"))).toBe("+");
    expect(shown.length).toBeLessThanOrEqual(120);
    expect(renderFailure(long, { colours, columns: 60 }).split("\n")[1]).toMatch(/^ {4}x{55}…$/);
  });

  it("shows class, message, receiver and stack of an exception", () => {
    expect(renderFailure(notUnderstood, { colours })).toBe(
      [
        "MessageNotUnderstood: receiver of foo is nil",
        "    receiver nil, selector #foo",
        "    in Bar>>baz, line 3: ^ nil foo",
        "    in doit",
      ].join("\n"),
    );
  });

  it("cuts the stack where a limit is given, and says so", () => {
    expect(renderFailure(notUnderstood, { colours, stackLimit: 1 })).toMatch(
      /in Bar>>baz.*\n {4}and 1 more activation$/,
    );
  });

  it("names the type of any other error", () => {
    expect(renderFailure(new SessionNotFound({ session_id: "s_1" }), { colours })).toMatch(
      /^SessionNotFound: There is no session s_1/,
    );
  });
});

describe("outputOf", () => {
  it("finds what the code had written", () => {
    expect(outputOf(notUnderstood)).toBe("before\n");
    expect(outputOf(new Timeout({ timeout_ms: 5, output: "tick" }))).toBe("tick");
    expect(outputOf(syntaxError)).toBe("");
  });
});

describe("failureAsJson", () => {
  it("says what an error reply says, in one line", () => {
    const text = failureAsJson(syntaxError);
    expect(text).not.toContain("\n");
    expect(JSON.parse(text)).toEqual({
      error: syntaxError.message,
      error_type: "SyntaxError",
      details: { ...syntaxError.details },
    });
  });
});

describe("caretExcerpt", () => {
  it("keeps tabs, and gives wide characters two columns", () => {
    expect(caretExcerpt("\tx := 1 +", 1, 10)).toBe("\tx := 1 +\n\t        ^");
    expect(caretExcerpt("'日本' foo:", 1, 10)).toBe("'日本' foo:\n           ^");
  });

  it("knows of no line behind the last", () => {
    expect(caretExcerpt("3", 2, 1)).toBeUndefined();
  });
});

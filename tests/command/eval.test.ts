/** `stui eval` as a process, in an image of its own and on a server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { StuiProcess, stui } from "./stui-process.js";

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const there = (): readonly string[] => ["--connect", server.endpoint];
const here = (): readonly string[] => [];

describe.each([
  ["in an image of its own", here],
  ["on a server", there],
] as const)("stui eval %s", (_where, options) => {
  it.each([
    ["(1 to: 10) collect: [:e | e squared]", "#(1 4 9 16 25 36 49 64 81 100)\n"],
    ["100 factorial / 98 factorial", "9900\n"],
    ["(1/3) + (2/3)", "1\n"],
    ["-3 abs", "3\n"],
    ["Transcript show: 'one'; cr; show: 'two'. 'wörld 😀'", "one\ntwo\n'wörld 😀'\n"],
  ])("%s", async (code, stdout) => {
    expect(await stui(["eval", code, ...options()])).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("tells of an error with class, message, receiver and stack", async () => {
    const { code, stdout, stderr } = await stui(["eval", "Transcript show: 'so far'. nil foo", ...options()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "so far\n" });
    expect(stderr).toMatch(/^MessageNotUnderstood: .*foo/);
    expect(stderr).toContain("receiver nil, selector #foo");
    expect(stderr).toMatch(/in doit, line 1: .*nil foo/);
  });

  it("tells of a syntax error with its line, a caret below the column, and what was expected", async () => {
    const { code, stdout, stderr } = await stui(["eval", "a := 1.\n3 + ", ...options()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const [first, source, caret, expected] = stderr.split("\n");
    expect(first).toMatch(/^Syntax error at line 2, column 5/);
    expect(source).toBe("    3 + ");
    expect(caret).toBe("        ^");
    expect(expected).toMatch(/^ {4}expected \S+/);
  });

  it("prints result and error as one line of JSON", async () => {
    const good = await stui(["eval", "3 + 4", "--json", ...options()]);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(good.stdout)).toMatchObject({ result: "7", result_type: "SmallInteger", output: "" });
    const bad = await stui(["eval", "3 +", "--json", ...options()]);
    expect(bad).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(bad.stdout)).toMatchObject({ error_type: "SyntaxError", details: { line: 1 } });
  });

  it("reads the code from standard input", async () => {
    expect(await stui(["eval", "-", ...options()], "3 +\n4")).toEqual({
      code: 0,
      stdout: "7\n",
      stderr: "",
    });
  });

  it("stops what takes longer than it may", async () => {
    const { code, stderr } = await stui(["eval", "[true] whileTrue", "--timeout", "200", ...options()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Timeout: .*200 ms/);
  });
});

describe("stui eval", () => {
  it("evaluates in a session of a server", async () => {
    const session = await stui([
      "eval",
      "--connect",
      server.endpoint,
      "--session",
      "s_0123456789abcdef0123456789abcdef",
      "3",
    ]);
    expect(session).toMatchObject({ code: 1, stdout: "" });
    expect(session.stderr).toMatch(/^SessionNotFound: /);
  });

  it.each([
    [["eval"], "CODE is missing."],
    [["eval", "3", "4"], "there is more than CODE"],
    [["eval", "3", "--session", "s_1"], "--session needs --connect"],
    [["eval", "3", "--nosuch"], "there is no option --nosuch"],
    [["eval", "3", "--timeout", "soon"], "--timeout must be a whole number"],
    [["evaluate", "3"], "there is no command evaluate"],
  ])("refuses %j", async (words, problem) => {
    const { code, stdout, stderr } = await stui(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/See stui.* --help\.\n$/);
  });

  it("refuses an endpoint that is none, with code 2", async () => {
    const { code, stderr } = await stui(["eval", "3", "--connect", "nonsense"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^stui: The endpoint "nonsense" is refused/);
  });

  it.each(["serve", "start", "repl", "eval", "run"])("%s --help shows options and examples", async (name) => {
    const { code, stdout, stderr } = await stui([name, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: stui ${name}`));
    expect(stdout).toMatch(/\nExamples:\n {2}# .+\n {2}.*stui/);
  });

  it("says its version and its commands", async () => {
    expect(await stui(["--version"])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    });
    expect((await stui(["--help"])).stdout).toMatch(/\n {2}serve .*\n(.*\n)* {2}eval /);
    expect(await stui([])).toMatchObject({ code: 2, stdout: "" });
  });

  it("ends quietly where nobody reads what it writes", async () => {
    const run = StuiProcess.start(["eval", "String new: 200000 withAll: $a"]);
    run.child.stdout.destroy();
    expect((await run.finished()).stderr).not.toContain("EPIPE");
  });
});

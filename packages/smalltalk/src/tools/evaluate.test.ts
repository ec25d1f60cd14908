/** Values, failures, history and limits of an evaluation. */
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

it("answers the print string, the class and an id under which the object is kept", async () => {
  const value = workspace.value("(1 to: 3) collect: [ :each | each squared ]");
  expect(value).toMatchObject({ result: "#(1 4 9)", resultType: "Array", truncated: false, output: "" });
  expect(await workspace.inspect({ objectId: value.objectId })).toMatchObject({
    inspection: { object: { printString: "#(1 4 9)" }, total: 3 },
  });
});

it("answers the display string and an inspection where the mode asks for them", () => {
  expect(workspace.value("'it''s'")).not.toHaveProperty("display");
  expect(workspace.value("'it''s'", { mode: "display" })).toMatchObject({
    result: "'it''s'",
    display: "it's",
  });
  const { inspection, objectId } = workspace.value("3 -> 4", { mode: "inspect" });
  expect(inspection).toMatchObject({
    object: { objectId, className: "Association", printString: "3->4" },
    fields: [
      { name: "key", printString: "3" },
      { name: "value", printString: "4" },
    ],
  });
});

it("cuts a print string after so many characters, and none of them in two", () => {
  expect(workspace.value("'abcdef'", { maxPrint: 5 })).toMatchObject({ result: "'abcd", truncated: true });
  expect(workspace.value("'abc'", { maxPrint: 5 })).toMatchObject({ result: "'abc'", truncated: false });
  expect(workspace.value("'\u{1F600}\u{1F601}a'", { maxPrint: 5 })).toMatchObject({
    result: "'\u{1F600}\u{1F601}a'",
    truncated: false,
  });
  expect(workspace.value("'\u{1F600}\u{1F601}a'", { maxPrint: 2 })).toMatchObject({
    result: "'\u{1F600}",
    truncated: true,
  });
  expect(workspace.value("(1 to: 1e12) asString", { mode: "display", maxPrint: 4 })).toMatchObject({
    result: "'(1 ",
    display: "(1 t",
  });
});

it("keeps variables from one evaluation to the next, and a tool's own apart", () => {
  workspace.print("x := 3");
  expect(workspace.print("x + 1")).toBe("4");
  expect(workspace.print("x", { tool: "spare" })).toBe("nil");
  workspace.print("x := 10", { tool: "spare" });
  expect(workspace.print("x", { tool: "spare" })).toBe("10");
  expect(workspace.print("x")).toBe("3");
});

it("gives what the Transcript was written, with LF for line ends", () => {
  expect(workspace.value("Transcript show: 'a'; cr; show: 3; tab; print: #b")).toMatchObject({
    output: "a\n3\t#b",
  });
  expect(workspace.error("Transcript show: 'before'. nil foo").output).toBe("before");
});

it("does not take what printing the result writes for output", () => {
  workspace.print(
    "Object subclass: #Chatty instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
  );
  workspace.print("Chatty compile: 'printOn: s Transcript show: ''printing''. s nextPutAll: ''chat'''");
  expect(workspace.value("Chatty new")).toMatchObject({ result: "chat", output: "" });
  expect(workspace.value("3").output).toBe("");
});

it("ends a run that writes too much, and keeps the whole characters that fit", () => {
  expect(workspace.evaluate("[ Transcript show: 'é' ] repeat", { maxOutputBytes: 5 })).toMatchObject({
    kind: "exhausted",
    resource: "output",
    output: "éé",
  });
  expect(workspace.value("Transcript show: '12345'", { maxOutputBytes: 5 }).output).toBe("12345");
});

it("numbers the evaluations and remembers them", () => {
  const other = new TestWorkspace(workspace.image, "history");
  other.print("3 + 4");
  other.evaluate("nil foo");
  other.evaluate("3 +");
  expect(other.value("'\u{1F600}'").evaluationIndex).toBe(3);
  expect(other.image.summarize("history", 10)?.history).toMatchObject([
    { index: 1, code: "3 + 4", printString: "7", className: "SmallInteger" },
    { index: 2, code: "nil foo", failed: "error", className: "MessageNotUnderstood" },
    { index: 3, code: "'\u{1F600}'", printString: "'\u{1F600}'" },
  ]);
});

it("keeps no more objects and no more history than it may", async () => {
  const other = new TestWorkspace(workspace.image, "kept");
  const first = other.value("Object new", { maxKept: 3 }).objectId;
  const second = other.value("Object new", { maxKept: 3 }).objectId;
  other.value("Object new", { maxKept: 3 });
  other.value("Object new", { maxKept: 3 });
  expect(await other.inspect({ objectId: first })).toEqual({ kind: "objectNotFound", objectId: first });
  expect((await other.inspect({ objectId: second })).kind).toBe("inspection");
  const summary = other.image.summarize("kept", 100);
  expect(summary?.history).toHaveLength(3);
});

it("answers workspaceNotFound where there is none", () => {
  const request = {
    workspace: "nowhere",
    code: "3",
    mode: "execute",
    timeoutMs: 10,
    maxPrint: 10,
    maxOutputBytes: 10,
    maxKept: 10,
  } as const;
  workspace.image.evaluate(request, (outcome) =>
    expect(outcome).toEqual({ kind: "workspaceNotFound", workspace: "nowhere" }),
  );
  expect.assertions(1);
});

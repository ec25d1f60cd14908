/** Print strings of objects that print themselves badly. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

workspace.print(
  "Object subclass: #Awkward instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
);

for (const [body, printed] of [
  ["[ true ] whileTrue", "an Awkward (printing took too long)"],
  ["[ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ]", "an Awkward (printing took too long)"],
  ["[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]", "an Awkward (printing took too long)"],
  ["self printOn: aStream", "an Awkward (printing never ends)"],
  ["nil foo", "an Awkward (printing failed: MessageNotUnderstood)"],
  ["1 / 0", "an Awkward (printing failed: ZeroDivide)"],
  ["aStream nextPutAll: 'fine'", "fine"],
  ["^ 3", ""],
  ["aStream nextPut: 3", "an Awkward (printing failed: Error)"],
] as const) {
  it(`of ${body}`, { retry: 5 }, () => {
    workspace.print(`Awkward compile: 'printOn: aStream ${body.replaceAll("'", "''")}'`);
    expect(workspace.value("Awkward new")).toMatchObject({ result: printed, resultType: "Awkward" });
    expect(workspace.print("3")).toBe("3");
  });
}

// A machine that is busy elsewhere may take the 50 ms that printing has.
it("stops an endless text at the number of characters asked for", { retry: 5 }, () => {
  workspace.print("Awkward compile: 'printOn: aStream [ aStream nextPutAll: ''ab'' ] repeat'");
  expect(workspace.value("Awkward new", { maxPrint: 10_000 })).toMatchObject({
    result: "ab".repeat(5000),
    truncated: true,
  });
});

it("prints what holds itself up to the limit", () => {
  const code = "| a | a := Array new: 1. a at: 1 put: a. a";
  expect(workspace.value(code, { maxPrint: 30 })).toMatchObject({
    result: "an Array(an Array(an Array(an ",
    truncated: true,
  });
});

it("prints where printString answers no String, and an object that understands nothing", () => {
  workspace.print("Awkward compile: 'printStringUpTo: n ^ 3'");
  expect(workspace.print("Awkward new")).toBe("an Awkward (printString answered no String)");
  workspace.print(
    "ProtoObject subclass: #Mute instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
  );
  expect(workspace.value("Mute basicNew")).toMatchObject({ resultType: "Mute" });
});

/** No code outlives its time, its depth, its output or an interrupt; and the workspace goes on. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

const ENDLESS = [
  "[ true ] whileTrue",
  "[ true ] whileTrue: [ ]",
  "[ ] repeat",
  "1 to: 1e15 do: [ :i | i ]",
  "1e15 timesRepeat: [ ]",
  "[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]",
  "[ [ nil foo ] on: Error do: [ :e | e retry ] ] value",
  "[ 3 ] ensure: [ [ true ] whileTrue ]",
  "[ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ]",
  "[ [ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ] ] ensure: [ [ true ] whileTrue ]",
  "[ [ true ] whileTrue ] ifCurtailed: [ [ true ] whileTrue ]",
  "[ Processor activeProcess terminate ] ensure: [ [ true ] whileTrue ]",
  "[ [ 3 ] ensure: [ Processor activeProcess terminate. [ true ] whileTrue ] ] ensure: [ [ true ] whileTrue ]",
  "| b | b := [ :x | x ]. [ b value: 3 ] repeat",
  "(1 to: 1e15) do: [ :each | each ]",
  "(1 to: 1e15) detect: [ :each | each < 0 ]",
  "| list | list := OrderedCollection new. [ list add: 1. list removeFirst ] repeat",
  "1000000 factorial",
  "| n | n := 3. [ n := n * n \\\\ ((2 raisedTo: 4000) - 1) ] repeat",
];

describe("a time limit ends", () => {
  for (const code of ENDLESS) {
    it(code, () => {
      expect(workspace.evaluate(code, { timeoutMs: 40 })).toMatchObject({ kind: "timeout" });
      expect(workspace.print("3 + 4")).toBe("7");
    });
  }
});

describe("an interrupt ends", () => {
  for (const [i, code] of ENDLESS.slice(0, 9).entries()) {
    it(code, () => {
      watcher.interruptSoon(i + 1);
      expect(workspace.evaluate(code, { timeoutMs: 10_000 }, i + 1)).toMatchObject({ kind: "interrupted" });
      expect(workspace.print("3 + 4")).toBe("7");
    });
  }
});

it("ends the compiling of a source that is too long for its time, and nothing is changed", () => {
  const huge = "self foo: 3. ".repeat(200_000);
  expect(workspace.evaluate(huge, { timeoutMs: 40 })).toMatchObject({ kind: "timeout" });
  workspace.print("Object subclass: #Huge instanceVariableNames: '' classVariableNames: '' package: 'Tests'");
  workspace.print("Huge compile: 'huge ^ 3'");
  const compiling = `Huge compile: 'huge ' , (String join: ((1 to: 100000) collect: [ :i | 'self foo: 3. ' ]))`;
  // On a fast machine the method is refused for its size before its time is over.
  expect(["timeout", "error"]).toContain(workspace.evaluate(compiling, { timeoutMs: 200 }).kind);
  expect(workspace.print("Huge new huge")).toBe("3");
});

it("runs unwind blocks of what it ended, within a time of their own", () => {
  expect(
    workspace.evaluate("[ [ true ] whileTrue ] ensure: [ cleaned := true ]", { timeoutMs: 30 }),
  ).toMatchObject({ kind: "timeout" });
  expect(workspace.print("cleaned")).toBe("true");
  const hundred =
    "| b | b := [ [ true ] whileTrue ]. 100 timesRepeat: [ | inner | inner := b. b := [ inner ensure: [ [ true ] whileTrue ] ] ]. b value";
  const start = performance.now();
  expect(workspace.evaluate(hundred, { timeoutMs: 30 })).toMatchObject({ kind: "timeout" });
  // All hundred have one budget: far less than a hundred times its size.
  expect(performance.now() - start).toBeLessThan(5_000);
});

it("runs the unwind blocks of an error that nobody handles", () => {
  expect(
    workspace.error("[ [ nil foo ] ensure: [ Transcript show: '1' ] ] ifCurtailed: [ unwound := 2 ]").kind,
  ).toBe("error");
  expect(workspace.print("unwound")).toBe("2");
});

describe("depth", () => {
  workspace.print("Object subclass: #Deep instanceVariableNames: '' classVariableNames: '' package: 'Tests'");
  workspace.print("Deep compile: 'down ^ self down'");
  workspace.print("Deep compile: 'down: n ^ n = 0 ifTrue: [ 0 ] ifFalse: [ (self down: n - 1) + 1 ]'");
  workspace.print("Deep compile: 'caught ^ [ self caught ] on: Exception do: [ :e | e retry ]'");
  workspace.print("Deep compile: 'ensured ^ [ self ensured ] ensure: [ self ensured ]'");
  workspace.print("Deep compile: 'doesNotUnderstand: aMessage ^ self perform: aMessage selector'");
  workspace.print("Deep compile: '= other ^ self = other'");
  workspace.print("Deep compile: 'hash ^ self hash'");
  for (const code of [
    "Deep new down",
    "Deep new caught",
    "Deep new ensured",
    "Deep new zork",
    "Deep new = 3",
    "Set with: Deep new",
    "| b | b := nil. b := [ b value ]. b value",
    "| b | b := nil. b := [ :x | b value: x ]. b value: 3",
    "| b | b := nil. b := [ b on: Error do: [ ] ]. b value",
    "| a | a := Array new: 1. a at: 1 put: a. a hash",
    "| a | a := Array new: 2. a at: 1 put: a; at: 2 put: a. a printString",
    "| a b | a := Array new: 1. b := Array new: 1. a at: 1 put: b. b at: 1 put: a. a = b",
  ]) {
    it(`is exhausted by ${code}`, () => {
      const outcome = workspace.evaluate(code);
      expect(outcome, "message" in outcome ? outcome.message : "").toMatchObject({
        kind: "exhausted",
        resource: "depth",
      });
      expect(workspace.print("Deep new down: 500")).toBe("500");
    });
  }
  it("has a stack that shows the recursion", () => {
    const outcome = workspace.evaluate("Deep new down");
    expect(outcome.kind === "exhausted" && outcome.stack[0]).toMatchObject({ method: "Deep>>down", line: 1 });
  });
});

it("shows the elements that a collection gave in its time, and how many there are", async () => {
  workspace.print(
    "OrderedCollection subclass: #SlowList instanceVariableNames: '' classVariableNames: '' package: 'T'",
  );
  workspace.print("SlowList compile: 'at: i i = 3 ifTrue: [ [ true ] whileTrue ]. ^ super at: i'");
  expect(await workspace.inspect({ expression: "SlowList withAll: #(7 8 9 10)" })).toMatchObject({
    kind: "inspection",
    inspection: { total: 4, elements: [{ printString: "7" }, { printString: "8" }] },
  });
});

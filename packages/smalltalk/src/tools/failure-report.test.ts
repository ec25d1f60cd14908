/** What a failure tells: the exception, the method that signalled, the stack; or where the source is wrong. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

workspace.print(
  "Object subclass: #Till instanceVariableNames: 'coins' classVariableNames: '' package: 'Tests'",
);
workspace.print("Till compile: 'printOn: aStream aStream nextPutAll: ''the till'''");
workspace.print("Till compile: 'take: n\n\n\tn < 0 ifTrue: [\n\t\tError signal: ''no debts'' ].\n\t^ n'");
workspace.print("Till compile: 'takeAll: list ^ list collect: [ :each |\n\tself take: each ]'");
workspace.print("Till compile: 'leaver ^ [ ^ coins ]'");
workspace.print("Till compile: 'broken ^ coins size // 0'");

describe("the signaler", () => {
  for (const [code, exceptionClass, receiver, selector] of [
    ["nil foo", "MessageNotUnderstood", "nil", "foo"],
    ["3 foo: 4 bar: 5", "MessageNotUnderstood", "3", "foo:bar:"],
    ["1 / 0", "ZeroDivide", "1", "/"],
    ["1.5 / 0", "ZeroDivide", "1.5", "/"],
    ["7 // 0", "ZeroDivide", "7", "//"],
    ["#(1 2) at: 3", "SubscriptOutOfBounds", "#(1 2)", "at:"],
    ["#() first", "SubscriptOutOfBounds", "#()", "at:"],
    ["Error signal: 'x'", "Error", "nil", "doIt"],
    ["[ Error new signal ] value", "Error", "nil", "doIt"],
    ["self error: 'x'", "Error", "nil", "doIt"],
    ["Object new subclassResponsibility", "SubclassResponsibility", "nil", "doIt"],
    ["Till new take: -1", "Error", "the till", "take:"],
    ["Till new takeAll: #(1 -1)", "Error", "the till", "take:"],
    ["[ Till new take: -1 ] on: Error do: [ :e | e pass ]", "Error", "the till", "take:"],
    ["[ Till new take: -1 ] on: Error do: [ :e | e signal ]", "Error", "the till", "take:"],
    ["[ Till new take: -1 ] on: Error do: [ :e | e outer ]", "Error", "the till", "take:"],
    ["[ Till new take: -1 ] on: Error do: [ :e | nil foo ]", "MessageNotUnderstood", "nil", "foo"],
    ["Dictionary new at: #k", "KeyNotFound", "a Dictionary()", "at:"],
    ["[ :a | a ] value", "ArgumentsCountMismatch", "[ :a | a ]", "value"],
    ["Till new leaver value", "BlockCannotReturn", "the till", "leaver"],
    ["[ Till new leaver value ] value", "BlockCannotReturn", "the till", "leaver"],
    ["(1 to: 3) at: 4", "SubscriptOutOfBounds", "(1 to: 3)", "at:"],
  ] as const) {
    it(`of ${code}`, () => {
      expect(workspace.error(code)).toMatchObject({ exceptionClass, receiver, selector });
    });
  }
});

it("gives the stack from the method that signalled outwards, each with its line", () => {
  expect(workspace.error("Till new\n\ttakeAll: #(1 -1)").stack).toMatchObject([
    {
      method: "Till>>take:",
      className: "Till",
      selector: "take:",
      line: 4,
      sourceExcerpt: "Error signal: 'no debts' ].",
    },
    { method: "[ ] in Till>>takeAll:", line: 2, sourceExcerpt: "self take: each ]" },
    { method: "SequenceableCollection>>collect:" },
    { method: "Till>>takeAll:", line: 1 },
    { method: "doit", className: "", selector: "doIt", line: 2, sourceExcerpt: "takeAll: #(1 -1)" },
  ]);
});

it("says what the exception says, also where that is broken", () => {
  expect(workspace.error("Error new signal: 'plain'").messageText).toBe("plain");
  expect(workspace.error("1 / 0").messageText).toBe("");
  expect(workspace.error("#(1 2) at: 3").messageText).toBe("3 is not between 1 and 2 in #(1 2)");
  workspace.print("Error subclass: #Odd instanceVariableNames: '' classVariableNames: '' package: 'Tests'");
  for (const body of ["^ 3", "^ nil foo", "^ self messageText", "^ self signal"]) {
    workspace.print(`Odd compile: 'messageText ${body}'`);
    expect(workspace.error("Odd signal")).toMatchObject({ exceptionClass: "Odd", messageText: "Odd" });
  }
  expect(workspace.error("Error signal: (String new: 20000 withAll: $x)").messageText).toHaveLength(10_000);
});

it("reports the stack of a method whose instance variable has gone since", () => {
  workspace.print("Object subclass: #Till instanceVariableNames: '' classVariableNames: '' package: 'Tests'");
  expect(workspace.error("Till new broken")).toMatchObject({
    exceptionClass: "NotIndexable",
    stack: [{ method: "Object>>size" }, { method: "Till>>broken" }, { method: "doit" }],
  });
});

describe("a syntax error", () => {
  for (const [code, line, column, expected] of [
    ["3 + ", 1, 5, /expression|argument|operand/i],
    ["| a |\na := (3", 2, 8, /\)/],
    ["#(1 2", 1, 6, /\)/],
    ["'abc", 1, 1, /'/],
    ["x := := 3", 1, 6, /./],
    ["self := 3", 1, 1, /./],
  ] as const) {
    it(`in ${JSON.stringify(code)} has its line, column and what was expected`, () => {
      const outcome = workspace.evaluate(code);
      expect(outcome).toMatchObject({ kind: "syntaxError", report: { line, column } });
      if (outcome.kind === "syntaxError") {
        expect(outcome.report.expected).toMatch(expected);
        expect(outcome.report.message).not.toBe("");
        expect(code.split("\n")[line - 1]).toContain(outcome.report.excerpt.trim());
      }
    });
  }
});

it("ends at once where an object understands nothing at all, not even that it does not", async () => {
  const files = {
    "Q/Qn.class.st": "Class { #name : 'Qn', #superclass : #nil, #category : 'Q', #package : 'Q' }\n",
  };
  expect(await workspace.fileIn(files, "tonel")).toMatchObject({ kind: "loaded" });
  for (const [code, selector] of [
    ["Qn new", "initialize"],
    ["Qn basicNew foo", "foo"],
  ])
    expect(workspace.error(code ?? "")).toMatchObject({ exceptionClass: "MessageNotUnderstood", selector });
});

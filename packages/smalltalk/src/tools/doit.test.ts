/** Doits that were compiled before are used again only where nobody can tell. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
const other = new TestWorkspace(workspace.image, "other");

it("gives the same result again and again", () => {
  for (let i = 0; i < 3; i += 1) {
    expect(workspace.print("3 + 4")).toBe("7");
    expect(workspace.print("(1 to: 3) collect: [ :each | each * 2 ]")).toBe("#(2 4 6)");
    expect(workspace.print("[ :each | each > 2 ifTrue: [ ^ #large ]. #small ] value: 3")).toBe("#large");
  }
});

it("gives each evaluation literals of its own", () => {
  for (let i = 0; i < 2; i += 1) {
    expect(workspace.print("'abc' at: 1 put: $x; yourself")).toBe("'xbc'");
    expect(workspace.print("#(1 2) at: 1 put: 3; yourself")).toBe("#(3 2)");
    expect(workspace.print("[ #[1 2] at: 1 put: 3; yourself ] value")).toBe("#[3 2]");
  }
  workspace.print("kept := 'abc'");
  expect(workspace.print("kept == 'abc'")).toBe("false");
  workspace.print("large := OrderedCollection new");
  workspace.print("large add: 1e100");
  workspace.print("large add: 1e100");
  expect(workspace.print("large first == large last")).toBe("false");
});

it("finds what a name means now", () => {
  expect(workspace.print("Later")).toBe("nil");
  workspace.print("Smalltalk at: #Later put: 3");
  expect(workspace.print("Later")).toBe("3");
  expect(workspace.print("Later + 1")).toBe("4");
  expect(other.print("Later + 1")).toBe("4");
  workspace.print("Smalltalk at: #Later put: 10");
  expect(workspace.print("Later + 1")).toBe("11");
  workspace.print("Smalltalk removeKey: #Later");
  expect(workspace.print("Later")).toBe("nil");
  expect(workspace.error("Later + 1")).toMatchObject({ exceptionClass: "MessageNotUnderstood" });
});

it("keeps the variables of workspaces and tools apart", () => {
  workspace.print("count := 1");
  other.print("count := 10");
  workspace.print("count := 100", { tool: "spare" });
  expect(workspace.print("count + 1")).toBe("2");
  expect(other.print("count + 1")).toBe("11");
  expect(workspace.print("count + 1", { tool: "spare" })).toBe("101");
  expect(workspace.print("count + 1")).toBe("2");
});

it("runs the methods that there are now", () => {
  workspace.print(
    "Object subclass: #Changing instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
  );
  workspace.print("Changing compile: 'answer ^ 1'");
  expect(workspace.print("Changing new answer")).toBe("1");
  workspace.print("Changing compile: 'answer ^ 2'");
  expect(workspace.print("Changing new answer")).toBe("2");
  workspace.print("Smalltalk removeKey: #Changing");
  expect(workspace.error("Changing new answer")).toMatchObject({ exceptionClass: "MessageNotUnderstood" });
});

it("makes blocks of their own, each with its own variables", () => {
  workspace.print("counters := OrderedCollection new");
  for (let i = 0; i < 2; i += 1) workspace.print("counters add: ([ | n | n := 0. [ n := n + 1 ] ] value)");
  expect(workspace.print("counters first value + counters first value")).toBe("3");
  expect(workspace.print("counters last value")).toBe("1");
  for (let i = 0; i < 2; i += 1)
    workspace.print("Smalltalk at: #KeptBlocks put: [ | n | n := 0. [ n := n + 1 ] ] value");
  expect(workspace.print("KeptBlocks value")).toBe("1");
});

it("goes on with any number of different doits", () => {
  for (let i = 0; i < 300; i += 1) expect(workspace.print(`${i} + 1`)).toBe(`${i + 1}`);
  expect(workspace.print("0 + 1")).toBe("1");
});

describe("super in a doit", () => {
  it.each([
    ["super printString", "'nil'"],
    ["super isNil", "false"],
    ["[ super printString ] value", "'nil'"],
    ["super isNil; printString", "'nil'"],
    ["1 to: 2 do: [ :i | super isNil ]. super class", "UndefinedObject"],
  ])("begins above UndefinedObject: %s", (code, printed) => {
    expect(workspace.print(code)).toBe(printed);
  });

  it.each(["super foo", "[ super foo ] value", "[ :x | super foo ] value: 3"])(
    "is not understood by nil: %s",
    (code) => {
      expect(workspace.error(code)).toMatchObject({
        exceptionClass: "MessageNotUnderstood",
        receiver: "nil",
        selector: "foo",
      });
    },
  );
});

/** Looking into objects. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";
import type { InspectRequest } from "./requests.js";

const workspace = new TestWorkspace();

async function look(subject: InspectRequest["subject"], options = {}) {
  const outcome = await workspace.inspect(subject, options);
  if (outcome.kind !== "inspection") throw new Error(JSON.stringify(outcome));
  return outcome.inspection;
}

const keysAndValues = async (code: string, options = {}) =>
  (await look({ expression: code }, options)).elements.map(({ key, printString }) => [key, printString]);

describe("the elements", () => {
  workspace.print(
    "Object variableSubclass: #Slots instanceVariableNames: '' classVariableNames: '' package: 'T'",
  );
  workspace.print("Slots class compile: 'withAll ^ (self new: 2) at: 1 put: 7; yourself'");
  for (const [code, elements] of [
    [
      "#(a $b 'c')",
      [
        ["1", "#a"],
        ["2", "$b"],
        ["3", "'c'"],
      ],
    ],
    [
      "#[7 8]",
      [
        ["1", "7"],
        ["2", "8"],
      ],
    ],
    [
      "OrderedCollection with: 4 with: 5",
      [
        ["1", "4"],
        ["2", "5"],
      ],
    ],
    [
      "(1 to: 3)",
      [
        ["1", "1"],
        ["2", "2"],
        ["3", "3"],
      ],
    ],
    ["Dictionary new at: #k put: 1; yourself", [["#k", "1"]]],
    ["Set with: 9", [["1", "9"]]],
    ["Bag with: 9", [["1", "9"]]],
    ["WordArray with: 70000", [["1", "70000"]]],
    [
      "Slots withAll",
      [
        ["1", "7"],
        ["2", "nil"],
      ],
    ],
    ["Object new", []],
    ["3", []],
  ] as const) {
    it(`of ${code}`, async () => {
      expect(await keysAndValues(code)).toEqual(elements);
      expect(await look({ expression: code })).toMatchObject({
        total: elements.length,
        object: { size: elements.length },
      });
    });
  }
});

it("shows a window of a large collection, whatever its size", async () => {
  for (const code of [
    "(1 to: 1000000) asArray",
    "(1 to: 1000000) asOrderedCollection",
    "(1 to: 1000000)",
    "ByteArray new: 1000000",
    "(1 to: 1000000) asSet",
    "String new: 1000000",
  ]) {
    const { total, elements } = await look({ expression: code }, { offset: 999_998, limit: 5 });
    expect(total).toBe(1_000_000);
    expect(elements).toHaveLength(code.startsWith("String") ? 0 : 2);
  }
  expect(await keysAndValues("(1 to: 1000000) asOrderedCollection", { offset: 500_000, limit: 2 })).toEqual([
    ["500001", "500001"],
    ["500002", "500002"],
  ]);
  expect(await keysAndValues("#(1 2 3)", { offset: 7, limit: 2 })).toEqual([]);
});

it.each([
  "(1 to: 1000000) asOrderedCollection",
  "(1 to: 1000000) asArray",
  "(1 to: 1000000) asSet",
  "(1 to: 1000000)",
  "| d | d := Dictionary new. 1 to: 20000 do: [ :i | d at: i put: i ]. d",
])("shows no more than 10,000 elements at once, and how many there are: %s", async (code) => {
  const { total, elements } = await look({ expression: code }, { limit: 10 ** 9 });
  expect(total).toBe(code.startsWith("|") ? 20_000 : 1_000_000);
  expect(elements.length).toBeGreaterThan(0);
  expect(elements.length).toBeLessThanOrEqual(10_000);
  expect(new Set(elements.map(({ key }) => key)).size).toBe(elements.length);
});

it("shows named fields, inherited ones first, to the depth asked for", async () => {
  workspace.print("Object subclass: #Node instanceVariableNames: 'left' classVariableNames: '' package: 'T'");
  workspace.print("Node subclass: #Fork instanceVariableNames: 'right' classVariableNames: '' package: 'T'");
  workspace.print("Node compile: 'left: x left := x'");
  const { fields } = await look({ expression: "Fork new left: (Node new left: 3)" }, { depth: 2 });
  expect(fields).toMatchObject([
    { name: "left", className: "Node", fields: [{ name: "left", printString: "3" }] },
    { name: "right", printString: "nil" },
  ]);
  expect((await look({ expression: "Fork new" })).fields[0]).not.toHaveProperty("fields");
});

it("goes on from what it showed, by its id", async () => {
  const { elements } = await look({ expression: "{ 3 -> 4. OrderedCollection with: 5 }" });
  expect(await look({ objectId: elements[0]?.objectId ?? "" })).toMatchObject({
    object: { className: "Association", printString: "3->4" },
  });
  expect((await look({ objectId: elements[1]?.objectId ?? "" })).elements).toMatchObject([
    { printString: "5" },
  ]);
});

it("names the methods of the class where it is asked for", async () => {
  workspace.print("Node compile: 'zap ^ 1'");
  expect((await look({ expression: "Node new" }, { includePrivate: true })).methods).toEqual([
    "left:",
    "zap",
  ]);
  expect(await look({ expression: "Node new" })).not.toHaveProperty("methods");
});

it("has a hash that agrees with the object's own", async () => {
  expect((await look({ expression: "node := Node new" })).object.hash).toBe(
    Number(workspace.print("node hash")),
  );
});

it("ends in the failure of its expression, or finds no object", async () => {
  expect(await workspace.inspect({ expression: "nil foo" })).toMatchObject({
    kind: "error",
    selector: "foo",
  });
  expect(await workspace.inspect({ expression: "3 +" })).toMatchObject({ kind: "syntaxError" });
  expect(await workspace.inspect({ objectId: "none" })).toEqual({ kind: "objectNotFound", objectId: "none" });
});

it("says of an object what can be said where its own messages fail", async () => {
  workspace.print("Node compile: 'hash ^ self foo'");
  workspace.print("Node compile: 'printOn: s self bar'");
  workspace.print(
    "OrderedCollection subclass: #BadList instanceVariableNames: '' classVariableNames: '' package: 'T'",
  );
  workspace.print("BadList compile: 'do: aBlock self foo'");
  workspace.print("BadList compile: 'size ^ self foo'");
  expect((await look({ expression: "Node new" })).object).toMatchObject({
    className: "Node",
    printString: "a Node (printing failed: MessageNotUnderstood)",
    hash: 0,
  });
  expect(await look({ expression: "BadList new" })).toMatchObject({ object: { className: "BadList" } });
});

/** Assigning to variables, elements, rows of views, and the variables of activations. */
import { beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";
import type { InspectPlace, InspectRequest } from "./requests.js";

const workspace = new TestWorkspace();
beforeAll(() => {
  workspace.print(
    "Object subclass: #Purse instanceVariableNames: 'coins owner' classVariableNames: '' package: 'T'",
  );
  workspace.print("Purse class instanceVariableNames: 'largest'");
  workspace.print("Purse compile: 'coins ^ coins'");
});

type Subject = InspectRequest["subject"];

const assign = (subject: string | Subject, place: InspectPlace, value: string, options = {}) =>
  workspace.inspect(typeof subject === "string" ? { expression: subject } : subject, {
    assign: { place, value },
    ...options,
  });
const variable = (name: string): InspectPlace => ({ kind: "variable", name });
const key = (expression: string): InspectPlace => ({ kind: "key", expression });
const element = (offset: number): InspectPlace => ({ kind: "element", offset });
const row = (offset: number): InspectPlace => ({ kind: "row", offset });

describe("a variable", () => {
  it("gets the value of an expression that names the object, its variables and the workspace's", async () => {
    workspace.print("purse := Purse new. two := 2");
    const outcome = await assign("purse", variable("coins"), "two + 1");
    expect(outcome).toMatchObject({
      kind: "inspection",
      inspection: {
        assigned: { className: "SmallInteger", printString: "3" },
        fields: [{ name: "coins", printString: "3" }, { name: "owner" }],
      },
    });
    await assign("purse", variable("coins"), "coins * coins");
    await assign("purse", variable("owner"), "self -> #me");
    expect(workspace.print("purse coins")).toBe("9");
    expect(workspace.print("(purse instVarNamed: 'owner') key == purse")).toBe("true");
  });

  it("of a class's own side is one too", async () => {
    expect((await assign("Purse", variable("largest"), "7")).kind).toBe("inspection");
    expect(workspace.print("Purse instVarNamed: 'largest'")).toBe("7");
  });

  it("is refused where there is none of that name", async () => {
    expect(await assign("purse", variable("gold"), "1")).toEqual({
      kind: "refused",
      path: "assign.variable",
      expected: "a variable of the object: coins, owner",
      found: "gold",
    });
    expect(await assign("3", variable("value"), "1")).toMatchObject({ kind: "refused" });
  });

  it("of a read-only object, and of the kernel's classes, is not assigned to, nor is the value computed", async () => {
    workspace.print("kept := Purse new beReadOnlyObject; yourself. computed := 0");
    expect(await assign("kept", variable("coins"), "computed := 1")).toMatchObject({
      kind: "protected",
      reason: expect.stringContaining("read-only"),
    });
    const kernel = workspace.print(
      "(Object withAllSubclasses detect: [ :each | each class instVarNames notEmpty ]) printString",
    );
    const owner = kernel.replaceAll("'", "");
    const inside = await workspace.inspect({ expression: owner });
    if (inside.kind !== "inspection") throw new Error(inside.kind);
    const field = inside.inspection.fields[0]?.name ?? "";
    expect(await assign(owner, variable(field), "computed := 1")).toMatchObject({
      kind: "protected",
      reason: expect.stringContaining("is a class of the kernel"),
    });
    expect(workspace.print("computed")).toBe("0");
  });

  it("stays as it is where the expression fails", async () => {
    expect(await assign("purse", variable("coins"), "nil foo")).toMatchObject({
      kind: "error",
      exceptionClass: "MessageNotUnderstood",
    });
    expect(await assign("purse", variable("coins"), "3 +")).toMatchObject({ kind: "syntaxError" });
    expect(workspace.print("purse coins")).toBe("9");
  });
});

describe("an element", () => {
  it.each([
    ["#( 1 2 3 ) copy", key("2"), "#two", "#(1 #two 3)"],
    ["#( 1 2 3 ) copy", element(2), "self first", "#(1 2 1)"],
    ["ByteArray new: 2", element(0), "255", "#[255 0]"],
    ["'abc' copy", element(1), "$x", "'axc'"],
    ["OrderedCollection with: 4 with: 5", element(1), "6", "an OrderedCollection(4 6)"],
    ["Dictionary new at: #k put: 1; yourself", element(0), "2", "a Dictionary(#k->2 )"],
    ["Dictionary new", key("#( 1 2 )"), "'new'", "a Dictionary(#(1 2)->'new' )"],
  ])("of %s is replaced", async (expression, place, value, expected) => {
    workspace.print(`subject := ${expression}`);
    expect((await assign("subject", place, value)).kind).toBe("inspection");
    expect(workspace.print("subject")).toBe(expected);
  });

  it.each([
    ["ByteArray new: 2", element(0), "256", "assign.value", "an Integer from 0 to 255"],
    ["ByteArray new: 2", element(0), "'a'", "assign.value", "an Integer from 0 to 255"],
    ["WordArray new: 2", element(0), "-1", "assign.value", "what a WordArray can hold"],
    ["'abc' copy", element(0), "97", "assign.value", "a Character"],
    ["#( 1 ) copy", key("2"), "1", "assign.key", "an index from 1 to 1"],
    ["#( 1 ) copy", key("#k"), "1", "assign.key", "an index from 1 to 1"],
    ["Array new", key("1"), "1", "assign.key", "an object with elements"],
    ["#( 1 ) copy", element(1), "1", "assign.element", "an element of the object, counted from 0"],
    ["Dictionary new", element(0), "1", "assign.element", "an element of the object, counted from 0"],
  ])(
    "of %s is refused what it cannot hold, or where it is not",
    async (expression, place, value, path, expected) => {
      expect(await assign(expression, place, value)).toMatchObject({ kind: "refused", path, expected });
    },
  );

  it("of what is read-only or always the same is not assigned to", async () => {
    for (const expression of ["#( 1 ) copy beReadOnlyObject; yourself", "#symbol", "17", "nil"])
      expect((await assign(expression, key("1"), "$x")).kind).toBe("protected");
    const global = await assign("Smalltalk globals", key("#Object"), "3");
    expect(["protected", "error"]).toContain(global.kind);
    expect(workspace.print("Smalltalk at: #Object")).toBe("Object");
  });

  it("fails as the object's own message does", async () => {
    expect(await assign("#( 1 ) asSet", element(0), "2")).toMatchObject({ kind: "error" });
    expect(await assign("Purse new", key("1"), "2")).toMatchObject({ kind: "error" });
  });
});

describe("a row of a view", () => {
  it("takes what the view's own block does with it", async () => {
    workspace.print("list := OrderedCollection with: 4 with: 5");
    const view = { name: "inspectionItems" };
    expect(await assign("list", row(1), "self first + 2", { view })).toMatchObject({
      inspection: {
        assigned: { printString: "6" },
        view: { rows: [{ printString: "4" }, { printString: "6" }] },
      },
    });
    workspace.print("table := Dictionary new at: 'k' put: 1; yourself");
    await assign("table", row(0), "#changed", { view });
    expect(workspace.print("table at: 'k'")).toBe("#changed");
  });

  it("is refused where the view takes none, or there is no such row", async () => {
    const view = { name: "inspectionDigits" };
    expect(await assign("17", row(0), "1", { view })).toMatchObject({
      kind: "refused",
      expected: "a view whose rows can be assigned to",
    });
    const items = { name: "inspectionItems" };
    expect(await assign("#( 1 ) copy", row(1), "1", { view: items })).toMatchObject({
      kind: "refused",
      path: "assign.row",
    });
    expect(await assign("#( 1 ) copy", row(0), "1")).toMatchObject({ kind: "refused", path: "assign.row" });
  });

  it("of a tree is the item itself", async () => {
    workspace.print(
      "Purse compile: 'inspectionTree <inspectorPresentationOrder: 1 title: ''T''> ^ (InspectorView tree: [ { 1 -> #( 3 4 ) } ] children: #value) assign: [ :node :value | coins := node -> value ]'",
    );
    await assign("purse", row(0), "#new", { view: { name: "inspectionTree" } });
    expect(workspace.print("purse coins")).toBe("1->#(3 4)->#new");
  });
});

describe("an activation of a debugger", () => {
  it("shows its receiver and variables, takes values, and goes on with them", async () => {
    workspace.print("Purse compile: 'pay: amount | rest | rest := 10 - amount. self halt. ^ rest + amount'");
    const stopped = workspace.evaluate("Purse new pay: 3", { debug: true });
    if (stopped.kind !== "error" || stopped.debuggerId === undefined) throw new Error(stopped.kind);
    const { debuggerId } = stopped;
    const frame = { debuggerId, index: 0 };
    const looked = await workspace.inspect(frame, { depth: 2 });
    if (looked.kind !== "inspection") throw new Error(JSON.stringify(looked));
    const { inspection } = looked;
    expect(inspection.object.className).toBe("Context");
    expect(inspection.fields).toMatchObject([
      { name: "self", className: "Purse", fields: [{ name: "coins" }, { name: "owner" }] },
      { name: "amount", printString: "3" },
      { name: "rest", printString: "7" },
    ]);
    expect(inspection.views?.map(({ title }) => title)).toEqual(["Stack", "Source", "Pointers to it"]);

    // By the debugger, and by the id of the context.
    await assign(frame, variable("rest"), "rest * amount");
    const { objectId } = inspection.object;
    expect(await assign({ objectId }, variable("amount"), "100")).toMatchObject({
      inspection: { fields: [{}, { printString: "100" }, { printString: "21" }] },
    });
    expect(await assign(frame, variable("self"), "3")).toMatchObject({
      kind: "refused",
      expected: "a variable of the object: amount, rest",
    });
    expect(await workspace.inspect({ debuggerId, index: 99 })).toMatchObject({
      kind: "refused",
      path: "index",
    });
    expect(await workspace.inspect({ debuggerId: "d", index: 0 })).toEqual({
      kind: "debuggerNotFound",
      debuggerId: "d",
    });

    const finished = await new Promise((done) =>
      workspace.image.debug(
        {
          workspace: workspace.id,
          debuggerId,
          operation: { name: "proceed" },
          timeoutMs: 10_000,
          maxPrint: 1000,
          maxOutputBytes: 1000,
          maxKept: 100,
        },
        done,
      ),
    );
    expect(finished).toMatchObject({ state: "finished", result: { result: "121" } });
    // Its activation is over: there is nothing to assign to any more.
    expect(await assign({ objectId }, variable("rest"), "1")).toMatchObject({ kind: "refused" });
  });

  it("of a block reaches the variables around it", async () => {
    const stopped = workspace.evaluate(
      "| sum | sum := 0. #( 1 2 ) do: [ :each | sum := sum + each. each foo ]. sum",
      {
        debug: true,
      },
    );
    if (stopped.kind !== "error" || stopped.debuggerId === undefined) throw new Error(stopped.kind);
    const frame = { debuggerId: stopped.debuggerId, index: 0 };
    await assign(frame, variable("sum"), "sum + each + 40");
    const looked = await workspace.inspect(frame);
    if (looked.kind !== "inspection") throw new Error(JSON.stringify(looked));
    expect(looked.inspection.fields).toMatchObject([
      { name: "self" },
      { name: "each", printString: "1" },
      { name: "sum", printString: "42" },
    ]);
  });
});

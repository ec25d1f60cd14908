/** Views of objects: those of the kernel, those that pragmas declare, and what their code may do wrong. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import type { InspectRequest, RowDescription, ViewDescription } from "./requests.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
  workspace.print(
    "Object subclass: #Shelf instanceVariableNames: 'books' classVariableNames: 'Asked' package: 'T'",
  );
  workspace.print("Shelf compile: 'initialize books := OrderedCollection new'");
  workspace.print("Shelf compile: 'add: aBook books add: aBook'");
});
afterAll(() => watcher.stop());

const define = (source: string): string =>
  workspace.print(`Shelf compile: '${source.replaceAll("'", "''")}'`);

async function look(subject: InspectRequest["subject"], options = {}) {
  const outcome = await workspace.inspect(subject, options);
  if (outcome.kind !== "inspection") throw new Error(JSON.stringify(outcome));
  return outcome.inspection;
}

async function view(expression: string, name: string, options = {}): Promise<ViewDescription> {
  const { view } = await look({ expression }, { view: { name }, ...options });
  if (view === undefined) throw new Error(`no view ${name}`);
  return view;
}

const rowsOf = (shown: ViewDescription): readonly RowDescription[] => {
  if (!("rows" in shown)) throw new Error(JSON.stringify(shown));
  return shown.rows;
};

const titles = async (expression: string) =>
  (await look({ expression })).views?.map(({ title }) => title) ?? [];

describe("the kernel's own views", () => {
  it.each([
    ["#(1 2)", ["Items", "Pointers to it"]],
    ["'text'", ["Text", "Items", "Pointers to it"]],
    ["Dictionary new", ["Items", "Pointers to it"]],
    ["Bag new", ["Items", "Counts", "Pointers to it"]],
    ["17", ["Digits", "Pointers to it"]],
    ["Boolean", ["Methods", "Instance variables", "Subclasses", "Comment", "Pointers to it"]],
    ["Object new", ["Pointers to it"]],
  ])("of %s are %s", async (expression, expected) => {
    expect(await titles(expression)).toEqual(expected);
  });

  it("show a dictionary as a table, from a key to its value", async () => {
    const shown = await view("Dictionary new at: #k put: 3 -> 4; yourself", "inspectionItems");
    expect(shown).toMatchObject({ kind: "table", columns: ["Key", "Value"], total: 1, isAssignable: true });
    const [row] = rowsOf(shown);
    expect(row).toMatchObject({ key: "#k", className: "Association", printString: "3->4" });
    expect(row?.cells?.map(({ text }) => text)).toEqual(["k", "3->4"]);
    const cell = row?.cells?.[1]?.objectId ?? "";
    expect((await look({ objectId: cell })).fields.map(({ printString }) => printString)).toEqual(["3", "4"]);
  });

  it("show a text from a character on", async () => {
    expect(await view("'Ärger 😀 da'", "inspectionText", { offset: 6 })).toEqual({
      kind: "text",
      name: "inspectionText",
      title: "Text",
      text: "😀 da",
      total: 10,
    });
  });

  it("show digits, methods, counts, subclasses level by level, a comment", async () => {
    const digits = rowsOf(await view("255", "inspectionDigits"));
    expect(digits.map(({ cells }) => cells?.[1]?.text)).toEqual(["255", "FF", "377", "11111111"]);
    const counts = rowsOf(await view("#(a b a) asBag", "inspectionCounts"));
    expect(counts.map(({ cells }) => cells?.map(({ text }) => text))).toEqual(
      expect.arrayContaining([
        ["a", "2"],
        ["b", "1"],
      ]),
    );
    const methods = rowsOf(await view("Shelf", "inspectionMethods"));
    expect(methods.map(({ cells }) => cells?.[0]?.text)).toEqual(
      expect.arrayContaining(["add:", "initialize"]),
    );
    expect(methods[0]?.className).toBe("CompiledMethod");

    const top = await view("Number", "inspectionSubclasses");
    const integer = rowsOf(top).find(({ printString }) => printString === "Integer");
    expect(integer).toMatchObject({ className: "Integer class", children: 2 });
    const below = await look(
      { expression: "Number" },
      { view: { name: "inspectionSubclasses", node: integer?.objectId } },
    );
    expect(below.view).toMatchObject({ kind: "tree", total: 2 });
    expect(await view("Boolean", "inspectionComment")).toMatchObject({ kind: "text" });
  });

  it("show what points to an object", async () => {
    workspace.print("pointed := Object new. pointer := { pointed. 1 }");
    const rows = rowsOf(await view("pointed", "inspectionPointers"));
    expect(rows.map(({ className }) => className)).toContain("Array");
  });

  it("show the stacks of exceptions, processes and contexts", async () => {
    const handled = "[ 1 / 0 ] on: ZeroDivide do: [ :e | e signalerContext. e ]";
    expect((await look({ expression: handled })).views?.map(({ title }) => title)).toContain("Stack");
    workspace.print("waiting := [ Semaphore new wait ] fork. Processor yield");
    const frames = rowsOf(await view("waiting", "inspectionStack"));
    expect(frames.length).toBeGreaterThan(0);
    const inside = await look({ objectId: frames.at(-1)?.objectId ?? "" });
    expect(inside.fields[0]?.name).toBe("self");
    workspace.print("waiting terminate");
  });
});

describe("views of one's own", () => {
  it("are declared by a pragma, and lead on to what they show", async () => {
    define("inspectionBooks <inspectorPresentationOrder: 30 title: 'Books'> ^ (InspectorView list: books) display: [ :each | each key ]; object: #value");
    define("inspectionTable: aView <inspectorPresentationOrder: 20.5 title: 'Table'> ^ aView table: books columns: { 'Title' -> #key. 'Pages' -> [ :each | each value size ] }");
    expect(await titles("Shelf new")).toEqual(["Table", "Books", "Pointers to it"]);
    const shelf = "Shelf new add: 'Emma' -> #(1 2 3); yourself";
    const [book] = rowsOf(await view(shelf, "inspectionBooks"));
    expect(book).toMatchObject({ key: "1", text: "Emma", className: "Array", printString: "#(1 2 3)" });
    expect((await look({ objectId: book?.objectId ?? "" })).total).toBe(3);
    const table = await view(shelf, "inspectionTable:");
    expect(table).toMatchObject({ kind: "table", columns: ["Title", "Pages"], isAssignable: false });
    expect(rowsOf(table)[0]?.cells?.map(({ text }) => text)).toEqual(["Emma", "3"]);
  });

  it("may be overridden without a pragma, and answer a text or a collection plainly", async () => {
    workspace.print("Shelf subclass: #Cellar instanceVariableNames: '' classVariableNames: '' package: 'T'");
    workspace.print("Cellar compile: 'inspectionBooks ^ ''none'''");
    workspace.print("Cellar compile: 'inspectionTable: aView ^ #( 7 )'");
    expect(await titles("Cellar new")).toEqual(["Table", "Books", "Pointers to it"]);
    expect(await view("Cellar new", "inspectionBooks")).toMatchObject({ kind: "text", text: "none" });
    expect(await view("Cellar new", "inspectionTable:")).toMatchObject({
      kind: "list",
      rows: [{ printString: "7" }],
    });
  });

  it("compute the page that is asked for, and no more", async () => {
    define("inspectionMany <inspectorPresentationOrder: 40 title: 'Many'> ^ (InspectorView table: (1 to: 1000000000) columns: { 'Twice' -> [ :each | Asked := (Asked ifNil: [ 0 ]) + 1. each * 2 ] })");
    const shown = await view("Shelf new", "inspectionMany", { offset: 999_999_000, limit: 3 });
    expect(shown).toMatchObject({ total: 1_000_000_000 });
    expect(rowsOf(shown).map(({ key, cells }) => [key, cells?.[0]?.text])).toEqual([
      ["999999001", "1999998002"],
      ["999999002", "1999998004"],
      ["999999003", "1999998006"],
    ]);
    define("asked ^ Asked");
    expect(workspace.print("Shelf new asked")).toBe("3");
  });

  it("are refused where there is none of that name, or no such item", async () => {
    expect(await workspace.inspect({ expression: "3" }, { view: { name: "nothing" } })).toMatchObject({
      kind: "refused",
      path: "view",
      expected: expect.stringContaining("inspectionDigits"),
    });
    expect(
      await workspace.inspect(
        { expression: "Number" },
        { view: { name: "inspectionSubclasses", node: "o" } },
      ),
    ).toEqual({ kind: "objectNotFound", objectId: "o" });
  });
});

describe("what a view does wrong", () => {
  const failing = async (body: string, options = {}) => {
    define(`inspectionBad <inspectorPresentationOrder: 50 title: 'Bad'> ${body}`);
    return view("Shelf new", "inspectionBad", options);
  };
  const failed = (reason: unknown) => ({ kind: "failed", name: "inspectionBad", title: "Bad", reason });

  it.each([
    ["^ 1 / 0", "ZeroDivide"],
    ["^ InspectorView list: [ nil foo ]", "MessageNotUnderstood"],
    ["^ 3", "inspectionBad answered a SmallInteger"],
    ["^ InspectorView list: 3", "its items are a SmallInteger"],
    ["^ InspectorView text: 3", "its text is a SmallInteger"],
    ["^ InspectorView table: #() columns: #( 3 )", "a column is an association"],
    ["^ InspectorView kind: #cloud items: #() part: nil", "no list, table, tree or text"],
    ["^ self inspectionBad", "it never ends"],
  ])("is told in its place: %s", async (body, reason) => {
    const shown = await failing(body);
    expect(shown).toEqual(failed(expect.stringContaining(reason)));
  });

  it("ends with its time, and so does an endless loop in a cell", async () => {
    expect(await failing("[ true ] whileTrue", { timeoutMs: 200 })).toEqual(failed("it took too long"));
    const shown = await failing(
      "^ InspectorView table: #( 1 2 ) columns: { 'A' -> [ :i | i = 1 ifTrue: [ [ true ] whileTrue ]. i ]. 'B' -> [ :i | 1 / 0 ] }",
    );
    expect(rowsOf(shown).map(({ cells }) => cells?.map(({ text }) => text))).toEqual([
      ["(failed: it took too long)", expect.stringContaining("(failed: ZeroDivide")],
      ["2", expect.stringContaining("(failed: ZeroDivide")],
    ]);
  });

  it("ends where it writes without end, and leaves nothing in the next evaluation's output", async () => {
    const body = "[ true ] whileTrue: [ Transcript show: 'again and again' ]";
    expect(await failing(body, { maxOutputBytes: 1000 })).toEqual(
      failed("it wrote to the Transcript without end"),
    );
    expect(workspace.value("3").output).toBe("");
  });

  it("shows rows without end as far as there is time, and says how many there are", async () => {
    const body = "^ InspectorView list: ((1 to: 500) collect: [ :i | Shelf basicNew ])";
    define("printOn: aStream [ true ] whileTrue");
    const shown = await failing(body, { limit: 500 });
    expect(shown).toMatchObject({ kind: "list", total: 500 });
    expect(rowsOf(shown).length).toBeGreaterThan(0);
    expect(rowsOf(shown).length).toBeLessThan(500);
    workspace.print("Shelf removeSelector: #printOn:");
  });

  it("is interrupted as the inspection's run", async () => {
    define("inspectionBad <inspectorPresentationOrder: 50 title: 'Bad'> [ true ] whileTrue");
    watcher.interruptSoon(77);
    const outcome = await workspace.inspect(
      { expression: "Shelf new" },
      { view: { name: "inspectionBad" } },
      77,
    );
    expect(outcome.kind).toBe("interrupted");
  });
});

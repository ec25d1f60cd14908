/** Views: lists, tables, trees and texts that the methods of an object's class make of it. */
import { ClassObject, send, viewMethods } from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import { classOf } from "../memory/class-of.js";
import { isText, textSize, toJs } from "../memory/text.js";
import { nil, StArray, StAssociation, type Value } from "../memory/values.js";
import { firstCharacters } from "../syntax/index.js";
import { asked, describe, type Looking, PARTS_BUDGET_MS, whyNot } from "./inspect-describe.js";
import { emptyPage, fillingPage, keyText, pairAt, type Window } from "./inspect-elements.js";
import type { CellDescription, RowDescription, ViewDescription, ViewSummary } from "./inspect-requests.js";
import { article, classNameOf, print, SHORT_PRINT } from "./print.js";
import { type Code, ran, type Steps } from "./steps.js";

/** Milliseconds that the code of one cell may take. */
const CELL_BUDGET_MS = 50;
/** Characters of all rows of a page together. */
const MAX_PAGE_CHARACTERS = 1_000_000;
/** Columns that a table may have. */
const MAX_COLUMNS = 100;

export function viewsOf({ engine }: Looking, value: Value): readonly ViewSummary[] {
  const cls = classOf(value);
  if (!(cls instanceof ClassObject)) return [];
  return viewMethods(cls, (owner) => engine.kernelViews(owner)).map(({ selector, title, order }) => ({
    name: selector,
    title,
    order,
  }));
}

/** Code of a view failed; the message says how, for a person. */
export class ViewFailed extends Error {
  override readonly name = "ViewFailed";
}

/** The inspection's own run was interrupted while a view's code ran. */
export class ViewInterrupted extends Error {
  override readonly name = "ViewInterrupted";
}

/** A view as the object's method has made it, with its items. */
export interface MadeView {
  readonly kind: "list" | "table" | "tree" | "text";
  /** A collection, or a text. */
  readonly items: Value;
  /** Titles, and what gives the cells. */
  readonly columns: readonly { readonly title: string; readonly cell: Value }[];
  /** What gives the items below one; nil where nothing does. */
  readonly children: Value;
  readonly display: Value;
  readonly object: Value;
  readonly assign: Value;
}

const KINDS: readonly MadeView["kind"][] = ["list", "table", "tree", "text"];

/** Runs the view's method, and what gives its items. @throws ViewFailed, ViewInterrupted */
export function* makeView(looking: Looking, value: Value, selector: string, node?: Value): Steps<MadeView> {
  const { engine } = looking;
  const viewClass = engine.kernelClass("InspectorView");
  const args = selector.includes(":") ? [viewClass] : [];
  const made = yield* answerOf(looking, (depth) => send(value, selector, args, depth));
  if (isText(made)) return plain("text", made);
  if (!(typeof made === "object" && classOf(made) === viewClass)) {
    const isCollection = asked(looking, CELL_BUDGET_MS, made, "isCollection");
    if (isCollection.kind === "value" && isCollection.value === true) return plain("list", made);
    throw new ViewFailed(`${selector} answered ${article(made)}, where an InspectorView was expected`);
  }
  const part = (name: string): Value => Reflect.get(made, mangleField(name)) ?? nil;
  const kindSymbol = part("kind");
  const kind = KINDS.find((each) => isText(kindSymbol) && toJs(kindSymbol) === each);
  if (kind === undefined)
    throw new ViewFailed(`${selector} answered an InspectorView that is no list, table, tree or text`);
  const supply = part("items");
  const children = kind === "tree" ? part("part") : nil;
  const items = yield* answerOf(
    looking,
    node === undefined
      ? (depth) => send(supply, "value", [], depth)
      : (depth) => send(children, "value:", [node], depth),
  );
  return {
    kind,
    items,
    columns: kind === "table" ? columnsOf(looking, part("part")) : [],
    children,
    display: part("display"),
    object: part("object"),
    assign: part("assign"),
  };
}

const plain = (kind: "list" | "text", items: Value): MadeView => ({
  kind,
  items,
  columns: [],
  children: nil,
  display: nil,
  object: nil,
  assign: nil,
});

function columnsOf({ engine }: Looking, columns: Value): MadeView["columns"] {
  if (!(columns instanceof StArray)) return [];
  return columns.i.slice(0, MAX_COLUMNS).map((column) => {
    if (!(column instanceof StAssociation))
      throw new ViewFailed("a column is an association from its title to what gives its cells");
    const { _key: title, _value: cell } = column;
    const text = isText(title) ? firstCharacters(toJs(title), SHORT_PRINT) : keyText(engine, title);
    return { title: text, cell };
  });
}

/** @throws ViewFailed, ViewInterrupted */
function* answerOf({ engine }: Looking, code: Code): Steps<Value> {
  const { result, debugger: held } = yield* ran(code);
  if (result.kind === "value") return result.value;
  if (result.kind === "ended" && result.reason.kind === "interrupted") throw new ViewInterrupted();
  const why = whyNot(engine, result);
  throw new ViewFailed(held === undefined ? why : `it stands at a breakpoint, in the debugger ${held.id}`);
}

/** How many items there are; @throws ViewFailed, ViewInterrupted */
function* sizeOf(looking: Looking, items: Value): Steps<number> {
  const isCollection = asked(looking, CELL_BUDGET_MS, items, "isCollection");
  if (isCollection.kind !== "value" || isCollection.value !== true)
    throw new ViewFailed(`its items are ${article(items)}, where a collection was expected`);
  const size = yield* answerOf(looking, (depth) => send(items, "inspectionSize", [], depth));
  return typeof size === "number" ? size : 0;
}

interface Item {
  readonly key: Value;
  readonly item: Value;
}

/** The items within the window; @throws ViewFailed, ViewInterrupted */
function* pageOf(looking: Looking, items: Value, window: Window, total: number): Steps<readonly Item[]> {
  const page = emptyPage(window, total);
  if (page.i.length === 0) return [];
  yield* answerOf(looking, fillingPage(items, window, page));
  const isDictionary = asked(looking, CELL_BUDGET_MS, items, "isDictionary");
  const isKeyed = isDictionary.kind === "value" && isDictionary.value === true;
  return page.i.flatMap((pair, index) => {
    const found = pairAt(page, index);
    return found === undefined ? [] : [{ key: found.key, item: isKeyed ? pair : found.value }];
  });
}

/** The item of a row, and the key that `assign` gets for it; undefined where there is no such row. */
export function* rowOf(looking: Looking, view: MadeView, offset: number): Steps<Item | undefined> {
  const window = { offset, limit: 1 };
  const total = yield* sizeOf(looking, view.items);
  const [found] = yield* pageOf(looking, view.items, window, total);
  return found === undefined || view.kind !== "tree" ? found : { key: found.item, item: found.item };
}

interface Asked {
  readonly name: string;
  readonly title: string;
  readonly window: Window;
  /** Characters of a text. */
  readonly maxPrint: number;
}

export function* describeView(
  looking: Looking,
  value: Value,
  node: Value | undefined,
  { name, title, window, maxPrint }: Asked,
): Steps<ViewDescription> {
  try {
    const view = yield* makeView(looking, value, name, node);
    if (view.kind === "text") return { name, title, ...textOf(view.items, window, maxPrint) };
    const total = yield* sizeOf(looking, view.items);
    const items = yield* pageOf(looking, view.items, window, total);
    const rows = yield* describeRows(looking, view, items);
    const shown = { name, title, rows, total, isAssignable: view.assign !== nil };
    if (view.kind !== "table") return { ...shown, kind: view.kind };
    return { ...shown, kind: view.kind, columns: view.columns.map((column) => column.title) };
  } catch (error) {
    if (!(error instanceof ViewFailed)) throw error;
    return { name, title, kind: "failed", reason: firstCharacters(error.message, maxPrint) };
  }
}

/** From the character at `offset` on. */
function textOf(items: Value, { offset }: Window, maxPrint: number) {
  if (!isText(items)) throw new ViewFailed(`its text is ${article(items)}, where a String was expected`);
  const whole = toJs(items);
  const before = firstCharacters(whole, offset).length;
  const text = firstCharacters(whole.slice(before), maxPrint).replace(/\r\n?/g, "\n");
  return { kind: "text", text, total: textSize(items) } as const;
}

/** As many as there is time and room for. */
function* describeRows(looking: Looking, view: MadeView, items: readonly Item[]): Steps<RowDescription[]> {
  const { time } = looking;
  const until = time.spent + PARTS_BUDGET_MS;
  const rows: RowDescription[] = [];
  let characters = 0;
  for (const item of items) {
    if (time.spent >= until || characters >= MAX_PAGE_CHARACTERS) break;
    const row = yield* describeRow(looking, view, item);
    rows.push(row);
    characters += row.key.length + row.printString.length + (row.text?.length ?? 0);
    for (const { text } of row.cells ?? []) characters += text.length;
    yield null;
  }
  return rows;
}

function* describeRow(looking: Looking, view: MadeView, { key, item }: Item): Steps<RowDescription> {
  const { kind, display, object, columns, children } = view;
  const leadsTo = object === nil ? item : (partOf(looking, object, item).value ?? item);
  const cells: CellDescription[] = [];
  for (const { cell } of columns) {
    cells.push(cellOf(looking, cell, item));
    yield null;
  }
  const below = children === nil ? undefined : childrenOf(looking, children, item);
  return {
    key: keyText(looking.engine, key),
    ...describe(looking, leadsTo),
    ...(display === nil ? {} : { text: textIn(looking, partOf(looking, display, item)) }),
    ...(kind === "table" ? { cells } : {}),
    ...(below === undefined ? {} : { children: below }),
  };
}

interface Part {
  /** Undefined where the code failed. */
  readonly value: Value | undefined;
  readonly failure: string;
}

function partOf(looking: Looking, code: Value, item: Value): Part {
  const result = asked(looking, CELL_BUDGET_MS, code, "value:", [item]);
  if (result.kind === "value") return { value: result.value, failure: "" };
  return { value: undefined, failure: `(failed: ${whyNot(looking.engine, result)})` };
}

const textIn = ({ engine }: Looking, { value, failure }: Part): string => {
  if (value === undefined) return firstCharacters(failure, SHORT_PRINT);
  return isText(value) ? firstCharacters(toJs(value), SHORT_PRINT) : print(engine, value, SHORT_PRINT).text;
};

function cellOf(looking: Looking, code: Value, item: Value): CellDescription {
  const part = partOf(looking, code, item);
  const value = part.value ?? nil;
  return {
    text: textIn(looking, part),
    className: classNameOf(value),
    objectId: looking.workspace.register(value, looking.maxKept),
  };
}

function childrenOf(looking: Looking, children: Value, item: Value): number | undefined {
  const { value: below } = partOf(looking, children, item);
  if (below === undefined) return undefined;
  const size = asked(looking, CELL_BUDGET_MS, below, "inspectionSize");
  return size.kind === "value" && typeof size.value === "number" ? size.value : undefined;
}

/** The elements of an object: a window on them, by index or by key. */
import { send } from "../classes/index.js";
import { isText, textSize } from "../memory/text.js";
import {
  type Bytes,
  nil,
  StArray,
  StAssociation,
  StBytes,
  type StObject,
  type Value,
} from "../memory/values.js";
import { slotValue } from "../memory/weak.js";
import type { Indexed as PartlyIndexed } from "../primitives/objects.js";
import type { Engine } from "./engine.js";
import { asked, describe, type Looking, PARTS_BUDGET_MS } from "./inspect-describe.js";
import type { ElementDescription, InspectRequest } from "./inspect-requests.js";
import { print, SHORT_PRINT } from "./print.js";
import type { Steps } from "./steps.js";

/** Elements of one window. */
export const MAX_ELEMENTS = 10_000;
/** Milliseconds that a collection may take to tell its size, and to give its elements. */
const COLLECTION_BUDGET_MS = 200;

export type Window = Pick<InspectRequest, "offset" | "limit">;

interface Elements {
  readonly elements: readonly ElementDescription[];
  readonly total: number;
}

/** The elements within the window, as far as there is time to describe them, and how many there are in all. */
export function* describeElements(looking: Looking, value: Value, window: Window): Steps<Elements> {
  const elements: ElementDescription[] = [];
  const { total, at } = indexed(looking, value, window);
  const count = countIn(window, total);
  const { time } = looking;
  const until = time.spent + PARTS_BUDGET_MS;
  for (let i = 0; i < count && time.spent < until; i += 1) {
    const found = at(window.offset + i);
    if (found === undefined) break;
    elements.push({ key: keyText(looking.engine, found.key), ...describe(looking, found.value) });
    yield null;
  }
  return { elements, total };
}

/** The key of the element at an offset; undefined where there is none. */
export const keyOfElement = (looking: Looking, value: Value, offset: number): Value | undefined => {
  const { total, at } = indexed(looking, value, { offset, limit: 1 });
  if (offset >= total) return undefined;
  return isText(value) ? offset + 1 : at(offset)?.key;
};

export const keyText = (engine: Engine, key: Value): string =>
  typeof key === "number" ? `${key}` : print(engine, key, SHORT_PRINT).text;

export const countIn = ({ offset, limit }: Window, total: number): number =>
  Math.max(0, Math.min(limit, MAX_ELEMENTS, total - offset));

interface Keyed {
  readonly key: Value;
  readonly value: Value;
}

/** What has elements. */
interface Indexed {
  readonly total: number;
  /** The element at an offset within the window; undefined where it could not be had. */
  readonly at: (offset: number) => Keyed | undefined;
}

/** The engine's own indexed objects directly; collections as they say themselves. */
function indexed(looking: Looking, value: Value, window: Window): Indexed {
  const numbered = (total: number, at: (offset: number) => Value): Indexed => ({
    total,
    at: (offset) => ({ key: offset + 1, value: at(offset) }),
  });
  if (value instanceof StArray) return numbered(value.i.length, (offset) => value.i[offset] ?? nil);
  if (value instanceof StBytes) return numbered(value.b.length, (offset) => value.b[offset] ?? 0);
  if (isText(value)) return { total: textSize(value), at: () => undefined };
  const size = asked(looking, COLLECTION_BUDGET_MS, value, "inspectionSize");
  const total = size.kind === "value" && typeof size.value === "number" ? size.value : 0;
  const part = total === 0 ? indexedPart(value) : undefined;
  if (part !== undefined) return numbered(part.size, part.at);
  const pairs = emptyPage(window, total);
  if (pairs.i.length > 0)
    asked(looking, COLLECTION_BUDGET_MS, value, "inspectionElementsFrom:into:", [window.offset + 1, pairs]);
  return { total, at: (offset) => pairAt(pairs, offset - window.offset) };
}

/** What an object has that is indexed, and no collection. */
function indexedPart(
  value: Value,
): { readonly size: number; readonly at: (offset: number) => Value } | undefined {
  if (typeof value !== "object") return undefined;
  const { i, b, w }: Indexable = value;
  const part = i ?? b;
  if (part !== undefined) return { size: part.length, at: (offset) => part[offset] ?? nil };
  if (w === undefined) return undefined;
  return {
    size: w.length,
    at: (offset) => {
      const slot = w[offset];
      return slot === undefined ? nil : slotValue(slot);
    },
  };
}

/** The bytes or words of an object; undefined where it has none. */
export function wordsOf(value: Value): Bytes | undefined {
  if (typeof value !== "object") return undefined;
  const { b }: Indexable = value;
  return b;
}

type Indexable = StObject & PartlyIndexed;

/** To be filled with associations, key to element; whatever ends that, those there are shown. */
export const emptyPage = (window: Window, total: number): StArray =>
  new StArray(new Array<Value>(countIn(window, total)).fill(nil));

export const fillingPage =
  (collection: Value, { offset }: Window, page: StArray) =>
  (depth: number): Value =>
    send(collection, "inspectionElementsFrom:into:", [offset + 1, page], depth);

export function pairAt(page: StArray, index: number): Keyed | undefined {
  const pair = page.i[index];
  return pair instanceof StAssociation ? { key: pair._key, value: pair._value } : undefined;
}

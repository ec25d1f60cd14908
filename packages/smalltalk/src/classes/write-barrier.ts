/** Read-only objects: asking, marking, and the primitives that write, which such an object refuses. */
import { Home, StContext, StProcess } from "../machine/index.js";
import { isReadOnly, setReadOnly } from "../memory/read-only.js";
import { isText, symbol, textSize } from "../memory/text.js";
import { allFieldsOf } from "../memory/trace.js";
import { FAIL, type Fail, nil, type PrimitiveTable, type StObject, type Value } from "../memory/values.js";
import { type Indexed, sizeOf } from "../primitives/objects.js";
import { send } from "./send.js";

const INST_VAR = symbol("instVarAt:put:");

type Writing = (self: Value, ...args: Value[]) => Value | Fail;

interface Marked {
  readonly ro?: boolean;
}

export const writeBarrierPrimitives = {
  /** Also of what cannot be changed at all. */
  objectIsReadOnly: (self: Value): Value => isReadOnly(self),
  /** (aBoolean) → what it was; fails where the engine itself has to write, and for what has no state. */
  objectSetReadOnly: (self: Value, isToBe: Value): Value | Fail => {
    if (typeof isToBe !== "boolean" || typeof self !== "object" || self === nil) return FAIL;
    if (self instanceof StProcess || self instanceof StContext || self instanceof Home) return FAIL;
    const was = isReadOnly(self);
    if (was !== isToBe && !hasMark(self)) return FAIL;
    setReadOnly(self, isToBe);
    return was;
  },
} satisfies PrimitiveTable;

/** Whether being read-only is what the mark says, and not the object's nature. */
function hasMark(object: StObject): boolean {
  const { ro }: StObject & Marked = object;
  return ro === true || !isReadOnly(object);
}

/** Of the primitives that write one element or variable: what does the same again. */
const RETRIES: Readonly<Record<string, string>> = {
  basicAtPut: "at:put:",
  arrayAtPut: "at:put:",
  stringAtPut: "at:put:",
  float32AtPut: "at:put:",
  float64AtPut: "at:put:",
  int32AtPut: "at:put:",
  instVarAtPut: "instVarAt:put:",
};
/** Of those that write more: Smalltalk behind them writes one element after the other. */
const FAILING = ["replaceElements", "stringReplace", "stringFill", "stringTake"];

/** The writing primitives of a table, for objects that may be read-only. */
export function withWriteBarrier(table: PrimitiveTable): PrimitiveTable {
  const guarded: Record<string, (...args: never[]) => Value | Fail> = {};
  const primitive = (name: string): Writing => {
    const found: unknown = table[name];
    if (!isWriting(found)) throw new RangeError(`no primitive ${name}`);
    return found;
  };
  for (const [name, selector] of Object.entries(RETRIES)) {
    const write = primitive(name);
    const retry = symbol(selector);
    guarded[name] = (self: StObject & Marked, index: Value, value: Value, depth: number): Value | Fail =>
      self.ro === true ? refuse(self, retry, index, value, depth) : write(self, index, value);
  }
  for (const name of FAILING) {
    const write = primitive(name);
    guarded[name] = (self: StObject & Marked, ...args: Value[]): Value | Fail =>
      self.ro === true ? FAIL : write(self, ...args);
  }
  return guarded;
}

/** A tail call. What lies outside the object is for the Smalltalk behind the primitive to tell. */
function refuse(
  self: StObject & Indexed,
  selector: StObject,
  index: Value,
  value: Value,
  depth: number,
): Value | Fail {
  const isInstVar = selector === INST_VAR;
  const last = isInstVar ? allFieldsOf(self.cls).length : isText(self) ? textSize(self) : sizeOf(self);
  if (typeof index !== "number" || !(index >= 1 && index <= last)) return FAIL;
  return send(self, "modificationForbiddenFor:index:value:", [selector, index, value], depth);
}

const isWriting = (found: unknown): found is Writing => typeof found === "function";

/**
 * How much memory the objects of each class take. V8 does not tell the size of an object: it is counted from what V8 12
 * makes of one on a 64-bit machine without compressed pointers, and leaves out what V8 keeps for later growth.
 */
import { isSmalltalk, type Reached } from "./heap-walk.js";
import { type Bytes, type StClass, type StObject, StString, StSymbol, type Value } from "./values.js";

export interface ClassMemory {
  readonly cls: StClass;
  readonly instances: number;
  readonly bytes: number;
}

const WORD = 8;
/** Hidden class, properties, elements. */
const HEADER = 3 * WORD;
/** Of the array that holds elements: its own header, and that of what holds them. */
const LIST = 6 * WORD;
/** Of a typed array, with its buffer. */
const TYPED = 25 * WORD;
/** Of a JavaScript string. */
const STRING = 2 * WORD;
/** Of a weak reference. */
const WEAK = 5 * WORD;

interface Indexed {
  readonly i?: readonly Value[];
  readonly w?: readonly unknown[];
  readonly b?: Bytes;
}

/** Bytes of one object, without those that it refers to. */
export function bytesOf(object: StObject): number {
  const own = HEADER + WORD * Object.keys(object).length;
  if (object instanceof StString || object instanceof StSymbol)
    return own + (object.s === null ? TYPED + object.a.byteLength : STRING + object.s.length);
  const { i, w, b }: StObject & Indexed = object;
  if (i !== undefined) return own + LIST + WORD * i.length;
  if (w !== undefined) return own + LIST + (WORD + WEAK) * w.length;
  return b === undefined ? own : own + TYPED + b.byteLength;
}

/** Of every class that has instances, those that take most first. */
export function memoryByClass({ objects }: Reached): ClassMemory[] {
  const counts = new Map<StClass, { instances: number; bytes: number }>();
  for (const object of objects) {
    if (!isSmalltalk(object)) continue;
    const { cls } = object;
    let count = counts.get(cls);
    if (count === undefined) {
      count = { instances: 0, bytes: 0 };
      counts.set(cls, count);
    }
    count.instances += 1;
    count.bytes += bytesOf(object);
  }
  return [...counts].map(([cls, count]) => ({ cls, ...count })).sort((a, b) => b.bytes - a.bytes);
}

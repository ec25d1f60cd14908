/** Arrays and byte arrays. Indices count from 1. */
import { AT_ONCE } from "../memory/at-once.js";
import {
  type Bytes,
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StBytes,
  type StObject,
  type Value,
} from "../memory/values.js";
import { ELEMENT_BYTES, type Indexed, MAX_POINTERS } from "./objects.js";
import { grantNow } from "./room.js";

/** Bytes at either end of a long ByteArray that its hash looks at. */
const HASHED = 2 ** 12;

export const arrayPrimitives = {
  arrayAt: (self: StArray, index: Value): Value | Fail =>
    typeof index === "number" ? (self.i[index - 1] ?? FAIL) : FAIL,
  arrayAtPut: (self: StArray, index: Value, value: Value): Value | Fail => {
    if (typeof index !== "number" || index < 1 || index > self.i.length) return FAIL;
    self.i[index - 1] = value;
    return value;
  },
  arraySize: (self: StArray): Value => self.i.length,
  /** (start, stop, source, sourceStart) copies elements between objects of one kind; overlapping ranges are right. */
  replaceElements: (
    self: StObject & Indexed,
    start: Value,
    stop: Value,
    source: Indexed,
    from: Value,
  ): Value | Fail => {
    if (typeof start !== "number" || typeof stop !== "number" || typeof from !== "number") return FAIL;
    const count = stop - start + 1;
    if (start < 1 || from < 1 || count < 0 || count > AT_ONCE) return FAIL;
    if (self.i !== undefined && source.i !== undefined) {
      if (stop > self.i.length || from + count - 1 > source.i.length) return FAIL;
      copyWithin(self.i, start - 1, source.i, from - 1, count);
    } else if (
      self.b !== undefined &&
      source.b !== undefined &&
      self.b.constructor === source.b.constructor
    ) {
      if (stop > self.b.length || from + count - 1 > source.b.length) return FAIL;
      self.b.set(source.b.subarray(from - 1, from - 1 + count), start - 1);
    } else return FAIL;
    return self;
  },
  /** → elements that one primitive goes through: for more they fail */
  elementsAtOnce: (_self: Value): Value => AT_ONCE,
  /** → elements that an Array has at most */
  mostElements: (_self: Value): Value => MAX_POINTERS,
  /** (start, stop) an Array or ByteArray; fails for other classes and for what lies outside. */
  copyElements: (self: Value, start: Value, stop: Value): Value | Fail => {
    if (typeof start !== "number" || typeof stop !== "number" || start < 1) return FAIL;
    if (isOfSubclass(self)) return FAIL;
    const count = stop - start + 1;
    if (count > AT_ONCE || !grantNow(count * ELEMENT_BYTES)) return FAIL;
    if (self instanceof StArray)
      return stop > self.i.length ? FAIL : new StArray(self.i.slice(start - 1, Math.max(stop, start - 1)));
    if (self instanceof StBytes)
      return stop > self.b.length ? FAIL : new StBytes(self.b.slice(start - 1, Math.max(stop, start - 1)));
    return FAIL;
  },
  /** (anArray) */
  arrayConcatenate: (self: Value, other: Value): Value | Fail => {
    if (!(self instanceof StArray) || !(other instanceof StArray) || isOfSubclass(self)) return FAIL;
    const count = self.i.length + other.i.length;
    return count > AT_ONCE || !grantNow(count * ELEMENT_BYTES) ? FAIL : new StArray(self.i.concat(other.i));
  },
  /** (anObject) → index of the first element that is the same object, or 0 */
  arrayIdentityIndexOf: (self: StArray, value: Value): Value | Fail =>
    self.i.length > AT_ONCE ? FAIL : self.i.indexOf(value) + 1,
  /** The same for equal elements; of a long one, of those at either end. */
  bytesHash: (self: StBytes): Value => {
    const { length } = self.b;
    if (length <= AT_ONCE) return hash(self.b, 17);
    return hash(self.b.subarray(length - HASHED), hash(self.b.subarray(0, HASHED), length));
  },
  bytesEqual: (self: StBytes, other: Value): Value | Fail => {
    if (!(other instanceof StBytes)) return FAIL;
    if (self.b.length !== other.b.length) return false;
    return self.b.length > AT_ONCE ? FAIL : self.b.every((byte, i) => byte === other.b[i]);
  },
} satisfies PrimitiveTable;

function hash(bytes: Bytes, seed: number): number {
  let h = seed;
  for (const byte of bytes) h = (Math.imul(h, 31) + byte) | 0;
  return h & 0x3fffffff;
}

/** Both ranges lie within their arrays, which have no holes. */
function copyWithin(to: Value[], at: number, from: readonly Value[], start: number, count: number): void {
  if (to === from) to.copyWithin(at, start, start + count);
  else for (let i = 0; i < count; i += 1) to[at + i] = from[start + i] ?? nil;
}

/** Copies of such an object are of its own class, which Smalltalk code makes. */
function isOfSubclass(self: Value): boolean {
  const prototype: unknown = Object.getPrototypeOf(self);
  return prototype !== StArray.prototype && prototype !== StBytes.prototype;
}

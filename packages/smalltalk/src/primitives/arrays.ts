/** Arrays and byte arrays. Indices count from 1. */
import {
  FAIL,
  type Fail,
  type PrimitiveTable,
  StArray,
  StBytes,
  type StObject,
  type Value,
} from "../memory/values.js";
import { ELEMENT_BYTES, type Indexed, MAX_ELEMENTS } from "./objects.js";
import { hasRoom } from "./room.js";

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
    if (start < 1 || from < 1 || count < 0) return FAIL;
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
  /** (start, stop) an Array or ByteArray; fails for other classes and for what lies outside. */
  copyElements: (self: Value, start: Value, stop: Value): Value | Fail => {
    if (typeof start !== "number" || typeof stop !== "number" || start < 1) return FAIL;
    if (!hasRoom((stop - start + 1) * ELEMENT_BYTES)) return FAIL;
    if (self instanceof StArray)
      return stop > self.i.length ? FAIL : new StArray(self.i.slice(start - 1, Math.max(stop, start - 1)));
    if (self instanceof StBytes)
      return stop > self.b.length ? FAIL : new StBytes(self.b.slice(start - 1, Math.max(stop, start - 1)));
    return FAIL;
  },
  /** (anArray) */
  arrayConcatenate: (self: Value, other: Value): Value | Fail => {
    if (
      !(self instanceof StArray) ||
      !(other instanceof StArray) ||
      self.i.length + other.i.length > MAX_ELEMENTS ||
      !hasRoom((self.i.length + other.i.length) * ELEMENT_BYTES)
    )
      return FAIL;
    return new StArray(self.i.concat(other.i));
  },
  /** (anObject) → index of the first element that is the same object, or 0 */
  arrayIdentityIndexOf: (self: StArray, value: Value): Value => self.i.indexOf(value) + 1,
  bytesHash: (self: StBytes): Value => {
    let hash = 17;
    for (let i = 0; i < self.b.length; i += 1) hash = (Math.imul(hash, 31) + (self.b[i] as number)) | 0;
    return hash & 0x3fffffff;
  },
  bytesEqual: (self: StBytes, other: Value): Value | Fail => {
    if (!(other instanceof StBytes)) return FAIL;
    return self.b.length === other.b.length && self.b.every((byte, i) => byte === other.b[i]);
  },
} satisfies PrimitiveTable;

function copyWithin(to: Value[], at: number, from: readonly Value[], start: number, count: number): void {
  if (to === from && at > start)
    for (let i = count - 1; i >= 0; i -= 1) to[at + i] = from[start + i] as Value;
  else for (let i = 0; i < count; i += 1) to[at + i] = from[start + i] as Value;
}

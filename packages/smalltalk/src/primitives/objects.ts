/** Identity, class, instance variables, indexed parts, copying. Indices count from 1. */
import { AT_ONCE } from "../memory/at-once.js";
import { classOf } from "../memory/class-of.js";
import {
  type Bytes,
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StCharacter,
  type StClass,
  StFloat,
  StLargeNegative,
  StLargePositive,
  type StObject,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";
import { slotValue, type WeakIndexed, weakSlot } from "../memory/weak.js";
import { grant, grantNow } from "./room.js";

/** Elements that one object may have: beyond this an allocation is refused rather than tried. */
export const MAX_ELEMENTS = 2 ** 26;

/**
 * The same for objects that refer to their elements. V8 makes room for them, and fills it, in one go, and nobody else has a
 * turn meanwhile: 10 to 12 ms for a million, measured on Node 20.
 */
export const MAX_POINTERS = 2 ** 22;

/** Bytes that an element may take. */
export const ELEMENT_BYTES = 8;

let lastHash = 0;

/** The identity hash of a value; numbers and characters have their own. */
export function identityHash(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 2;
  if (value instanceof StCharacter) return value.c;
  const hashed: StObject & { h?: number } = value;
  if (hashed.h === undefined || hashed.h === 0) {
    lastHash = (lastHash + 1) & 0x3fffffff;
    // A multiplicative scramble, so that neighbours do not crowd a table.
    hashed.h = (Math.imul(lastHash, 0x9e3779b1) >>> 2) + 1;
  }
  return hashed.h;
}

/** Bytes that each element of an instance takes. */
function elementBytes({ layout }: StClass): number {
  if (layout === "bytes") return 1;
  return layout === "words" ? 4 : ELEMENT_BYTES;
}

export const objectPrimitives = {
  objectSame: (self: Value, other: Value): Value => self === other,
  objectClass: (self: StObject): Value => self.cls,
  identityHash: (self: Value): Value => identityHash(self),
  instVarAt: (self: Value, index: Value): Value | Fail => {
    const name = instVarName(self, index);
    if (name === undefined || typeof self !== "object") return FAIL;
    const value: Value | undefined = Reflect.get(self, name);
    return value ?? nil;
  },
  instVarAtPut: (self: Value, index: Value, value: Value): Value | Fail => {
    const name = instVarName(self, index);
    if (name === undefined || typeof self !== "object") return FAIL;
    Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
    return value;
  },
  /** Fails where there are too many elements to copy at once, or no room for them as it is. */
  objectShallowCopy: (self: Value & Indexed): Value | Fail =>
    sizeOf(self) > AT_ONCE || !grantNow(sizeOf(self) * ELEMENT_BYTES) ? FAIL : shallowCopy(self, "all"),
  /** A copy with as many elements, but with nil or 0 in their places. Fails where there is no room for it. */
  objectCopyBlank: (self: Value & Indexed): Value | Fail =>
    sizeOf(self) > 0 && grant(sizeOf(self) * ELEMENT_BYTES) ? shallowCopy(self, "blank") : FAIL,
  basicSize: (self: Indexed): Value | Fail => {
    if (self.i !== undefined) return self.i.length;
    return self.b?.length ?? self.w?.length ?? FAIL;
  },
  basicAt: (self: Indexed, index: Value): Value | Fail => {
    if (typeof index !== "number") return FAIL;
    if (self.i !== undefined) return self.i[index - 1] ?? FAIL;
    const slot = self.w?.[index - 1];
    return slot !== undefined ? slotValue(slot) : (self.b?.[index - 1] ?? FAIL);
  },
  basicAtPut: (self: Indexed, index: Value, value: Value): Value | Fail => {
    if (typeof index !== "number" || index < 1) return FAIL;
    if (self.i !== undefined) {
      if (index > self.i.length) return FAIL;
      self.i[index - 1] = value;
      return value;
    }
    const { b, w } = self;
    if (w !== undefined) {
      if (index > w.length) return FAIL;
      w[index - 1] = weakSlot(value);
      return value;
    }
    if (b === undefined || index > b.length || typeof value !== "number" || value < 0 || value > largest(b))
      return FAIL;
    b[index - 1] = value;
    return value;
  },
  /** An instance of a class; of an indexed one, without elements. */
  behaviorNew: (self: StClass): Value | Fail => {
    if (self.layout === "immediate") return FAIL;
    return self.layout === "normal" ? new self.construct() : makeIndexed(self, 0);
  },
  /** (size) fails for a negative or too large size. */
  behaviorNewSize: (self: StClass, size: Value): Value | Fail => {
    if (typeof size !== "number" || size < 0 || size > MAX_ELEMENTS) return FAIL;
    if (self.layout === "normal" || self.layout === "immediate") return FAIL;
    if ((self.layout === "variable" || self.layout === "weak") && size > MAX_POINTERS) return FAIL;
    return Number.isSafeInteger(size) && grant(size * elementBytes(self)) ? makeIndexed(self, size) : FAIL;
  },
} satisfies PrimitiveTable;

/** An object with an indexed part. */
export interface Indexed extends WeakIndexed {
  readonly i?: Value[];
  readonly b?: Bytes;
}

function makeIndexed(cls: StClass, size: number): StObject {
  switch (cls.layout) {
    case "bytes":
      return new cls.construct(new Uint8Array(size));
    case "words":
      return new cls.construct(new Uint32Array(size));
    case "doubleWords":
      return new cls.construct(new Float64Array(size));
    default:
      return new cls.construct(nils(size));
  }
}

/** Those of few elements are copied: V8 does so in line. */
const FEW_NILS: readonly (readonly Value[])[] = Array.from({ length: 33 }, (_, size) =>
  new Array<Value>(size).fill(nil),
);

function nils(size: number): Value[] {
  return FEW_NILS[size]?.slice() ?? new Array<Value>(size).fill(nil);
}

function largest(b: Bytes): number {
  if (b instanceof Uint8Array) return 255;
  if (b instanceof Uint16Array) return 65535;
  return b instanceof Uint32Array ? 4294967295 : Number.MAX_SAFE_INTEGER;
}

/** The property of the index-th instance variable, inherited ones first. */
function instVarName(self: Value, index: Value): string | undefined {
  if (typeof index !== "number") return undefined;
  const lists: (readonly string[])[] = [];
  let cls: StClass = classOf(self);
  for (;;) {
    lists.unshift(cls.instVarNames);
    const above = cls.superclass;
    if (!("instVarNames" in above)) break;
    cls = above;
  }
  const name = lists.flat()[index - 1];
  return name === undefined ? undefined : `_${name}`;
}

/** Number of elements of the indexed part. */
export const sizeOf = (self: Indexed): number => self.i?.length ?? self.b?.length ?? self.w?.length ?? 0;

/** `all`: with its elements; `blank`: with nil or 0 in their places, of which there are some. */
function shallowCopy(self: Value, elements: "all" | "blank"): Value {
  if (typeof self !== "object" || self === nil) return self;
  if (self instanceof StArray && self.constructor === StArray)
    return new StArray(elements === "all" ? self.i.slice() : nils(self.i.length));
  if (self instanceof StString) return new StString(self.s, self.a.slice());
  if (self instanceof StSymbol || self instanceof StCharacter || self instanceof StFloat) return self;
  if (self instanceof StLargePositive || self instanceof StLargeNegative) return self;
  const cls = classOf(self);
  if (cls.layout === "immediate" || "instVarNames" in self) return self;
  const source: StObject & Indexed = self;
  const made =
    elements === "all"
      ? new cls.construct(source.i?.slice() ?? source.b?.slice() ?? source.w?.slice())
      : makeIndexed(cls, sizeOf(source));
  for (const key of Object.keys(self)) {
    if (key.startsWith("_"))
      Object.defineProperty(made, key, {
        value: Reflect.get(self, key),
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
  return made;
}

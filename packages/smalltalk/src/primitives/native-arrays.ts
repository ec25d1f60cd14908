/** Arrays of machine numbers: floats of 32 and 64 bits, integers of 32 bits with a sign. Indices count from 1. */
import { FAIL, type Fail, type PrimitiveTable, StFloat, type Value } from "../memory/values.js";
import type { Indexed } from "./objects.js";

/** The words of a receiver and the place in them, or nothing when the index is none. */
function word(self: Indexed, index: Value): { words: Uint32Array; place: number } | undefined {
  if (!(self.b instanceof Uint32Array) || typeof index !== "number") return undefined;
  return index >= 1 && index <= self.b.length ? { words: self.b, place: index - 1 } : undefined;
}

function double(self: Indexed, index: Value): { doubles: Float64Array; place: number } | undefined {
  if (!(self.b instanceof Float64Array) || typeof index !== "number") return undefined;
  return index >= 1 && index <= self.b.length ? { doubles: self.b, place: index - 1 } : undefined;
}

/** The number of a Float or SmallInteger. */
function numberOf(value: Value): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof StFloat ? value.v : undefined;
}

/** One word, seen as an integer and as a float. */
const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

export const nativeArrayPrimitives = {
  float32At: (self: Indexed, index: Value): Value | Fail => {
    const at = word(self, index);
    if (at === undefined) return FAIL;
    bits[0] = at.words[at.place] ?? 0;
    return new StFloat(float[0] ?? 0);
  },
  float32AtPut: (self: Indexed, index: Value, value: Value): Value | Fail => {
    const at = word(self, index);
    const number = numberOf(value);
    if (at === undefined || number === undefined) return FAIL;
    float[0] = number;
    at.words[at.place] = bits[0] ?? 0;
    return value;
  },
  float64At: (self: Indexed, index: Value): Value | Fail => {
    const at = double(self, index);
    return at === undefined ? FAIL : new StFloat(at.doubles[at.place] ?? 0);
  },
  float64AtPut: (self: Indexed, index: Value, value: Value): Value | Fail => {
    const at = double(self, index);
    const number = numberOf(value);
    if (at === undefined || number === undefined) return FAIL;
    at.doubles[at.place] = number;
    return value;
  },
  int32At: (self: Indexed, index: Value): Value | Fail => {
    const at = word(self, index);
    return at === undefined ? FAIL : (at.words[at.place] ?? 0) | 0;
  },
  /** Fails for what 32 bits with a sign do not hold. */
  int32AtPut: (self: Indexed, index: Value, value: Value): Value | Fail => {
    const at = word(self, index);
    if (at === undefined || typeof value !== "number" || value !== (value | 0)) return FAIL;
    at.words[at.place] = value;
    return value;
  },
} satisfies PrimitiveTable;

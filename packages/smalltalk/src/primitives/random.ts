/** Random numbers: the generator PCG (XSH RR, 64 bits of state), and a seed from the machine. */
import { FAIL, type Fail, type PrimitiveTable, type Value } from "../memory/values.js";
import type { Indexed } from "./objects.js";

/** The multiplier 6364136223846793005 and the increment 1442695040888963407, in 32-bit halves. */
const MULTIPLIER = { high: 0x5851f42d, low: 0x4c957f2d };
const INCREMENT = { high: 0x14057b7e, low: 0xf767814f };

/** The upper half of the 64-bit product of two 32-bit numbers. */
function upperProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carried = a0 * b1 + (middle % 0x10000);
  return a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000);
}

export const randomPrimitives = {
  /** (state) the next 31 bits; the two words of the state, the upper half first, move on. */
  randomAdvance: (_self: Value, state: Indexed): Value | Fail => {
    if (!(state.b instanceof Uint32Array)) return FAIL;
    const [high, low] = state.b;
    if (high === undefined || low === undefined) return FAIL;
    const nextLow = (Math.imul(low, MULTIPLIER.low) >>> 0) + INCREMENT.low;
    state.b[1] = nextLow;
    state.b[0] =
      upperProduct(low, MULTIPLIER.low) +
      (Math.imul(high, MULTIPLIER.low) >>> 0) +
      (Math.imul(low, MULTIPLIER.high) >>> 0) +
      INCREMENT.high +
      (nextLow > 0xffffffff ? 1 : 0);
    // Of the old state: bits 27 to 58 of (state >> 18) ^ state, rotated by its top five bits.
    const mixedHigh = (high >>> 18) ^ high;
    const mixedLow = ((low >>> 18) | (high << 14)) ^ low;
    const word = (mixedLow >>> 27) | (mixedHigh << 5);
    const turn = high >>> 27;
    return ((word >>> turn) | (word << (-turn & 31))) & 0x7fffffff;
  },
  /** A positive number of 48 bits that nobody can foresee. */
  randomEntropy: (_self: Value): Value => {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    return (high & 0xffff) * 0x100000000 + low;
  },
} satisfies PrimitiveTable;

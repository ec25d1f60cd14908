/**
 * Sizes of integers, and what one call of the engine may take.
 *
 * Nobody can stop JavaScript's own arithmetic, so a primitive does only what takes some milliseconds, and fails for more:
 * the Smalltalk behind it then goes in parts, and can be stopped between them. Measured on Node 20: a product of two
 * numbers of 2¹⁸ bits each takes 3–8 ms, a quotient of 2¹⁸ by 2¹⁷ bits 3–10 ms, decimal digits of 2¹⁵ bits 1 ms and of
 * 2¹⁶ bits 3–7 ms (their time grows with the square), a greatest common divisor of 2¹² bits 3–8 ms.
 */

/** Bits that a result may have. */
export const MAX_BITS = 2 ** 24;
/** Bits of a product, or of a power. */
export const MAX_PRODUCT_BITS = 2 ** 19;
/** Bits of dividend and divisor together. */
const MAX_DIVISION_BITS = 2 ** 19;
/** Product of the bits of both sides: where one is short, time grows with both. */
const MAX_PRODUCT_OF_BITS = 2 ** 34;
/** Bits that are printed in a base that is no power of two. */
export const MAX_PRINT_BITS = 2 ** 16;
/** Decimal digits that are read. */
export const MAX_READ_DIGITS = 2 ** 16;
export const MAX_GCD_BITS = 2 ** 12;
export const MAX_ROOT_BITS = 2 ** 15;

/** 1 << 2^k, by k from 6: comparing a number with one of them looks at the lengths alone. */
const POWERS: readonly bigint[] = Array.from({ length: 17 }, (_, k) => 1n << BigInt(2 ** (k + 6)));

const SMALL_ENOUGH = 1n << 4096n;

/** Whether no operation on it and its like takes long. */
export const isSmallEnough = (n: bigint): boolean => n < SMALL_ENOUGH && n > -SMALL_ENOUGH;

/** Number of bits of the magnitude. */
export function bitLength(n: bigint): number {
  let rest = n < 0n ? -n : n;
  let bits = 0;
  for (let k = POWERS.length - 1; k >= 0; k -= 1) {
    const power = POWERS[k];
    while (power !== undefined && rest >= power) {
      rest >>= BigInt(2 ** (k + 6));
      bits += 2 ** (k + 6);
    }
  }
  const high = Number(rest >> 32n);
  return bits + (high === 0 ? 32 - Math.clz32(Number(rest)) : 64 - Math.clz32(high));
}

function takesLong(a: bigint, b: bigint, most: number): boolean {
  if (isSmallEnough(a) && isSmallEnough(b)) return false;
  const left = bitLength(a);
  const right = bitLength(b);
  return left + right > most && left * right > MAX_PRODUCT_OF_BITS;
}

export const productTakesLong = (a: bigint, b: bigint): boolean => takesLong(a, b, MAX_PRODUCT_BITS);

export const divisionTakesLong = (a: bigint, b: bigint): boolean => takesLong(a, b, MAX_DIVISION_BITS);

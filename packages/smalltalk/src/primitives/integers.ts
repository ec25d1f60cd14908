/** Integers: SmallIntegers as numbers, larger ones as bigints. What the two sides are decides the way; anything else fails. */
import { isText, makeString, textSize, toJs } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  fromBigInt,
  type PrimitiveTable,
  StFloat,
  toBigInt,
  type Value,
} from "../memory/values.js";
import {
  bitLength,
  divisionTakesLong,
  isSmallEnough,
  MAX_BITS,
  MAX_GCD_BITS,
  MAX_PRINT_BITS,
  MAX_PRODUCT_BITS,
  MAX_READ_DIGITS,
  MAX_ROOT_BITS,
  productTakesLong,
} from "./bits.js";

/** Sum, difference or the like of two integers, or of an integer and a float. */
function arithmetic(exact: (a: bigint, b: bigint) => bigint | null, float: (a: number, b: number) => number) {
  return (self: Value, other: Value): Value | Fail => {
    const a = toBigInt(self);
    if (a === undefined) return FAIL;
    if (other instanceof StFloat) return new StFloat(float(Number(a), other.v));
    const b = toBigInt(other);
    if (b === undefined) return FAIL;
    const result = exact(a, b);
    return result === null ? FAIL : fromBigInt(result);
  };
}

function integral(exact: (a: bigint, b: bigint) => bigint | null) {
  return (self: Value, other: Value): Value | Fail => {
    const a = toBigInt(self);
    const b = toBigInt(other);
    if (a === undefined || b === undefined) return FAIL;
    const result = exact(a, b);
    return result === null ? FAIL : fromBigInt(result);
  };
}

function comparison(small: (a: number | bigint, b: number | bigint) => boolean) {
  return (self: Value, other: Value): Value | Fail => {
    const a = comparable(self);
    const b = comparable(other);
    return a === undefined || b === undefined ? FAIL : small(a, b);
  };
}

/** A number or bigint; JavaScript compares the two exactly. */
export function comparable(value: Value): number | bigint | undefined {
  if (typeof value === "number") return value;
  return value instanceof StFloat ? value.v : toBigInt(value);
}

function multiply(a: bigint, b: bigint): bigint | null {
  if (isSmallEnough(a) && isSmallEnough(b)) return a * b;
  return bitLength(a) + bitLength(b) > MAX_BITS || productTakesLong(a, b) ? null : a * b;
}

/** A quotient or remainder: none by 0, nor where it takes long. */
function division(exact: (a: bigint, b: bigint) => bigint | null) {
  return integral((a, b) => (b === 0n || divisionTakesLong(a, b) ? null : exact(a, b)));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function floorModulo(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && a < 0n !== b < 0n ? rest + b : rest;
}

function shift(a: bigint, by: bigint): bigint | null {
  if (by <= 0n) return by < -BigInt(MAX_BITS) ? (a < 0n ? -1n : 0n) : a >> -by;
  if (a === 0n) return 0n;
  return by + BigInt(isSmallEnough(a) ? 0 : bitLength(a)) > BigInt(MAX_BITS) ? null : a << by;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) {
    if (x <= 9007199254740991n && y <= 9007199254740991n) {
      let m = Number(x);
      let n = Number(y);
      while (n !== 0) [m, n] = [n, m % n];
      return BigInt(m);
    }
    [x, y] = [y, x % y];
  }
  return x;
}

/** The largest integer whose square is not above `n` ≥ 0, by Newton's method. */
function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

export const integerPrimitives = {
  integerAdd: arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  integerSubtract: arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  integerMultiply: arithmetic(multiply, (a, b) => a * b),
  /** Fails where the quotient is no integer. */
  integerDivide: division((a, b) => (a % b === 0n ? a / b : null)),
  integerFloorDivide: division(floorDivide),
  integerModulo: division(floorModulo),
  integerQuotient: division((a, b) => a / b),
  integerRemainder: division((a, b) => a % b),
  integerGcd: integral((a, b) =>
    (isSmallEnough(a) || bitLength(a) <= MAX_GCD_BITS) && (isSmallEnough(b) || bitLength(b) <= MAX_GCD_BITS)
      ? gcd(a, b)
      : null,
  ),
  integerLess: comparison((a, b) => a < b),
  integerGreater: comparison((a, b) => a > b),
  integerLessOrEqual: comparison((a, b) => a <= b),
  integerGreaterOrEqual: comparison((a, b) => a >= b),
  // `==` compares a number with a bigint by value.
  integerEqual: comparison((a, b) => a <= b && a >= b),
  integerBitAnd: integral((a, b) => a & b),
  integerBitOr: integral((a, b) => a | b),
  integerBitXor: integral((a, b) => a ^ b),
  /** (bits) to the left, or to the right where negative; fails for a result of more than `MAX_BITS`. */
  integerBitShift: integral(shift),
  /** Number of bits of the magnitude. */
  integerBitLength: (self: Value): Value | Fail => {
    const n = toBigInt(self);
    return n === undefined ? FAIL : bitLength(n);
  },
  /** (exponent) a non-negative integer; fails for a result of more than `MAX_PRODUCT_BITS`. */
  integerPower: integral((base, exponent) => {
    if (exponent < 0n) return null;
    if (base >= -1n && base <= 1n)
      return base === -1n ? (exponent % 2n === 0n ? 1n : -1n) : exponent === 0n ? 1n : base;
    return BigInt(bitLength(base)) * exponent > BigInt(MAX_PRODUCT_BITS) ? null : base ** exponent;
  }),
  integerSquareRootFloor: (self: Value): Value | Fail => {
    const n = toBigInt(self);
    if (n === undefined || n < 0n || bitLength(n) > MAX_ROOT_BITS) return FAIL;
    return fromBigInt(integerSquareRoot(n));
  },
  integerAsFloat: (self: Value): Value | Fail => {
    const n = toBigInt(self);
    return n === undefined ? FAIL : new StFloat(Number(n));
  },
  /** (base 2–36) digits in capitals */
  integerPrintString: (self: Value, base: Value): Value | Fail => {
    const n = toBigInt(self);
    if (n === undefined || typeof base !== "number" || base < 2 || base > 36) return FAIL;
    const power = (base & (base - 1)) === 0;
    if (!isSmallEnough(n) && bitLength(n) > (power ? MAX_PRODUCT_BITS : MAX_PRINT_BITS)) return FAIL;
    const text = typeof self === "number" ? self.toString(base) : n.toString(base);
    return makeString(base > 10 ? text.toUpperCase() : text);
  },
  /** A text of decimal digits with an optional sign; fails for anything else. */
  integerFromDigits: (self: Value): Value | Fail => {
    if (!isText(self)) return FAIL;
    if (textSize(self) > MAX_READ_DIGITS) return FAIL;
    const js = toJs(self);
    return /^-?\d+$/.test(js) ? fromBigInt(BigInt(js)) : FAIL;
  },
  /** An integer hash of the value, for numbers beyond the SmallIntegers. */
  integerHash: (self: Value): Value | Fail => {
    const n = toBigInt(self);
    if (n === undefined) return FAIL;
    return Number(BigInt.asUintN(30, n ^ (n >> 30n) ^ (n >> 60n)));
  },
} satisfies PrimitiveTable;

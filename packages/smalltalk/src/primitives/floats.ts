/** Floats: IEEE 754 doubles. */
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
import { nearestFloat } from "../syntax/index.js";
import { divisionTakesLong, MAX_READ_DIGITS } from "./bits.js";
import { comparable } from "./integers.js";

/** The value of an Integer or Float as a double. */
function double(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof StFloat) return value.v;
  const n = toBigInt(value);
  return n === undefined ? undefined : Number(n);
}

function arithmetic(operation: (a: number, b: number) => number) {
  return (self: StFloat, other: Value): Value | Fail => {
    if (other instanceof StFloat) return new StFloat(operation(self.v, other.v));
    const b = double(other);
    return b === undefined ? FAIL : new StFloat(operation(self.v, b));
  };
}

function comparison(operation: (a: number, b: number | bigint) => boolean) {
  return (self: StFloat, other: Value): Value | Fail => {
    if (other instanceof StFloat) return operation(self.v, other.v);
    const b = comparable(other);
    return b === undefined ? FAIL : operation(self.v, b);
  };
}

function of(operation: (a: number) => number) {
  return (self: StFloat): Value => new StFloat(operation(self.v));
}

function integerOf(operation: (a: number) => number) {
  return (self: StFloat): Value | Fail => {
    const result = operation(self.v);
    if (!Number.isFinite(result)) return FAIL;
    return Number.isSafeInteger(result) ? result + 0 : fromBigInt(BigInt(result));
  };
}

const words = new DataView(new ArrayBuffer(8));

/** Binary exponent of a finite value that is not 0, also of a subnormal one. */
function exponent(v: number): number {
  words.setFloat64(0, v);
  const biased = (words.getUint32(0) >>> 20) & 0x7ff;
  return biased === 0 ? exponent(v * 2 ** 54) - 54 : biased - 1023;
}

/** `v` × 2 to the power of `power`, rounded once also where the result is subnormal. */
function timesTwoPower(v: number, power: number): number {
  if (power >= -1000 && power <= 1000) return v * 2 ** power;
  const half = Math.trunc(Math.max(-2200, Math.min(2200, power)) / 2);
  return v * 2 ** half * 2 ** (Math.max(-2200, Math.min(2200, power)) - half);
}

/**
 * The shortest digits that read back as the same value, as Pharo writes them: a point among them where there are −3 to 6
 * digits before it, an exponent elsewhere.
 */
export function printFloat(v: number): string {
  if (Number.isNaN(v)) return "Float nan";
  if (!Number.isFinite(v)) return v < 0 ? "Float infinity negated" : "Float infinity";
  const sign = v < 0 || Object.is(v, -0) ? "-" : "";
  if (v === 0) return `${sign}0.0`;
  const [mantissa = "", power = "0"] = Math.abs(v).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const before = Number(power) + 1;
  if (before < -3 || before > 6) return `${sign}${digits[0]}.${digits.slice(1) || "0"}e${before - 1}`;
  if (before <= 0) return `${sign}0.${"0".repeat(-before)}${digits}`;
  const padded = digits.padEnd(before, "0");
  return `${sign}${padded.slice(0, before)}.${padded.slice(before) || "0"}`;
}

export const floatPrimitives = {
  floatAdd: arithmetic((a, b) => a + b),
  floatSubtract: arithmetic((a, b) => a - b),
  floatMultiply: arithmetic((a, b) => a * b),
  /** Fails for a zero divisor. */
  floatDivide: (self: StFloat, other: Value): Value | Fail => {
    const b = double(other);
    return b === undefined || b === 0 ? FAIL : new StFloat(self.v / b);
  },
  floatLess: comparison((a, b) => a < b),
  floatGreater: comparison((a, b) => a > b),
  floatLessOrEqual: comparison((a, b) => a <= b),
  floatGreaterOrEqual: comparison((a, b) => a >= b),
  floatEqual: comparison((a, b) => a <= b && a >= b),
  floatSqrt: of(Math.sqrt),
  floatSin: of(Math.sin),
  floatCos: of(Math.cos),
  floatTan: of(Math.tan),
  floatArcSin: of(Math.asin),
  floatArcCos: of(Math.acos),
  floatArcTan: of(Math.atan),
  /** (denominator) the angle of the point (denominator, self) */
  floatArcTan2: arithmetic((a, b) => Math.atan2(a, b)),
  floatLn: of(Math.log),
  floatLog10: of(Math.log10),
  floatLog2: of(Math.log2),
  floatExp: of(Math.exp),
  floatPower: arithmetic((a, b) => a ** b),
  /** Towards zero, as an integer; fails for what is not finite. So do the next three. */
  floatTruncated: integerOf(Math.trunc),
  floatFloor: integerOf(Math.floor),
  floatCeiling: integerOf(Math.ceil),
  /** Halves away from zero. */
  floatRounded: integerOf((v) => {
    const whole = Math.trunc(v);
    return Math.abs(v - whole) >= 0.5 ? whole + Math.sign(v) : whole;
  }),
  floatFractionPart: of((v) => v - Math.trunc(v)),
  floatIsNaN: (self: StFloat): Value => Number.isNaN(self.v),
  floatIsInfinite: (self: StFloat): Value =>
    self.v === Number.POSITIVE_INFINITY || self.v === Number.NEGATIVE_INFINITY,
  /** Whether the sign is negative, also of −0.0. */
  floatSignBit: (self: StFloat): Value => self.v < 0 || Object.is(self.v, -0),
  floatExponent: (self: StFloat): Value | Fail =>
    self.v === 0 || !Number.isFinite(self.v) ? FAIL : exponent(self.v),
  floatTimesTwoPower: (self: StFloat, power: Value): Value | Fail =>
    typeof power === "number" ? new StFloat(timesTwoPower(self.v, power)) : FAIL,
  /** The 64 bits as an integer. */
  floatBits: (self: StFloat): Value => {
    words.setFloat64(0, self.v);
    return fromBigInt(words.getBigUint64(0));
  },
  floatFromBits: (_self: Value, bits: Value): Value | Fail => {
    const n = toBigInt(bits);
    if (n === undefined || n < 0n || n >= 1n << 64n) return FAIL;
    words.setBigUint64(0, n);
    return new StFloat(words.getFloat64(0));
  },
  floatPrintString: (self: StFloat): Value => makeString(printFloat(self.v)),
  floatHash: (self: StFloat): Value => {
    words.setFloat64(0, self.v);
    return (words.getUint32(0) ^ words.getUint32(4)) & 0x3fffffff;
  },
  floatNaN: (_self: Value): Value => new StFloat(Number.NaN),
  floatInfinity: (_self: Value): Value => new StFloat(Number.POSITIVE_INFINITY),
  /** (aString) a decimal float as JavaScript reads it; fails for anything else */
  floatFromString: (_self: Value, text: Value): Value | Fail => {
    if (!isText(text) || textSize(text) > MAX_READ_DIGITS) return FAIL;
    const js = toJs(text);
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(js) ? new StFloat(Number(js)) : FAIL;
  },
  /** (numerator, denominator) the float nearest to the quotient; fails where the division takes long. */
  floatFromRatio: (_self: Value, numerator: Value, denominator: Value): Value | Fail => {
    const n = toBigInt(numerator);
    const d = toBigInt(denominator);
    if (n === undefined || d === undefined || d === 0n || divisionTakesLong(n, d)) return FAIL;
    return new StFloat(nearest(n, d));
  },
} satisfies PrimitiveTable;

function nearest(n: bigint, d: bigint): number {
  const negative = n < 0n !== d < 0n;
  const a = n < 0n ? -n : n;
  const b = d < 0n ? -d : d;
  if (a <= 9007199254740991n && b <= 9007199254740991n) return (negative ? -1 : 1) * (Number(a) / Number(b));
  const value = nearestFloat(a, 1n, b);
  return negative ? -value : value;
}

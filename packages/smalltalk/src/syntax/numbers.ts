/**
 * Number literals: `16rFF`, `1.5e-3`, `2r101e3`, `3.14s2`. The exponent's base is the radix; an integer with an exponent stays
 * an integer.
 */
import type { LiteralValue } from "./ast.js";
import { isDigit, isLetter } from "./characters.js";
import type { TokenProblem } from "./token.js";

export type NumberRead = { readonly end: number; readonly value: LiteralValue } | { readonly end: number; readonly problem: TokenProblem };

/** Exponents beyond this would make integers of more digits than anybody can mean. */
const MAX_EXPONENT = 100_000;

/** Reads the number whose first digit stands at `start`. */
export function readNumber(source: string, start: number): NumberRead {
  const at = (i: number): number => source.charCodeAt(i);
  const digits = (from: number, radix: number): number => {
    let i = from;
    while (digitValue(at(i)) < radix || (at(i) === 95 && i > from && digitValue(at(i + 1)) < radix)) i += 1;
    return i;
  };
  let end = digits(start, 10);
  let radix = 10;
  let integer = clean(source.slice(start, end));
  let negative = false;
  if (at(end) === 114 /* r */) {
    radix = Number(integer);
    const sign = at(end + 1) === 45 ? 1 : 0;
    if (radix < 2 || radix > 36) return failed(start, end + 1, `${integer} is no radix`, "a radix from 2 to 36");
    const from = end + 1 + sign;
    const to = digits(from, radix);
    if (to === from) return failed(from, from, "a radix needs digits", `a digit of base ${radix}`);
    negative = sign === 1;
    integer = clean(source.slice(from, to));
    end = to;
  }
  let fraction = "";
  let isFloat = false;
  if (at(end) === 46 && digitValue(at(end + 1)) < radix && isPlainDigit(at(end + 1), radix)) {
    const to = digits(end + 1, radix);
    fraction = clean(source.slice(end + 1, to));
    isFloat = true;
    end = to;
  }
  let exponent = 0;
  const letter = at(end);
  if (letter === 101 || letter === 100 || letter === 113 /* e d q */) {
    const sign = at(end + 1) === 45 || at(end + 1) === 43 ? 1 : 0;
    if (isDigit(at(end + 1 + sign))) {
      const to = digits(end + 1 + sign, 10);
      exponent = Number(clean(source.slice(end + 1 + sign, to))) * (at(end + 1) === 45 ? -1 : 1);
      end = to;
    }
  }
  const base = BigInt(radix);
  const sign = negative ? -1n : 1n;
  const mantissa = sign * parseDigits(integer + fraction, base);
  if (at(end) === 115 /* s */ && !isLetter(at(end + 1))) {
    const to = digits(end + 1, 10);
    const scale = to > end + 1 ? Number(source.slice(end + 1, to)) : fraction.length;
    const power = exponent - fraction.length;
    if (Math.abs(power) > MAX_EXPONENT) return failed(start, to, "the exponent is too large", "a smaller exponent");
    const [numerator, denominator] = power >= 0 ? [mantissa * base ** BigInt(power), 1n] : reduce(mantissa, base ** BigInt(-power));
    return { end: to, value: { type: "scaledDecimal", numerator, denominator, scale } };
  }
  if (isFloat) return { end, value: { type: "float", value: float(mantissa, radix, exponent, fraction, integer, negative) } };
  if (exponent > MAX_EXPONENT) return failed(start, end, "the exponent is too large", `an exponent up to ${MAX_EXPONENT}`);
  if (exponent >= 0) return { end, value: { type: "integer", value: mantissa * base ** BigInt(exponent) } };
  const divisor = base ** BigInt(Math.min(-exponent, MAX_EXPONENT));
  if (mantissa % divisor === 0n) return { end, value: { type: "integer", value: mantissa / divisor } };
  return failed(start, end, "a fraction has no literal", "a float (1.0e-2) or a division (1/100)");
}

function float(mantissa: bigint, radix: number, exponent: number, fraction: string, integer: string, negative: boolean): number {
  if (radix === 10) return Number(`${negative ? "-" : ""}${integer}.${fraction}e${exponent}`);
  const power = exponent - fraction.length;
  const scale = BigInt(radix) ** BigInt(Math.min(Math.abs(power), 2048));
  return power >= 0 ? Number(mantissa * scale) : divide(mantissa, scale);
}

/** The float nearest to a quotient: enough bits for the mantissa and a sticky one, then one rounding. */
function divide(numerator: bigint, denominator: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const shift = BigInt(Math.max(0, denominator.toString(2).length - magnitude.toString(2).length + 66));
  const scaled = magnitude << shift;
  const quotient = (scaled / denominator) | (scaled % denominator === 0n ? 0n : 1n);
  const value = Number(quotient) / 2 ** Number(shift);
  return numerator < 0n ? -value : value;
}

function reduce(numerator: bigint, denominator: bigint): [bigint, bigint] {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? [0n, 1n] : [numerator / a, denominator / a];
}

/** Value of a digit or capital letter, or NaN. */
function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : Number.NaN;
}

/** In base ten a capital letter behind a period begins a statement. */
const isPlainDigit = (code: number, radix: number): boolean => radix > 10 || isDigit(code);

const clean = (digits: string): string => digits.replaceAll("_", "");

function parseDigits(digits: string, base: bigint): bigint {
  if (base === 10n) return BigInt(digits);
  if (base === 16n) return BigInt(`0x${digits}`);
  if (base === 8n) return BigInt(`0o${digits}`);
  if (base === 2n) return BigInt(`0b${digits}`);
  let value = 0n;
  for (const digit of digits) value = value * base + BigInt(digitValue(digit.charCodeAt(0)));
  return value;
}

function failed(position: number, end: number, message: string, expected: string): NumberRead {
  return { end, problem: { position, message, expected } };
}

/**
 * Number literals: `16rFF`, `1.5e-3`, `2r101e3`, `3.14s2`.
 *
 * The exponent is written in base ten and counts powers of the radix, as in Pharo. An integer with an exponent stays an
 * integer as long as its value is one; `1e-2` is a float, since fractions have no literals. An exponent rules out a scale.
 */
import type { LiteralValue } from "./ast.js";
import { isDigit, isLetter } from "./characters.js";
import { nearestFloat } from "./nearest-float.js";
import type { TokenProblem } from "./token.js";

export type NumberRead =
  | { readonly end: number; readonly value: LiteralValue }
  | { readonly end: number; readonly problem: TokenProblem };

/** Largest magnitude of an exponent; Pharo's compiler setting has the same default. */
export const MAX_EXPONENT = 10_000;

const MINUS = 45;
const POINT = 46;
const LETTER_R = 114;
const LETTER_S = 115;
/** `e`, `d` and `q` mean the same. */
const EXPONENT_LETTERS: ReadonlySet<number> = new Set([101, 100, 113]);

/** Reads the number whose first digit stands at `start`; `isNegative` for the `-` in front of it. */
export function readNumber(source: string, start: number, isNegative: boolean): NumberRead {
  let end = digitsEnd(source, start, 10);
  let radix = 10;
  let integer = source.slice(start, end);
  let negative = isNegative;
  if (source.charCodeAt(end) === LETTER_R) {
    radix = Number(integer);
    if (radix < 2 || radix > 36)
      return failed(start, end + 1, `${integer} is no radix`, "a radix from 2 to 36");
    if (source.charCodeAt(end + 1) === MINUS) negative = !negative;
    const from = end + (source.charCodeAt(end + 1) === MINUS ? 2 : 1);
    end = digitsEnd(source, from, radix);
    if (end === from) return failed(from, from, `a number of base ${radix} has no digits`, digitRange(radix));
    integer = source.slice(from, end);
  }
  let fraction = "";
  if (source.charCodeAt(end) === POINT && digitValue(source.charCodeAt(end + 1)) < radix) {
    const from = end + 1;
    end = digitsEnd(source, from, radix);
    fraction = source.slice(from, end);
  }
  const exponent = readExponent(source, end);
  const mantissa = (negative ? -1n : 1n) * integerOf(integer + fraction, radix);
  if (exponent !== null) {
    if (Math.abs(exponent.value) > MAX_EXPONENT)
      return failed(end, exponent.end, "the exponent is too large", `an exponent up to ${MAX_EXPONENT}`);
    end = exponent.end;
  } else if (source.charCodeAt(end) === LETTER_S) {
    const scaleEnd = digitsEnd(source, end + 1, 10);
    if (scaleEnd > end + 1 || !isLetter(source.codePointAt(scaleEnd) ?? Number.NaN)) {
      const scale = scaleEnd > end + 1 ? Number(source.slice(end + 1, scaleEnd)) : fraction.length;
      const [numerator, denominator] = reduced(mantissa, BigInt(radix) ** BigInt(fraction.length));
      return { end: scaleEnd, value: { type: "scaledDecimal", numerator, denominator, scale } };
    }
  }
  const power = (exponent?.value ?? 0) - fraction.length;
  if (fraction === "" && power >= 0)
    return { end, value: { type: "integer", value: mantissa * BigInt(radix) ** BigInt(power) } };
  if (fraction === "") {
    const divisor = BigInt(radix) ** BigInt(-power);
    if (mantissa % divisor === 0n) return { end, value: { type: "integer", value: mantissa / divisor } };
  }
  const float =
    radix === 10
      ? Number(`${integer}.${fraction}e${exponent?.value ?? 0}`)
      : nearestFloat(
          negative ? -mantissa : mantissa,
          BigInt(radix) ** BigInt(Math.max(0, power)),
          BigInt(radix) ** BigInt(Math.max(0, -power)),
        );
  return { end, value: { type: "float", value: negative ? -float : float } };
}

/** The letter without digits behind it is no exponent, but the beginning of a message. */
function readExponent(
  source: string,
  start: number,
): { readonly value: number; readonly end: number } | null {
  if (!EXPONENT_LETTERS.has(source.charCodeAt(start))) return null;
  const isNegative = source.charCodeAt(start + 1) === MINUS;
  const from = start + (isNegative ? 2 : 1);
  if (!isDigit(source.charCodeAt(from))) return null;
  const end = digitsEnd(source, from, 10);
  const magnitude = Number(source.slice(from, end));
  return { value: isNegative ? -magnitude : magnitude, end };
}

function digitsEnd(source: string, start: number, radix: number): number {
  let i = start;
  while (digitValue(source.charCodeAt(i)) < radix) i += 1;
  return i;
}

/** Value of a digit or capital letter, or NaN. */
function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : Number.NaN;
}

function digitRange(radix: number): string {
  return `a digit from 0 to ${(radix - 1).toString(36).toUpperCase()}`;
}

/** Halves long runs of digits, so that the cost is the multiplication's and not quadratic. */
function integerOf(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  if (radix === 16) return BigInt(`0x${digits}`);
  if (radix === 8) return BigInt(`0o${digits}`);
  if (radix === 2) return BigInt(`0b${digits}`);
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, radix));
  const low = digits.length >> 1;
  const split = digits.length - low;
  return (
    integerOf(digits.slice(0, split), radix) * BigInt(radix) ** BigInt(low) +
    integerOf(digits.slice(split), radix)
  );
}

function reduced(numerator: bigint, denominator: bigint): [bigint, bigint] {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return [numerator / a, denominator / a];
}

function failed(position: number, end: number, message: string, expected: string): NumberRead {
  return { end, problem: { position, message, expected } };
}

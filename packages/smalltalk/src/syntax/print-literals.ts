/** Literals as source text: what is printed reads back as the same value. */
import type { LiteralValue } from "./ast.js";
import { isLetter } from "./characters.js";
import { isBinarySelector, keywordsOf } from "./selectors.js";

/** `value` as it stands in an expression. NaN has no literal and is printed as `Float nan`. */
export function printLiteral(value: LiteralValue): string {
  switch (value.type) {
    case "nil":
      return "nil";
    case "boolean":
      return String(value.value);
    case "integer":
      return String(value.value);
    case "float":
      return printFloat(value.value);
    case "scaledDecimal":
      return printScaledDecimal(value.numerator, value.denominator, value.scale);
    case "character":
      return `$${String.fromCodePoint(value.codePoint)}`;
    case "string":
      return quoted(textOf(value.codePoints));
    case "symbol":
      return printSymbol(textOf(value.codePoints));
    case "array":
      return `#(${value.elements.map(printLiteral).join(" ")})`;
    case "byteArray":
      return `#[${value.bytes.join(" ")}]`;
  }
}

function printSymbol(text: string): string {
  return isBinarySelector(text) || isPlainSymbol(text) ? `#${text}` : `#${quoted(text)}`;
}

/** Names and colons, such that the scanner takes all of it. */
function isPlainSymbol(text: string): boolean {
  return (
    keywordsOf(text).length > 0 &&
    keywordsOf(text).every(
      (part) => isLetter(part.codePointAt(0) ?? Number.NaN) && /^[\p{L}_0-9]+:?$/u.test(part),
    )
  );
}

/** JavaScript's shortest digits; beyond the doubles a literal is infinite. */
function printFloat(value: number): string {
  if (Number.isNaN(value)) return "Float nan";
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return value > 0 ? "1.0e999" : "-1.0e999";
  const [digits = "", exponent] = String(value).split("e");
  const mantissa = digits.includes(".") ? digits : `${digits}.0`;
  return exponent === undefined ? mantissa : `${mantissa}e${exponent.replace("+", "")}`;
}

/** In base ten where the digits come to an end there, else in the smallest base in which they do. */
function printScaledDecimal(numerator: bigint, denominator: bigint, scale: number): string {
  for (const radix of [10, ...Array.from({ length: 35 }, (_, i) => i + 2)]) {
    const places = fractionPlaces(denominator, BigInt(radix));
    if (places === null) continue;
    const magnitude = numerator < 0n ? -numerator : numerator;
    const digits = ((magnitude * BigInt(radix) ** BigInt(places)) / denominator)
      .toString(radix)
      .toUpperCase();
    const padded = digits.padStart(places + 1, "0");
    const integer = padded.slice(0, padded.length - places);
    const fraction = places === 0 ? "" : `.${padded.slice(padded.length - places)}`;
    return `${numerator < 0n ? "-" : ""}${radix === 10 ? "" : `${radix}r`}${integer}${fraction}s${scale}`;
  }
  return `(${numerator} / ${denominator}) asScaledDecimal: ${scale}`;
}

/** Places behind the point that `1 / denominator` has in a base; null where they never end. */
function fractionPlaces(denominator: bigint, radix: bigint): number | null {
  let rest = denominator;
  let places = 0;
  while (rest > 1n) {
    const common = greatestCommonDivisor(rest, radix);
    if (common === 1n) return null;
    rest /= common;
    places += 1;
  }
  return places;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** In pieces, since a call takes only so many arguments. */
function textOf(codePoints: readonly number[]): string {
  let text = "";
  for (let i = 0; i < codePoints.length; i += 4096)
    text += String.fromCodePoint(...codePoints.slice(i, i + 4096));
  return text;
}

/** Text of strings and symbols: between JavaScript strings, code points and the two forms of `StString`. */
import { type CodePoints, StString, StSymbol, type Value } from "./values.js";

type Text = StString | StSymbol;

/** Whether a value is a String or Symbol of the engine's own shape. */
export function isText(value: Value): value is Text {
  return value instanceof StString || value instanceof StSymbol;
}

/** Number of characters. */
export function textSize(text: Text): number {
  return text.s !== null ? text.s.length : (text.a as CodePoints).length;
}

/** Code point at a 0-based index; the index must be in range. */
export function codePointAt(text: Text, index: number): number {
  return text.s !== null ? text.s.charCodeAt(index) : ((text.a as CodePoints)[index] as number);
}

/** Whether a code point above 255 occurs: then it is a WideString or WideSymbol. */
export function isWide(text: Text): boolean {
  if (text.s !== null) {
    for (let i = 0; i < text.s.length; i += 1) if (text.s.charCodeAt(i) > 255) return true;
    return false;
  }
  const a = text.a as CodePoints;
  if (a instanceof Uint8Array) return false;
  for (let i = 0; i < a.length; i += 1) if ((a[i] as number) > 255) return true;
  return false;
}

/** The text as JavaScript has it (UTF-16, pairs beyond the BMP). */
export function toJs(text: Text): string {
  if (text.s !== null) return text.s;
  const a = text.a as CodePoints;
  let out = "";
  const chunk = 8192;
  for (let i = 0; i < a.length; i += chunk) {
    const part = a.subarray(i, Math.min(a.length, i + chunk));
    out += part instanceof Uint32Array ? String.fromCodePoint(...part) : String.fromCharCode(...part);
  }
  return out;
}

/** A new String with the text of a JavaScript string; surrogate pairs become one character each. */
export function makeString(js: string): StString {
  return hasSurrogates(js) ? new StString(null, codePointsOf(js)) : new StString(js, null);
}

/** A new String of code points. */
export function stringOfCodePoints(codePoints: ArrayLike<number>): StString {
  const a = codePointArray(codePoints);
  return new StString(
    a instanceof Uint32Array ? null : toJs(new StString(null, a)),
    a instanceof Uint32Array ? a : null,
  );
}

/** Moves the text into `a` so that it can be written; answers `a`, wide enough for `codePoint`. */
export function writable(text: StString, codePoint: number): CodePoints {
  if (text.s !== null) {
    const s = text.s;
    const wide = codePoint > 255 || isWide(text);
    const a = wide
      ? codePoint > 0xffff
        ? new Uint32Array(s.length)
        : new Uint16Array(s.length)
      : new Uint8Array(s.length);
    for (let i = 0; i < s.length; i += 1) a[i] = s.charCodeAt(i);
    text.s = null;
    text.a = a;
    return a;
  }
  const a = text.a as CodePoints;
  if (codePoint > 0xffff && !(a instanceof Uint32Array)) text.a = Uint32Array.from(a);
  else if (codePoint > 255 && a instanceof Uint8Array) text.a = Uint16Array.from(a);
  return text.a as CodePoints;
}

function hasSurrogates(js: string): boolean {
  for (let i = 0; i < js.length; i += 1) {
    const unit = js.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdfff) return true;
  }
  return false;
}

function codePointsOf(js: string): Uint32Array {
  return Uint32Array.from(Array.from(js, (c) => c.codePointAt(0) as number));
}

function codePointArray(codePoints: ArrayLike<number>): CodePoints {
  let max = 0;
  for (let i = 0; i < codePoints.length; i += 1) max = Math.max(max, codePoints[i] as number);
  if (max > 0xffff) return Uint32Array.from(codePoints);
  return max > 255 ? Uint16Array.from(codePoints) : Uint8Array.from(codePoints);
}

const symbols = new Map<string, StSymbol>();

/** The one Symbol with this text. */
export function symbol(js: string): StSymbol {
  let known = symbols.get(js);
  if (known === undefined) {
    known = hasSurrogates(js) ? new StSymbol(null, codePointsOf(js)) : new StSymbol(js, null);
    symbols.set(js, known);
  }
  return known;
}

/** The Symbol with this text if it exists already. */
export function knownSymbol(js: string): StSymbol | undefined {
  return symbols.get(js);
}

/** Text of strings and symbols: between JavaScript strings, code points and the two forms of `StString`. */
import { AT_ONCE } from "./at-once.js";
import { type CodePoints, NO_POINTS, StString, StSymbol, type Value } from "./values.js";

export type Text = StString | StSymbol;

/** Whether a value is a String or Symbol of the engine's own shape. */
export function isText(value: Value): value is Text {
  return value instanceof StString || value instanceof StSymbol;
}

/** Number of characters. */
export function textSize(text: Text): number {
  return text.s !== null ? text.s.length : text.a.length;
}

/** Code point at a 0-based index; the index must be in range. */
export function codePointAt(text: Text, index: number): number {
  return text.s !== null ? text.s.charCodeAt(index) : (text.a[index] ?? 0);
}

/**
 * Whether a code point above 255 occurs: then it is a WideString or WideSymbol. A text too long to be looked through at
 * once is wide when it has once held such a code point.
 */
export function isWide(text: Text): boolean {
  if (text.s !== null) {
    for (let i = 0; i < text.s.length; i += 1) if (text.s.charCodeAt(i) > 255) return true;
    return false;
  }
  const { a } = text;
  if (a instanceof Uint8Array) return false;
  if (a.length > AT_ONCE) return true;
  for (const point of a) if (point > 255) return true;
  return false;
}

/** The text as JavaScript has it (UTF-16, pairs beyond the BMP). */
export function toJs(text: Text): string {
  return text.s !== null ? text.s : jsOf(text.a);
}

function jsOf(a: CodePoints): string {
  if (a instanceof Uint8Array && a.length > 64)
    return Buffer.from(a.buffer, a.byteOffset, a.length).toString("latin1");
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
  if (hasSurrogates(js)) return new StString(null, codePointsOf(js));
  return js.length > AT_ONCE ? new StString(null, unitsOf(js, isLatin(js) ? 0 : 256)) : new StString(js);
}

/** A new String of code points: as narrow as they allow, and in `s` where it is short. */
export function stringOfCodePoints(codePoints: ArrayLike<number>): StString {
  const a = codePointArray(codePoints);
  return a instanceof Uint32Array || a.length > AT_ONCE ? new StString(null, a) : new StString(jsOf(a));
}

/** Code points all 0, in elements wide enough for `codePoint`. */
export function blankPoints(size: number, codePoint: number): CodePoints {
  if (codePoint > 0xffff) return new Uint32Array(size);
  return codePoint > 255 ? new Uint16Array(size) : new Uint8Array(size);
}

/**
 * Moves the text into `a` so that it can be written; answers `a`, wide enough for `codePoint`. Undefined where a long
 * text would have to become wider, which is done in parts.
 */
export function writable(text: StString, codePoint: number): CodePoints | undefined {
  if (text.s !== null) {
    const a = unitsOf(text.s, codePoint > 255 || !isWide(text) ? codePoint : 256);
    text.s = null;
    text.a = a;
    return a;
  }
  const { a } = text;
  const isNarrow =
    (codePoint > 255 && a instanceof Uint8Array) || (codePoint > 0xffff && a instanceof Uint16Array);
  if (!isNarrow) return a;
  if (a.length > AT_ONCE) return undefined;
  const wider = blankPoints(a.length, codePoint);
  wider.set(a);
  text.a = wider;
  return wider;
}

/** The units of a JavaScript string in elements wide enough for `codePoint`. */
function unitsOf(js: string, codePoint: number): CodePoints {
  const a = blankPoints(js.length, codePoint);
  for (let i = 0; i < js.length; i += 1) a[i] = js.charCodeAt(i);
  return a;
}

// V8 does not look at a string of one byte a character for either pattern.
const isLatin = (js: string): boolean => !/[^\0-\xff]/.test(js);
const hasSurrogates = (js: string): boolean => /[\ud800-\udfff]/.test(js);

function codePointsOf(js: string): Uint32Array {
  const points = new Uint32Array(js.length);
  let size = 0;
  for (let i = 0; i < js.length; i += 1) {
    const point = js.codePointAt(i) ?? 0;
    if (point > 0xffff) i += 1;
    points[size] = point;
    size += 1;
  }
  return points.slice(0, size);
}

function codePointArray(codePoints: ArrayLike<number>): CodePoints {
  if (codePoints instanceof Uint8Array) return codePoints.slice();
  let max = 0;
  for (let i = 0; i < codePoints.length; i += 1) max = Math.max(max, codePoints[i] ?? 0);
  const a = blankPoints(codePoints.length, max);
  a.set(codePoints);
  return a;
}

const symbols = new Map<string, StSymbol>();

/** The one Symbol with this text; it stays. */
export function symbol(js: string): StSymbol {
  let known = knownSymbol(js);
  if (known === undefined) {
    known = newSymbol(js);
    symbols.set(js, known);
  }
  return known;
}

/** The one Symbol with this text; one that is new is garbage when nobody refers to it. */
export function symbolForNow(js: string): StSymbol {
  let known = knownSymbol(js);
  if (known === undefined) {
    known = newSymbol(js);
    passingPart(js).set(js, new WeakRef(known));
    passed.register(known, js);
  }
  return known;
}
/** All Symbols there are. */
export const allSymbols = (): Iterable<StSymbol> => symbols.values();

/** The Symbol with this text if it exists already. */
export function knownSymbol(js: string): StSymbol | undefined {
  return symbols.get(js) ?? passingPart(js).get(js)?.deref();
}

const newSymbol = (js: string): StSymbol =>
  hasSurrogates(js) ? new StSymbol(null, codePointsOf(js)) : new StSymbol(js, NO_POINTS);

/** Symbols that may be garbage, in parts: a large Map that grows would take long at once. */
const passing = Array.from({ length: 64 }, () => new Map<string, WeakRef<StSymbol>>());

function passingPart(js: string): Map<string, WeakRef<StSymbol>> {
  const { length } = js;
  const mixed = length === 0 ? 0 : js.charCodeAt(length - 1) + 7 * js.charCodeAt(length >> 1) + length;
  const part = passing[mixed % passing.length];
  if (part === undefined) throw new RangeError("there is a part for each remainder");
  return part;
}

const passed = new FinalizationRegistry((js: string) => {
  const part = passingPart(js);
  if (part.get(js)?.deref() === undefined) part.delete(js);
});

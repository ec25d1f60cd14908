/** Strings and symbols. Indices count from 1; a character is a code point. */
import { AT_ONCE } from "../memory/at-once.js";
import {
  blankPoints,
  codePointAt,
  isText,
  isWide,
  knownSymbol,
  makeString,
  stringOfCodePoints,
  symbolForNow,
  type Text,
  textSize,
  toJs,
  writable,
} from "../memory/text.js";
import {
  character,
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StBytes,
  StCharacter,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";
import { MAX_ELEMENTS } from "./objects.js";
import { grant, grantNow } from "./room.js";

/** Whether a text is short enough to be gone through at once. Primitives fail for others. */
export const isShort = (text: Text): boolean => textSize(text) <= AT_ONCE;
/** Characters of a pattern: where it nearly occurs, V8 looks at it once for each 250 characters of the text. */
const MAX_PATTERN = 2 ** 13;
/** Comparisons of characters. */
const MAX_COMPARISONS = 2 ** 22;
/** Characters at either end of a long text that its hash looks at. */
const HASHED = 2 ** 12;

/** Whether an index is one of the text's. */
const within = (text: Text, index: Value): index is number =>
  typeof index === "number" && index >= 1 && index <= textSize(text);

function mapped(map: (js: string) => string) {
  return (self: Text): Value | Fail => {
    if (!isShort(self)) return FAIL;
    const js = toJs(self);
    const result = map(js);
    // A mapping that makes more characters of one (ß) leaves those alone.
    return makeString(
      result.length === js.length
        ? result
        : [...js].map((c) => (map(c).length === c.length ? map(c) : c)).join(""),
    );
  };
}

/** Order by code points: −1, 0 or 1. */
function compare(a: Text, b: Text): number {
  if (a.s !== null && b.s !== null) return a.s < b.s ? -1 : a.s > b.s ? 1 : 0;
  const length = Math.min(textSize(a), textSize(b));
  for (let i = 0; i < length; i += 1) {
    const difference = codePointAt(a, i) - codePointAt(b, i);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(textSize(a) - textSize(b));
}

function equal(a: Text, b: Text): boolean {
  if (a.s !== null && b.s !== null) return a.s === b.s;
  const size = textSize(a);
  if (size !== textSize(b)) return false;
  for (let i = 0; i < size; i += 1) if (codePointAt(a, i) !== codePointAt(b, i)) return false;
  return true;
}

/** The same for equal texts, whatever their form and class. */
function hash(text: Text): number {
  const size = textSize(text);
  if (size <= AT_ONCE) return hashOf(text, 0, size, 0x2f0b4a27);
  return hashOf(text, size - HASHED, size, hashOf(text, 0, HASHED, size));
}

function hashOf(text: Text, start: number, stop: number, seed: number): number {
  let h = seed;
  for (let i = start; i < stop; i += 1) h = Math.imul(h ^ codePointAt(text, i), 0x01000193);
  h ^= h >>> 15;
  return h & 0x3fffffff;
}

/** Those of two texts on end. */
function codePoints(first: Text, size: number, second: Text): Uint32Array {
  const points = new Uint32Array(size);
  const start = textSize(first);
  for (let i = 0; i < start; i += 1) points[i] = codePointAt(first, i);
  for (let i = start; i < size; i += 1) points[i] = codePointAt(second, i - start);
  return points;
}

function slice(text: Text, start: number, stop: number): StString {
  if (text.s !== null) return new StString(text.s.slice(start, stop));
  return stringOfCodePoints(text.a.subarray(start, stop));
}

/** Index of the first occurrence from a 1-based index on, or 0; undefined where it would take long. */
function found(text: Text, part: Text, from: number): number | undefined {
  const size = textSize(part);
  if (size === 0) return 0;
  if (!isShort(text) || size > MAX_PATTERN) return undefined;
  // One unit a character: so is the text as JavaScript has it, where it is not beyond the BMP.
  if (text.s !== null || !(text.a instanceof Uint32Array)) {
    if (part.s === null && part.a instanceof Uint32Array && part.a.some((point) => point > 0xffff)) return 0;
    return toJs(text).indexOf(toJs(part), from - 1) + 1;
  }
  const last = textSize(text) - size;
  if ((last - from + 1) * size > MAX_COMPARISONS) return undefined;
  for (let i = from - 1; i <= last; i += 1) {
    let j = 0;
    while (j < size && codePointAt(text, i + j) === codePointAt(part, j)) j += 1;
    if (j === size) return i + 1;
  }
  return 0;
}

/** How wide its characters need to be. */
function widest(text: Text): number {
  if (!isWide(text)) return 0;
  return text.s === null && text.a instanceof Uint32Array ? 0x10ffff : 0xffff;
}

/** A String of so many characters of code 0; fails where there is no room. */
function blank(size: Value, codePoint: number): Value | Fail {
  if (typeof size !== "number" || size < 0 || size > MAX_ELEMENTS) return FAIL;
  if (!grant(size * (codePoint > 0xffff ? 4 : codePoint > 255 ? 2 : 1))) return FAIL;
  return new StString(null, blankPoints(size, codePoint));
}

/** Writes a part of a text into another one; false where a long text would have to become wider. */
function replace(self: StString, start: number, source: Text, from: number, count: number): boolean {
  if (source.s === null) {
    // A copy, since it may be the same text, and become wider.
    const points = source.a.slice(from, from + count);
    let most = 0;
    if (!(points instanceof Uint8Array)) for (const point of points) most = Math.max(most, point);
    const to = writable(self, most);
    to?.set(points, start);
    return to !== undefined;
  }
  const units = source.s;
  let to = writable(self, 0);
  for (let i = 0; i < count && to !== undefined; i += 1) {
    const code = units.charCodeAt(from + i);
    if (code > 255 && to instanceof Uint8Array) to = writable(self, code);
    if (to !== undefined) to[start + i] = code;
  }
  return to !== undefined;
}

export const stringPrimitives = {
  stringSize: (self: Text): Value => textSize(self),
  stringAt: (self: Text, index: Value): Value | Fail =>
    within(self, index) ? character(codePointAt(self, index - 1)) : FAIL,
  stringAtPut: (self: Value, index: Value, value: Value): Value | Fail => {
    if (!(self instanceof StString) || !within(self, index) || !(value instanceof StCharacter)) return FAIL;
    const points = writable(self, value.c);
    if (points === undefined) return FAIL;
    points[index - 1] = value.c;
    return value;
  },
  /** (index) → code point */
  stringByteAt: (self: Text, index: Value): Value | Fail =>
    within(self, index) ? codePointAt(self, index - 1) : FAIL,
  /** (size) of the class String: filled with the character of code 0 */
  stringNew: (_self: Value, size: Value): Value | Fail => blank(size, 0),
  /** (size, aString, another) as `stringNew`, with room for characters as wide as theirs */
  stringNewLike: (_self: Value, size: Value, first: Value, second: Value): Value | Fail =>
    isText(first) && isText(second) ? blank(size, Math.max(widest(first), widest(second))) : FAIL,
  /** (aString) takes over its characters: neither is used by both afterwards. */
  stringTake: (self: Value, other: Value): Value | Fail => {
    if (!(self instanceof StString) || !(other instanceof StString) || other.s !== null) return FAIL;
    self.s = null;
    self.a = other.a;
    other.a = other.a.slice(0, 0);
    return self;
  },
  /** (start, stop, aCharacter) */
  stringFill: (self: Value, start: Value, stop: Value, value: Value): Value | Fail => {
    if (!(self instanceof StString) || !(value instanceof StCharacter)) return FAIL;
    if (typeof start !== "number" || typeof stop !== "number" || start < 1 || stop > textSize(self))
      return FAIL;
    if (stop - start >= AT_ONCE) return FAIL;
    const points = writable(self, value.c);
    if (points === undefined) return FAIL;
    points.fill(value.c, start - 1, Math.max(stop, start - 1));
    return value;
  },
  /** (anArray of Characters) */
  stringWithAll: (_self: Value, characters: Value): Value | Fail => {
    if (!(characters instanceof StArray) || characters.i.length > AT_ONCE) return FAIL;
    const points: number[] = [];
    for (const c of characters.i) {
      if (!(c instanceof StCharacter)) return FAIL;
      points.push(c.c);
    }
    return stringOfCodePoints(points);
  },
  stringEqual: (self: Text, other: Value): Value | Fail => {
    if (!isText(other)) return FAIL;
    if (isShort(self)) return equal(self, other);
    return textSize(self) === textSize(other) ? FAIL : false;
  },
  stringCompare: (self: Text, other: Value): Value | Fail =>
    isText(other) && (isShort(self) || isShort(other)) ? compare(self, other) : FAIL,
  stringHash: (self: Text): Value => hash(self),
  stringConcatenate: (self: Text, other: Value): Value | Fail => {
    if (!isText(other)) return FAIL;
    const size = textSize(self) + textSize(other);
    if (size > AT_ONCE || !grantNow(size)) return FAIL;
    if (self.s !== null && other.s !== null) return new StString(self.s + other.s);
    return stringOfCodePoints(codePoints(self, size, other));
  },
  /** (start, stop) a String; fails for what lies outside */
  stringCopy: (self: Text, start: Value, stop: Value): Value | Fail => {
    if (typeof start !== "number" || typeof stop !== "number" || start < 1 || stop > textSize(self))
      return FAIL;
    if (stop - start >= AT_ONCE) return FAIL;
    return slice(self, start - 1, Math.max(stop, start - 1));
  },
  stringShallowCopy: (self: Text): Value | Fail => (isShort(self) ? slice(self, 0, textSize(self)) : FAIL),
  /** (start, stop, source, sourceStart) copies characters of another text into this one. */
  stringReplace: (self: Value, start: Value, stop: Value, source: Value, from: Value): Value | Fail => {
    if (!(self instanceof StString) || !isText(source)) return FAIL;
    if (typeof start !== "number" || typeof stop !== "number" || typeof from !== "number") return FAIL;
    const count = stop - start + 1;
    if (start < 1 || from < 1 || count < 0 || stop > textSize(self) || from + count - 1 > textSize(source))
      return FAIL;
    if (count > AT_ONCE) return FAIL;
    return replace(self, start - 1, source, from - 1, count) ? self : FAIL;
  },
  /** (aCharacter, start) → index, or 0 */
  stringIndexOf: (self: Text, wanted: Value, start: Value): Value | Fail => {
    if (typeof start !== "number" || start < 1) return FAIL;
    if (!(wanted instanceof StCharacter)) return 0;
    if (textSize(self) - start >= AT_ONCE) return FAIL;
    if (self.s !== null)
      return wanted.c > 0xffff ? 0 : self.s.indexOf(String.fromCharCode(wanted.c), start - 1) + 1;
    return self.a.indexOf(wanted.c, start - 1) + 1;
  },
  /** (aString, start) → index of the first occurrence, or 0 */
  stringFind: (self: Text, part: Value, start: Value): Value | Fail => {
    if (!isText(part) || typeof start !== "number" || start < 1) return FAIL;
    return found(self, part, start) ?? FAIL;
  },
  stringAsUppercase: mapped((js) => js.toUpperCase()),
  stringAsLowercase: mapped((js) => js.toLowerCase()),
  stringAsSymbol: (self: Text): Value | Fail => {
    if (self instanceof StSymbol) return self;
    return isShort(self) ? symbolForNow(toJs(self)) : FAIL;
  },
  /** (aString) → the Symbol if there is one, or nil */
  symbolFindInterned: (_self: Value, text: Value): Value | Fail => {
    if (!isText(text)) return FAIL;
    return isShort(text) ? (knownSymbol(toJs(text)) ?? nil) : nil;
  },
  stringIsWide: (self: Text): Value => isWide(self),
  stringAsBytes: (self: Text): Value | Fail => {
    if (!isShort(self) || isWide(self)) return FAIL;
    return new StBytes(Uint8Array.from({ length: textSize(self) }, (_, i) => codePointAt(self, i)));
  },
  stringUtf8Encoded: (self: Text): Value | Fail =>
    isShort(self) ? new StBytes(new Uint8Array(Buffer.from(toJs(self), "utf8"))) : FAIL,
  /** Fails for bytes that are no UTF-8. */
  bytesUtf8Decoded: (self: StBytes): Value | Fail => {
    if (!(self.b instanceof Uint8Array) || self.b.length > AT_ONCE) return FAIL;
    try {
      return makeString(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(self.b));
    } catch {
      return FAIL;
    }
  },
  /** Each byte a character. */
  bytesAsString: (self: StBytes): Value | Fail =>
    self.b instanceof Uint8Array && self.b.length <= AT_ONCE ? stringOfCodePoints(self.b) : FAIL,
  /** The text between single quotes, quotes in it doubled. */
  stringQuoted: (self: Text): Value | Fail =>
    !isShort(self) ? FAIL : makeString(`'${toJs(self).replaceAll("'", "''")}'`),
  /** (old, new) every occurrence, from the left */
  stringReplaceAll: (self: Text, old: Value, replacement: Value): Value | Fail => {
    if (!isText(old) || !isText(replacement) || textSize(old) === 0) return FAIL;
    const most = textSize(self) * (1 + textSize(replacement) / textSize(old));
    if (!isShort(self) || textSize(old) > MAX_PATTERN || most > 4 * AT_ONCE) return FAIL;
    return makeString(toJs(self).replaceAll(toJs(old), () => toJs(replacement)));
  },
  /** (aString) → index of the last character of its last occurrence, where none overlaps the one before; or 0 */
  stringEndOfLast: (self: Text, part: Value): Value | Fail => {
    if (!isText(part) || textSize(part) === 0 || !isShort(self) || textSize(part) > MAX_PATTERN) return FAIL;
    // Beyond the BMP a character is two units.
    if (self.s === null && self.a instanceof Uint32Array) return FAIL;
    const js = toJs(self);
    const wanted = toJs(part);
    let end = 0;
    for (let at = js.indexOf(wanted); at >= 0; at = js.indexOf(wanted, end)) end = at + wanted.length;
    return end;
  },
  symbolNumArgs: (self: Text): Value => {
    if (!isShort(self)) return -1;
    const js = toJs(self);
    if (js !== "" && !/[\p{L}\p{N}_:]/u.test(js)) return 1;
    if (!/^[\p{L}_]/u.test(js)) return -1;
    return js.includes(":") ? js.split(":").length - 1 : 0;
  },
  /** Whether the symbol reads without quotes. */
  symbolIsLiteral: (self: Text): Value =>
    /^(?:[\p{L}_][\p{L}\p{N}_]*(?::(?:[\p{L}_][\p{L}\p{N}_]*:)*)?|[!%&*+,\-/<=>?@\\~|]+)$/u.test(toJs(self)),
} satisfies PrimitiveTable;

/** Strings and symbols. Indices count from 1; a character is a code point. */
import {
  codePointAt,
  isText,
  isWide,
  knownSymbol,
  makeString,
  stringOfCodePoints,
  symbol,
  textSize,
  toJs,
  writable,
} from "../memory/text.js";
import {
  type CodePoints,
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
import { hasRoom } from "./room.js";

type Text = StString | StSymbol;

/** Whether an index is one of the text's. */
const within = (text: Text, index: Value): index is number =>
  typeof index === "number" && index >= 1 && index <= textSize(text);

function mapped(map: (js: string) => string) {
  return (self: Text): Value => {
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
  let h = 0x2f0b4a27;
  const size = textSize(text);
  for (let i = 0; i < size; i += 1) h = Math.imul(h ^ codePointAt(text, i), 0x01000193);
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
  if (text.s !== null) return new StString(text.s.slice(start, stop), null);
  return stringOfCodePoints((text.a as CodePoints).subarray(start, stop));
}

/** The text as a pattern can be found in it: one unit a character where that is so. */
function found(text: Text, part: Text, from: number): number {
  if (textSize(part) === 0) return 0;
  if (text.s !== null || !isWide(text)) {
    if (part.s === null && isWide(part) && text.s === null) return 0;
    return toJs(text).indexOf(toJs(part), from - 1) + 1;
  }
  const last = textSize(text) - textSize(part);
  for (let i = from - 1; i <= last; i += 1) {
    let j = 0;
    while (j < textSize(part) && codePointAt(text, i + j) === codePointAt(part, j)) j += 1;
    if (j === textSize(part)) return i + 1;
  }
  return 0;
}

export const stringPrimitives = {
  stringSize: (self: Text): Value => textSize(self),
  stringAt: (self: Text, index: Value): Value | Fail =>
    within(self, index) ? character(codePointAt(self, index - 1)) : FAIL,
  stringAtPut: (self: Value, index: Value, value: Value): Value | Fail => {
    if (!(self instanceof StString) || !within(self, index) || !(value instanceof StCharacter)) return FAIL;
    writable(self, value.c)[index - 1] = value.c;
    return value;
  },
  /** (index) → code point */
  stringByteAt: (self: Text, index: Value): Value | Fail =>
    within(self, index) ? codePointAt(self, index - 1) : FAIL,
  /** (size) of the class String: filled with the character of code 0 */
  stringNew: (_self: Value, size: Value): Value | Fail => {
    if (typeof size !== "number" || size < 0 || size > MAX_ELEMENTS || !hasRoom(size)) return FAIL;
    return new StString(null, new Uint8Array(size));
  },
  /** (anArray of Characters) */
  stringWithAll: (_self: Value, characters: Value): Value | Fail => {
    if (!(characters instanceof StArray)) return FAIL;
    const points: number[] = [];
    for (const c of characters.i) {
      if (!(c instanceof StCharacter)) return FAIL;
      points.push(c.c);
    }
    return stringOfCodePoints(points);
  },
  stringEqual: (self: Text, other: Value): Value | Fail => (isText(other) ? equal(self, other) : FAIL),
  stringCompare: (self: Text, other: Value): Value | Fail => (isText(other) ? compare(self, other) : FAIL),
  stringHash: (self: Text): Value => hash(self),
  stringConcatenate: (self: Text, other: Value): Value | Fail => {
    if (!isText(other)) return FAIL;
    const size = textSize(self) + textSize(other);
    if (size > MAX_ELEMENTS || !hasRoom(size)) return FAIL;
    if (self.s !== null && other.s !== null) return new StString(self.s + other.s, null);
    return stringOfCodePoints(codePoints(self, size, other));
  },
  /** (start, stop) a String; fails for what lies outside */
  stringCopy: (self: Text, start: Value, stop: Value): Value | Fail => {
    if (typeof start !== "number" || typeof stop !== "number" || start < 1 || stop > textSize(self))
      return FAIL;
    return slice(self, start - 1, Math.max(stop, start - 1));
  },
  stringShallowCopy: (self: Text): Value => slice(self, 0, textSize(self)),
  /** (start, stop, source, sourceStart) copies characters of another text into this one. */
  stringReplace: (self: Value, start: Value, stop: Value, source: Value, from: Value): Value | Fail => {
    if (!(self instanceof StString) || !isText(source)) return FAIL;
    if (typeof start !== "number" || typeof stop !== "number" || typeof from !== "number") return FAIL;
    const count = stop - start + 1;
    if (start < 1 || from < 1 || count < 0 || stop > textSize(self) || from + count - 1 > textSize(source))
      return FAIL;
    if (source.s !== null && source !== self) {
      let to = writable(self, 0);
      for (let i = 0; i < count; i += 1) {
        const code = source.s.charCodeAt(from - 1 + i);
        if (code > 255 && to instanceof Uint8Array) to = writable(self, code);
        to[start - 1 + i] = code;
      }
      return self;
    }
    const points =
      source.s === null
        ? (source.a as CodePoints).slice(from - 1, from - 1 + count)
        : Uint16Array.from(source.s, (c) => c.charCodeAt(0)).slice(from - 1, from - 1 + count);
    let widest = 0;
    for (let i = 0; i < points.length; i += 1) widest = Math.max(widest, points[i] as number);
    writable(self, widest).set(points, start - 1);
    return self;
  },
  /** (aCharacter, start) → index, or 0 */
  stringIndexOf: (self: Text, wanted: Value, start: Value): Value | Fail => {
    if (typeof start !== "number" || start < 1) return FAIL;
    if (!(wanted instanceof StCharacter)) return 0;
    if (self.s !== null)
      return wanted.c > 0xffff ? 0 : self.s.indexOf(String.fromCharCode(wanted.c), start - 1) + 1;
    return (self.a as CodePoints).indexOf(wanted.c, start - 1) + 1;
  },
  /** (aString, start) → index of the first occurrence, or 0 */
  stringFind: (self: Text, part: Value, start: Value): Value | Fail => {
    if (!isText(part) || typeof start !== "number" || start < 1) return FAIL;
    return found(self, part, start);
  },
  stringAsUppercase: mapped((js) => js.toUpperCase()),
  stringAsLowercase: mapped((js) => js.toLowerCase()),
  stringAsSymbol: (self: Text): Value => (self instanceof StSymbol ? self : symbol(toJs(self))),
  /** (aString) → the Symbol if there is one, or nil */
  symbolFindInterned: (_self: Value, text: Value): Value | Fail =>
    isText(text) ? (knownSymbol(toJs(text)) ?? nil) : FAIL,
  stringIsWide: (self: Text): Value => isWide(self),
  stringAsBytes: (self: Text): Value | Fail => {
    if (isWide(self)) return FAIL;
    return new StBytes(Uint8Array.from({ length: textSize(self) }, (_, i) => codePointAt(self, i)));
  },
  stringUtf8Encoded: (self: Text): Value => new StBytes(new Uint8Array(Buffer.from(toJs(self), "utf8"))),
  /** Fails for bytes that are no UTF-8. */
  bytesUtf8Decoded: (self: StBytes): Value | Fail => {
    if (!(self.b instanceof Uint8Array)) return FAIL;
    try {
      return makeString(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(self.b));
    } catch {
      return FAIL;
    }
  },
  /** Each byte a character. */
  bytesAsString: (self: StBytes): Value | Fail =>
    self.b instanceof Uint8Array ? stringOfCodePoints(self.b) : FAIL,
  /** The text between single quotes, quotes in it doubled. */
  stringQuoted: (self: Text): Value => makeString(`'${toJs(self).replaceAll("'", "''")}'`),
  /** (old, new) every occurrence, from the left */
  stringReplaceAll: (self: Text, old: Value, replacement: Value): Value | Fail => {
    if (!isText(old) || !isText(replacement) || textSize(old) === 0) return FAIL;
    const js = toJs(self).replaceAll(toJs(old), () => toJs(replacement));
    return js.length > MAX_ELEMENTS ? FAIL : makeString(js);
  },
  symbolNumArgs: (self: Text): Value => {
    const js = toJs(self);
    if (js !== "" && !/[\p{L}\p{N}_:]/u.test(js)) return 1;
    if (!/^[\p{L}_]/u.test(js)) return -1;
    return js.includes(":") ? js.split(":").length - 1 : 0;
  },
  /** Whether the symbol reads without quotes. */
  symbolIsLiteral: (self: Text): Value =>
    /^(?:[\p{L}_][\p{L}\p{N}_]*(?::(?:[\p{L}_][\p{L}\p{N}_]*:)*)?|[!%&*+,\-/<=>?@\\~|]+)$/u.test(toJs(self)),
} satisfies PrimitiveTable;

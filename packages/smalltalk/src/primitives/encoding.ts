/** Bytes and texts in other forms: Base64 (RFC 4648), hexadecimal, percent encoding (RFC 3986), and single-byte encodings. */
import { AT_ONCE } from "../memory/at-once.js";
import { codePointAt, isText, makeString, textSize, toJs } from "../memory/text.js";
import { FAIL, type Fail, type PrimitiveTable, StBytes, type Value } from "../memory/values.js";
import { isShort } from "./strings.js";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const bytes = (data: Uint8Array): StBytes => new StBytes(new Uint8Array(data));

/** Every code point a byte; fails for one above the limit. */
function singleBytes(text: Value, limit: number): Value | Fail {
  if (!isText(text) || !isShort(text)) return FAIL;
  const made = new Uint8Array(textSize(text));
  for (let i = 0; i < made.length; i += 1) {
    const code = codePointAt(text, i);
    if (code > limit) return FAIL;
    made[i] = code;
  }
  return new StBytes(made);
}

/** Everything but letters, digits and - . _ ~ escaped; undefined for half a surrogate pair. */
function percentEncoded(text: string): string | undefined {
  const escaped = (c: string) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  try {
    return encodeURIComponent(text).replace(/[!'()*]/g, escaped);
  } catch {
    return undefined;
  }
}

/** What stands between percent signs and hexadecimal digits, a plus as a space; undefined where that is not in order. */
function percentDecoded(text: string): string | undefined {
  if (/[^ -~]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

export const encodingPrimitives = {
  bytesBase64Encoded: (self: Value): Value | Fail =>
    self instanceof StBytes && self.b instanceof Uint8Array && self.b.length <= AT_ONCE
      ? makeString(Buffer.from(self.b).toString("base64"))
      : FAIL,
  /** Fails for a text that is not in groups of four; what is of no group (spaces, line ends) is left out. */
  stringBase64Decoded: (self: Value): Value | Fail => {
    if (!isText(self) || !isShort(self)) return FAIL;
    const text = toJs(self).replace(/[ \t\r\n\f]/g, "");
    return BASE64.test(text) ? bytes(Buffer.from(text, "base64")) : FAIL;
  },
  /** Small letters, two digits a byte. */
  bytesHex: (self: Value): Value | Fail =>
    self instanceof StBytes && self.b instanceof Uint8Array && self.b.length <= AT_ONCE
      ? makeString(Buffer.from(self.b).toString("hex"))
      : FAIL,
  /** (aString) fails for anything but pairs of hexadecimal digits. */
  bytesFromHex: (_self: Value, text: Value): Value | Fail => {
    if (!isText(text) || !isShort(text)) return FAIL;
    const digits = toJs(text);
    return /^(?:[0-9A-Fa-f]{2})*$/.test(digits) ? bytes(Buffer.from(digits, "hex")) : FAIL;
  },
  /** Everything but letters, digits and - . _ ~ as the bytes of its UTF-8. Fails for half a surrogate pair. */
  stringPercentEncoded: (self: Value): Value | Fail => {
    if (!isText(self) || !isShort(self)) return FAIL;
    const encoded = percentEncoded(toJs(self));
    return encoded === undefined ? FAIL : makeString(encoded);
  },
  stringPercentDecoded: (self: Value): Value | Fail => {
    const decoded = isText(self) && isShort(self) ? percentDecoded(toJs(self)) : undefined;
    return decoded === undefined ? FAIL : makeString(decoded);
  },
  /** (limit) the characters as bytes; fails if a code point is above the limit, 127 or 255. */
  stringSingleBytes: (self: Value, limit: Value): Value | Fail =>
    typeof limit === "number" && limit <= 255 ? singleBytes(self, limit) : FAIL,
} satisfies PrimitiveTable;

/** Characters by their code points. */
import { symbol } from "../memory/text.js";
import {
  character,
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  type StCharacter,
  type Value,
} from "../memory/values.js";

function tested(pattern: RegExp) {
  return (self: StCharacter): Value => pattern.test(String.fromCodePoint(self.c));
}

/** The one character that a mapping gives, or itself where it gives several. */
function mapped(map: (text: string) => string) {
  return (self: StCharacter): Value => {
    const points = [...map(String.fromCodePoint(self.c))];
    const point = points[0]?.codePointAt(0);
    return points.length !== 1 || point === undefined ? self : character(point);
  };
}

/** Unicode's general categories: each character has one. */
const CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn"
  .split(" ")
  .map((name) => ({ name, pattern: new RegExp(`\\p{${name}}`, "u") }));

export const characterPrimitives = {
  characterValue: (_self: Value, code: Value): Value | Fail =>
    typeof code === "number" && code >= 0 && code <= 0x10ffff ? character(code) : FAIL,
  characterCode: (self: StCharacter): Value => self.c,
  /** → the name of its general category, as Lu or Zs */
  characterCategory: (self: StCharacter): Value => {
    const text = String.fromCodePoint(self.c);
    return symbol(CATEGORIES.find(({ pattern }) => pattern.test(text))?.name ?? "Cn");
  },
  characterIsLetter: tested(/\p{L}/u),
  characterIsUppercase: tested(/\p{Lu}/u),
  characterIsLowercase: tested(/\p{Ll}/u),
  characterIsSeparator: (self: StCharacter): Value =>
    self.c === 32 || self.c === 9 || self.c === 10 || self.c === 12 || self.c === 13,
  characterAsUppercase: mapped((c) => c.toUpperCase()),
  characterAsLowercase: mapped((c) => c.toLowerCase()),
  /** 0–9 and A–Z or a–z as 0–35; −1 for others */
  characterDigitValue: (self: StCharacter): Value => {
    const { c } = self;
    if (c >= 48 && c <= 57) return c - 48;
    if (c >= 65 && c <= 90) return c - 55;
    return c >= 97 && c <= 122 ? c - 87 : -1;
  },
  /** (other) → whether its code is below; fails for what is no character */
  characterLess: (self: StCharacter, other: Value): Value | Fail => {
    if (other === nil || typeof other !== "object" || !("c" in other)) return FAIL;
    const { c }: { c?: unknown } = other;
    return typeof c === "number" ? self.c < c : FAIL;
  },
} satisfies PrimitiveTable;

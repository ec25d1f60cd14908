/**
 * Characters to tokens. `-` is always a binary token here: the parser joins it to a number that follows directly where an
 * operand may stand, so that `3-4`, `3 -4` and `-4 abs` all read as in Pharo. A run of operator characters is one token,
 * hence `3--4` sends `--`.
 */
import type { LiteralValue } from "./ast.js";
import { isBinary, isDigit, isLetter, isSpace } from "./characters.js";
import { readNumber } from "./numbers.js";
import { ownText } from "./own-text.js";
import type { Token, TokenKind } from "./token.js";

/** Characters of a source that a name from it must not keep in memory. */
const LONG_SOURCE = 10_000;

const PUNCTUATION: Readonly<Record<string, TokenKind>> = {
  "^": "caret",
  ".": "period",
  ";": "semicolon",
  ":": "colon",
  "(": "openParen",
  ")": "closeParen",
  "[": "openBlock",
  "]": "closeBlock",
  "{": "openBrace",
  "}": "closeBrace",
};

export class Scanner {
  /** Offset of the next character. */
  position = 0;

  constructor(readonly source: string) {}

  /** The next token; comments are tokens as well. */
  next(): Token {
    const { source } = this;
    while (isSpace(this.#at(this.position))) this.position += 1;
    const start = this.position;
    const code = this.#at(start);
    if (Number.isNaN(code)) return this.#token("end", start, start);
    if (isLetter(code)) return this.#word(start);
    if (isDigit(code)) return this.#number(start, start);
    if (code === 34) return this.#comment(start);
    if (code === 39) return this.#string(start, start);
    if (code === 36) return this.#character(start);
    if (code === 35) return this.#hash(start);
    if (isBinary(code)) return this.#token("binary", start, this.#binaryEnd(start));
    if (code === 58 && source.charCodeAt(start + 1) === 61) return this.#token("assign", start, start + 2);
    const kind = PUNCTUATION[String.fromCodePoint(code)];
    if (kind !== undefined) return this.#token(kind, start, start + 1);
    const text = String.fromCodePoint(code);
    return this.#problem(start, start + text.length, start, `unexpected character ${text}`, "an expression");
  }

  /** A negative number literal whose digits stand at the next character; null where none do. */
  negativeNumber(minus: Token): Token | null {
    if (minus.text !== "-" || !isDigit(this.#at(minus.end))) return null;
    return this.#number(minus.start, minus.end);
  }

  /** The symbol that the name at `start` begins where no `#` is needed, as within a literal array. */
  symbol(start: number): Token {
    const end = this.#symbolEnd(start);
    return this.#token("literal", start, end, {
      type: "symbol",
      codePoints: pointsOf(this.source.slice(start, end)),
    });
  }

  #at(i: number): number {
    return this.source.codePointAt(i) ?? Number.NaN;
  }

  #token(kind: TokenKind, start: number, end: number, value: LiteralValue | null = null): Token {
    this.position = end;
    return { kind, start, end, text: this.#text(kind, start, end), value, problem: null };
  }

  /** Names become those of variables and selectors, which may live for longer than a long source. */
  #text(kind: TokenKind, start: number, end: number): string {
    const text = this.source.slice(start, end);
    return (kind === "identifier" || kind === "keyword") && this.source.length > LONG_SOURCE
      ? ownText(text)
      : text;
  }

  #problem(start: number, end: number, position: number, message: string, expected: string): Token {
    this.position = end;
    return {
      kind: "error",
      start,
      end,
      text: this.source.slice(start, end),
      value: null,
      problem: { position, message, expected },
    };
  }

  #wordEnd(start: number): number {
    let i = start;
    for (let code = this.#at(i); isLetter(code) || isDigit(code); code = this.#at(i))
      i += code > 0xffff ? 2 : 1;
    return i;
  }

  #word(start: number): Token {
    const end = this.#wordEnd(start);
    const isKeyword = this.source.charCodeAt(end) === 58 && this.source.charCodeAt(end + 1) !== 61;
    return isKeyword ? this.#token("keyword", start, end + 1) : this.#token("identifier", start, end);
  }

  /** `digits` is where the first digit stands: at `start`, or behind the minus there. */
  #number(start: number, digits: number): Token {
    const read = readNumber(this.source, digits, digits > start);
    if ("value" in read) return this.#token("literal", start, read.end, read.value);
    const { position, message, expected } = read.problem;
    // What is left of the word would only be a further problem.
    return this.#problem(start, this.#wordEnd(read.end), position, message, expected);
  }

  #comment(start: number): Token {
    const end = this.#quoted(start, '"');
    return end < 0
      ? this.#problem(
          start,
          this.source.length,
          start,
          "the comment is not closed",
          '" at the end of the comment',
        )
      : this.#token("comment", start, end);
  }

  /** `from` is where the quote stands; a symbol's begins behind its `#`. */
  #string(start: number, from: number): Token {
    const end = this.#quoted(from, "'");
    if (end < 0)
      return this.#problem(
        start,
        this.source.length,
        start,
        "the string is not closed",
        "' at the end of the string",
      );
    const codePoints = pointsOf(this.source.slice(from + 1, end - 1).replaceAll("''", "'"));
    return this.#token("literal", start, end, { type: from === start ? "string" : "symbol", codePoints });
  }

  /** Offset behind the closing quote, or −1. */
  #quoted(start: number, quote: string): number {
    let i = start + 1;
    for (;;) {
      i = this.source.indexOf(quote, i);
      if (i < 0) return -1;
      if (this.source[i + 1] !== quote) return i + 1;
      i += 2;
    }
  }

  #character(start: number): Token {
    const code = this.#at(start + 1);
    if (Number.isNaN(code))
      return this.#problem(start, start + 1, start + 1, "a character is missing", "a character after $");
    return this.#token("literal", start, start + (code > 0xffff ? 3 : 2), {
      type: "character",
      codePoint: code,
    });
  }

  /** What begins with `#`; more than one of them mean no more than one. */
  #hash(start: number): Token {
    let from = start + 1;
    while (this.source.charCodeAt(from) === 35) from += 1;
    const code = this.#at(from);
    if (code === 40) return this.#token("openArray", start, from + 1);
    if (code === 91) return this.#token("openBytes", start, from + 1);
    if (code === 39) return this.#string(start, from);
    const end = isLetter(code) ? this.#symbolEnd(from) : this.#binaryEnd(from);
    if (end === from)
      return this.#problem(
        start,
        end,
        end,
        "a symbol is missing",
        "a name, an operator, a string, ( or [ after #",
      );
    return this.#token("literal", start, end, {
      type: "symbol",
      codePoints: pointsOf(this.source.slice(from, end)),
    });
  }

  /** Names and colons: a colon is the symbol's also where `=` follows it. */
  #symbolEnd(start: number): number {
    let end = start;
    for (;;) {
      end = this.#wordEnd(end);
      if (this.source.charCodeAt(end) !== 58) return end;
      while (this.source.charCodeAt(end) === 58) end += 1;
      if (!isLetter(this.#at(end))) return end;
    }
  }

  #binaryEnd(start: number): number {
    let end = start;
    while (isBinary(this.#at(end))) end += 1;
    return end;
  }
}

/** Code points of a JavaScript string. */
export function pointsOf(text: string): number[] {
  const points: number[] = [];
  for (const c of text) points.push(c.codePointAt(0) ?? 0);
  return points;
}

/** All tokens of a source, comments included, without the end: for highlighting. */
export function scan(source: string): Token[] {
  const scanner = new Scanner(source);
  const tokens: Token[] = [];
  for (let token = scanner.next(); token.kind !== "end"; token = scanner.next()) tokens.push(token);
  return tokens;
}

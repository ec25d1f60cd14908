import { sampleText } from "./json-text.js";

type Json = null | boolean | number | string | Json[] | Map<string, Json>;

/** Reads JSON: objects as Maps. */
class Parser {
  #position = 0;

  constructor(readonly text: string) {}

  parse(): Json {
    this.#skipSpace();
    const value = this.#value();
    this.#skipSpace();
    if (this.#position < this.text.length) throw this.#failure("the end");
    return value;
  }

  #failure(expected: string): Error {
    return new SyntaxError(`expected ${expected} at ${this.#position}`);
  }

  #skipSpace(): void {
    for (;;) {
      const c = this.text[this.#position];
      if (c !== " " && c !== "\n" && c !== "\t" && c !== "\r") return;
      this.#position += 1;
    }
  }

  /** Answers whether it was there. */
  #skip(c: string): boolean {
    if (this.text[this.#position] !== c) return false;
    this.#position += 1;
    return true;
  }

  #expect(c: string): void {
    if (!this.#skip(c)) throw this.#failure(c);
  }

  #value(): Json {
    switch (this.text[this.#position]) {
      case "{":
        return this.#object();
      case "[":
        return this.#array();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #word<T>(word: string, value: T): T {
    for (const c of word) this.#expect(c);
    return value;
  }

  #object(): Map<string, Json> {
    const members = new Map<string, Json>();
    this.#expect("{");
    this.#skipSpace();
    if (this.#skip("}")) return members;
    do {
      this.#skipSpace();
      const key = this.#string();
      this.#skipSpace();
      this.#expect(":");
      this.#skipSpace();
      members.set(key, this.#value());
      this.#skipSpace();
    } while (this.#skip(","));
    this.#expect("}");
    return members;
  }

  #array(): Json[] {
    const elements: Json[] = [];
    this.#expect("[");
    this.#skipSpace();
    if (this.#skip("]")) return elements;
    do {
      this.#skipSpace();
      elements.push(this.#value());
      this.#skipSpace();
    } while (this.#skip(","));
    this.#expect("]");
    return elements;
  }

  #string(): string {
    this.#expect('"');
    const start = this.#position;
    for (;;) {
      const c = this.text[this.#position];
      if (c === '"') break;
      if (c === undefined || c === "\\") return this.#escapesFrom(start);
      this.#position += 1;
    }
    this.#position += 1;
    return this.text.slice(start, this.#position - 1);
  }

  /** The rest of a string with escapes; only those of one character. */
  #escapesFrom(start: number): string {
    let result = this.text.slice(start, this.#position);
    for (;;) {
      let c = this.text[this.#position];
      if (c === '"') break;
      if (c === undefined) throw this.#failure("a quote");
      if (c === "\\") {
        this.#position += 1;
        c = this.text[this.#position];
      }
      result += c;
      this.#position += 1;
    }
    this.#position += 1;
    return result;
  }

  #number(): number {
    const negative = this.#skip("-");
    if (!this.#isAtDigit()) throw this.#failure("a value");
    let value = 0;
    while (this.#isAtDigit()) value = value * 10 + this.#digit();
    if (this.#skip(".")) value += this.#fraction();
    return negative ? -value : value;
  }

  #fraction(): number {
    let digits = 0;
    let scale = 1;
    while (this.#isAtDigit()) {
      digits = digits * 10 + this.#digit();
      scale *= 10;
    }
    return digits / scale;
  }

  #isAtDigit(): boolean {
    const c = this.text.charCodeAt(this.#position);
    return c >= 48 && c <= 57;
  }

  #digit(): number {
    const digit = this.text.charCodeAt(this.#position) - 48;
    this.#position += 1;
    return digit;
  }
}

/** Depends on all that was read. */
function weigh(value: Json): number {
  if (typeof value === "string") return value.length;
  if (typeof value === "number") return Math.trunc(value);
  let weight = 1;
  if (value instanceof Map) for (const [key, each] of value) weight += key.length + weigh(each);
  if (Array.isArray(value)) for (const each of value) weight += weigh(each);
  return weight;
}

export function json(times: number): number {
  const text = sampleText();
  let total = 0;
  for (let i = 0; i < times; i += 1) total += weigh(new Parser(text).parse());
  return total;
}

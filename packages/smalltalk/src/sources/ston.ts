/** STON as the headers of Tonel files use it: maps, lists, strings, symbols, numbers, true, false, nil. */
import { lineAt, SourceFailure } from "./definitions.js";

export type Ston =
  | string
  | number
  | boolean
  | null
  | StonSymbol
  | readonly Ston[]
  | ReadonlyMap<string, Ston>;

export class StonSymbol {
  constructor(readonly name: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

export class StonReader {
  position: number;

  constructor(
    readonly text: string,
    position: number,
    readonly path: string,
  ) {
    this.position = position;
  }

  value(): Ston {
    this.skip();
    const c = this.text[this.position];
    if (c === "{") return this.map();
    if (c === "[") return this.#list();
    if (c === "'") return this.#string();
    if (c === "#") {
      this.position += 1;
      return new StonSymbol(
        this.text[this.position] === "'"
          ? this.#string()
          : this.#word(/[^\s,\]}:]*(?::[^\s,\]}:]+)*:?/y, "a symbol"),
      );
    }
    const word = this.#word(/[^\s,\]}]+/y, "a value");
    if (word === "nil") return null;
    if (word === "true" || word === "false") return word === "true";
    const number = Number(word);
    if (Number.isNaN(number))
      return this.fail(`unknown word ${word}`, "a string, symbol, number, list or map");
    return number;
  }

  map(): ReadonlyMap<string, Ston> {
    this.expect("{");
    const entries = new Map<string, Ston>();
    this.skip();
    while (this.text[this.position] !== "}") {
      const key = this.#key();
      this.expect(":");
      entries.set(key, this.value());
      this.skip();
      if (this.text[this.position] === ",") this.position += 1;
      else if (this.text[this.position] !== "}") this.fail("the map is not closed", ", or }");
      this.skip();
    }
    this.position += 1;
    return entries;
  }

  skip(): void {
    const space = /\s*/y;
    space.lastIndex = this.position;
    space.exec(this.text);
    this.position = space.lastIndex;
  }

  expect(text: string): void {
    this.skip();
    if (!this.text.startsWith(text, this.position))
      this.fail(`unexpected ${this.text.slice(this.position, this.position + 10) || "end of file"}`, text);
    this.position += text.length;
  }

  fail(problem: string, expected: string): never {
    throw new SourceFailure(this.path, lineAt(this.text, this.position), problem, expected);
  }

  /** `#name` or `'name'`, before a colon. */
  #key(): string {
    this.skip();
    if (this.text[this.position] === "#") this.position += 1;
    return this.text[this.position] === "'" ? this.#string() : this.#word(/[^\s:]+/y, "a key");
  }

  #list(): readonly Ston[] {
    this.expect("[");
    const elements: Ston[] = [];
    this.skip();
    while (this.text[this.position] !== "]") {
      elements.push(this.value());
      this.skip();
      if (this.text[this.position] === ",") this.position += 1;
      else if (this.text[this.position] !== "]") this.fail("the list is not closed", ", or ]");
      this.skip();
    }
    this.position += 1;
    return elements;
  }

  #string(): string {
    const start = this.position;
    let out = "";
    let i = start + 1;
    for (;;) {
      const c = this.text[i];
      if (c === undefined) return this.fail("the string is not closed", "'");
      if (c === "'") break;
      if (c === "\\") {
        const escaped = this.text[i + 1] ?? "";
        if (escaped === "u") {
          out += String.fromCharCode(Number.parseInt(this.text.slice(i + 2, i + 6), 16));
          i += 6;
        } else {
          out += ESCAPES[escaped] ?? escaped;
          i += 2;
        }
      } else {
        out += c;
        i += 1;
      }
    }
    this.position = i + 1;
    return out;
  }

  #word(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.position;
    const word = pattern.exec(this.text)?.[0] ?? "";
    if (word === "") this.fail(`unexpected ${this.text[this.position] ?? "end of file"}`, expected);
    this.position += word.length;
    return word;
  }
}

/** Where the tour is shown: paced by whoever looks on at a terminal, all at once elsewhere. */

import { wrap } from "../arguments/help.js";
import type { LineEditor } from "../editor/line-editor.js";
import type { Console } from "../prompt/console.js";
import { paintCode } from "../rendering/code.js";
import type { Colours } from "../rendering/colours.js";
import type { Terminal } from "../terminal.js";

const WIDTH = 88;
const INDENT = "    ";

/** Whoever looked on has seen enough. */
export class TourEnded extends Error {
  override readonly name = "TourEnded";
}

export class Stage implements Console {
  readonly isInteractive = false;
  readonly columns = WIDTH;
  readonly editor = undefined;
  readonly #terminal: Terminal;
  /** Reads the keys; undefined where nobody presses any. */
  readonly #keys: LineEditor | undefined;
  #steps = 0;

  constructor(terminal: Terminal, keys: LineEditor | undefined) {
    this.#terminal = terminal;
    this.#keys = keys;
  }

  get colours(): Colours {
    return this.#terminal.colours;
  }

  /** All is shown in one place, or it would come in another order than it happened. */
  get errorColours(): Colours {
    return this.#terminal.colours;
  }

  /** Begins a part. */
  title(text: string): void {
    this.#steps += 1;
    this.#write(`\n${this.colours.bold(`${this.#steps}. ${text}`)}\n`);
  }

  /** What is to be known of what comes. */
  say(text: string): void {
    this.#write(`${wrap(text, WIDTH).join("\n")}\n`);
  }

  /** Code, as it would be typed. */
  code(text: string): void {
    const [first = "", ...rest] = paintCode(text.replaceAll("\t", INDENT), this.colours).split("\n");
    this.#write(
      `\n  ${this.colours.bold(">")} ${first}\n${rest.map((line) => `${INDENT}${line}\n`).join("")}`,
    );
  }

  /** The tour's own code makes no control characters, and all that is written is looked through again. */
  foreign(text: string): string {
    return text;
  }

  /** What comes of it. */
  out(text: string): void {
    this.#write(
      text
        .replace(/\r\n?/g, "\n")
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => (line === "" ? "\n" : `${INDENT}${line}\n`))
        .join(""),
    );
  }

  error(text: string): void {
    this.out(text);
  }

  transcript(text: string): void {
    this.out(text);
  }

  async page(lines: readonly string[]): Promise<void> {
    this.out(lines.join("\n"));
  }

  /** Waits for space or Enter. Throws TourEnded for q, Escape and Ctrl-C. */
  async pause(): Promise<void> {
    const keys = this.#keys;
    if (keys === undefined) return;
    keys.print(this.colours.dim("\n-- space or Enter: go on, q: end --"));
    for (;;) {
      const key = await keys.key();
      const goesOn =
        (key.kind === "text" && key.text.startsWith(" ")) || (key.kind === "key" && key.name === "enter");
      const ends =
        (key.kind === "text" && /^q/i.test(key.text)) ||
        (key.kind === "control" && (key.letter === "c" || key.letter === "d")) ||
        (key.kind === "key" && key.name === "escape");
      if (!goesOn && !ends) continue;
      keys.eraseLine();
      if (ends) throw new TourEnded();
      return;
    }
  }

  #write(text: string): void {
    if (this.#keys === undefined) this.#terminal.out(text);
    else this.#keys.print(text);
  }
}

/** One line on standard error that changes, on a terminal only. */
import { harmless } from "./harmless.js";
import { cutToWidth } from "./width.js";

/** The cursor at the beginning of an empty line. */
const ERASED = "\r\x1b[K";

export class Progress {
  #shown = false;

  show(text: string): void {
    if (process.stderr.isTTY !== true) return;
    const line = harmless(text).replaceAll("\n", " ");
    process.stderr.write(`${ERASED}${cutToWidth(line, (process.stderr.columns || 80) - 1)}`);
    this.#shown = true;
  }

  end(): void {
    if (this.#shown) process.stderr.write(ERASED);
    this.#shown = false;
  }
}

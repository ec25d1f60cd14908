/** One line on standard error that changes, on a terminal only. */
import type { Terminal } from "../terminal.js";
import { cutToWidth } from "./width.js";

export class Progress {
  #shown = false;

  constructor(readonly terminal: Terminal) {}

  show(text: string): void {
    if (process.stderr.isTTY !== true) return;
    this.terminal.error(
      `\r\x1b[K${cutToWidth(text.replaceAll("\n", " "), (process.stderr.columns || 80) - 1)}`,
    );
    this.#shown = true;
  }

  end(): void {
    if (this.#shown) this.terminal.error("\r\x1b[K");
    this.#shown = false;
  }
}

/** Lines put together until they make a piece of code. */
import { isIncomplete } from "../sources/scan.js";

export class PendingInput {
  #lines: string[] = [];

  /** Whether a piece has been begun and goes on. */
  get isOpen(): boolean {
    return this.#lines.length > 0;
  }

  /** The piece that this line completes, if it does. An empty line completes whatever has been begun. */
  add(line: string): string | undefined {
    if (line.trim() === "") return this.take();
    this.#lines.push(line);
    return isIncomplete(this.#lines.join("\n")) ? undefined : this.take();
  }

  /** What has been begun; undefined where nothing has. */
  take(): string | undefined {
    const code = this.#lines.join("\n");
    this.#lines = [];
    return code === "" ? undefined : code;
  }
}

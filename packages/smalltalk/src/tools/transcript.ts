/** Where the Transcript's text goes while code runs. */
import { Capture } from "../machine/index.js";

/** Bytes that a run may write where its request names no limit. */
export const DEFAULT_MAX_OUTPUT_BYTES = 1024 * 1024;

export class Transcript {
  #parts: string[] = [];
  #bytes = 0;
  #limit = Number.POSITIVE_INFINITY;

  /** Begins to gather; `limit` in bytes of UTF-8. */
  open(limit: number): void {
    this.#parts = [];
    this.#bytes = 0;
    this.#limit = limit;
  }

  /** Throws a Capture where the run has written more than it may; what fits stays. */
  readonly write = (text: string): void => {
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > this.#limit) {
      this.#parts.push(firstBytes(text, this.#limit - this.#bytes));
      this.#bytes = this.#limit;
      throw new Capture({ kind: "output" });
    }
    this.#bytes += bytes;
    this.#parts.push(text);
  };

  /** What was written since `open`; line ends of Smalltalk (CR) become LF. */
  take(): string {
    const text = this.#parts.join("").replace(/\r\n?/g, "\n");
    this.open(Number.POSITIVE_INFINITY);
    return text;
  }
}

/** The whole characters among the first `limit` bytes of the UTF-8. */
function firstBytes(text: string, limit: number): string {
  const room = new Uint8Array(limit);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read);
}

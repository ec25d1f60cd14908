/** Where the Transcript's text goes while code runs. */
import { Capture } from "../machine/index.js";

/** Bytes that a run may write where its request names no limit. */
export const DEFAULT_MAX_OUTPUT_BYTES = 1024 * 1024;

export class Transcript {
  #parts: string[] = [];
  #bytes = 0;
  #limit = Number.POSITIVE_INFINITY;
  /** Whether what is written belongs to a run. */
  #isOpen = false;
  /** Of the parts, how many the listener has heard. */
  #told = 0;
  /** What was told ended with a CR: an LF that follows it is part of the same line end. */
  #afterCr = false;
  /** Hears what a run writes, when `tell` is called and at its end; line ends are LF. */
  listener: ((text: string) => void) | undefined;

  /** Begins to gather what a run writes; `limit` in bytes of UTF-8. */
  open(limit: number): void {
    this.#reset(limit, true);
  }

  /** Throws a Capture where the run has written more than it may; what fits stays. */
  readonly write = (text: string): void => {
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > this.#limit) {
      this.#parts.push(firstBytes(text, this.#limit - this.#bytes));
      this.#bytes = this.#limit;
      throw new Capture({ kind: "output", limit: this.#limit });
    }
    this.#bytes += bytes;
    this.#parts.push(text);
  };

  /** The listener hears what is new. */
  tell(): void {
    if (this.listener === undefined || !this.#isOpen || this.#told === this.#parts.length) return;
    const written = this.#parts.slice(this.#told).join("");
    this.#told = this.#parts.length;
    const text = this.#afterCr && written.startsWith("\n") ? written.slice(1) : written;
    if (written !== "") this.#afterCr = written.endsWith("\r");
    if (text !== "") this.listener(withLineFeeds(text));
  }

  /** What was written since `open`; line ends of Smalltalk (CR) become LF. What is written from now on is no run's. */
  take(): string {
    this.tell();
    const text = this.#parts.length === 0 ? "" : withLineFeeds(this.#parts.join(""));
    this.#reset(Number.POSITIVE_INFINITY, false);
    return text;
  }

  #reset(limit: number, isOpen: boolean): void {
    if (this.#parts.length > 0) this.#parts = [];
    this.#bytes = 0;
    this.#limit = limit;
    this.#isOpen = isOpen;
    this.#told = 0;
    this.#afterCr = false;
  }
}

const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, "\n");

/** The whole characters among the first `limit` bytes of the UTF-8. */
function firstBytes(text: string, limit: number): string {
  const room = new Uint8Array(limit);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read);
}

/** What the code of a load writes to the Transcript: all its runs together within the limit of one. */
import { DEFAULT_MAX_OUTPUT_BYTES, type Transcript } from "./transcript.js";

export class LoadOutput {
  #text = "";

  constructor(readonly transcript: Transcript) {}

  /** All that was written until now. */
  get text(): string {
    return this.#text;
  }

  /** Code begins to run. */
  open(): void {
    this.transcript.open(Math.max(0, DEFAULT_MAX_OUTPUT_BYTES - Buffer.byteLength(this.#text)));
  }

  /** It has run; answers all that was written until now. */
  take(): string {
    this.#text += this.transcript.take();
    return this.#text;
  }
}

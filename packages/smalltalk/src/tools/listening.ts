/** Whoever listens to what happens while code runs. Costs nothing where nobody does. */
import type { RunListener } from "./requests.js";
import type { Transcript } from "./transcript.js";

export class Listening {
  #listener: RunListener | undefined;

  constructor(readonly transcript: Transcript) {}

  /** Who hears; nobody where undefined. */
  get listener(): RunListener | undefined {
    return this.#listener;
  }

  set listener(listener: RunListener | undefined) {
    this.#listener = listener;
    this.transcript.listener = listener?.transcript;
  }

  /** Carries out something whose changes of code are not told one by one. */
  withoutChanges<T>(work: () => T): T {
    const { listener } = this;
    if (listener?.changed === undefined) return work();
    const { changed: _, ...others } = listener;
    this.#listener = others;
    try {
      return work();
    } finally {
      this.#listener = listener;
    }
  }
}

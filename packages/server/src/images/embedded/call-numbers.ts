/** The numbers of calls, which are also those of their runs. */
import { RUN_WINDOW } from "@stui/smalltalk/attention";

/** They fit a signed 32-bit word. */
const LAST_NUMBER = 2 ** 31 - 1;

/** Gives numbers so that no two that are in use share the word by which a run is interrupted: see RUN_WINDOW. */
export class CallNumbers {
  readonly #isTaken = new Uint8Array(RUN_WINDOW);
  #taken = 0;
  #last = 0;

  /** The next number; undefined where RUN_WINDOW of them are in use. */
  take(): number | undefined {
    if (this.#taken === RUN_WINDOW) return undefined;
    do this.#last = (this.#last % LAST_NUMBER) + 1;
    while (this.#isTaken[this.#last % RUN_WINDOW] === 1);
    this.#isTaken[this.#last % RUN_WINDOW] = 1;
    this.#taken += 1;
    return this.#last;
  }

  /** The call of this number was answered. */
  giveBack(number: number): void {
    this.#taken -= this.#isTaken[number % RUN_WINDOW] ?? 0;
    this.#isTaken[number % RUN_WINDOW] = 0;
  }

  giveBackAll(): void {
    this.#isTaken.fill(0);
    this.#taken = 0;
  }
}

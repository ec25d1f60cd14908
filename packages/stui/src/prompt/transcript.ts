/** What code writes to the Transcript, shown once: in parts by events while it runs, or what is missing of it at the end. */

const linesOf = (text: string): string => text.replace(/\r\n?/g, "\n");

export class Transcript {
  readonly #show: (text: string) => void;
  /** What events have brought of the run under way. */
  #told = "";
  /** Characters that were shown with the result, before their events came. */
  #ahead = 0;
  #isRunning = false;

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  begin(): void {
    this.#told = "";
    this.#ahead = 0;
    this.#isRunning = true;
  }

  /** By an event. */
  add(text: string): void {
    const fresh = linesOf(text).slice(this.#ahead);
    this.#ahead = Math.max(0, this.#ahead - text.length);
    if (this.#isRunning) this.#told += fresh;
    if (fresh !== "") this.#show(fresh);
  }

  /** @param output all that the run has written, by its reply; its last line is ended where it was not */
  end(output: string): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    const whole = linesOf(output);
    const rest = whole.startsWith(this.#told) ? whole.slice(this.#told.length) : "";
    this.#ahead = rest.length;
    const shown = this.#told + rest;
    if (shown !== "") this.#show(shown.endsWith("\n") ? rest : `${rest}\n`);
  }
}

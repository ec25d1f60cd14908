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
    const { shown, rest } = this.#over(output);
    if (shown !== "") this.#show(shown.endsWith("\n") ? rest : `${rest}\n`);
  }

  /** As `end`, where the run stands still: its last line may go on. */
  pause(output: string): void {
    const { rest } = this.#over(output);
    if (rest !== "") this.#show(rest);
  }

  /** All that the run has written, as far as it is known, and what of that has not been shown. */
  #over(output: string): { readonly shown: string; readonly rest: string } {
    if (!this.#isRunning) return { shown: "", rest: "" };
    this.#isRunning = false;
    const whole = linesOf(output);
    const rest = whole.startsWith(this.#told) ? whole.slice(this.#told.length) : "";
    this.#ahead = rest.length;
    return { shown: this.#told + rest, rest };
  }
}

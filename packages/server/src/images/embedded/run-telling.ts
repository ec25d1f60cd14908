/** What the run of one call tells while it runs: gathered, so that a message holds many of its events. */
import type { RunListener, TestResult } from "@stui/smalltalk";
import type { RunEvent, RunTopic, ToldTest } from "../image.js";

/** Milliseconds that what was told waits for more, where something was sent not long before. */
const TELL_MS = 40;
/** Events that are sent though it is not long ago. */
const MANY_EVENTS = 256;
/** Characters of Transcript text that are sent though it is not long ago. */
const MUCH_TEXT = 64 * 1024;

const inShort = ({ className, selector, outcome, durationMs, message }: TestResult): ToldTest => ({
  className,
  selector,
  outcome,
  durationMs,
  ...(message === undefined ? {} : { message }),
});

export class RunTelling {
  #events: RunEvent[] = [];
  #text = 0;
  #lastTaken = Number.NEGATIVE_INFINITY;
  readonly listener: RunListener;

  /** @param due told when it is time to `take`, also where the run polls rarely */
  constructor(topics: readonly RunTopic[], due: () => void) {
    const told = (event: RunEvent): void => {
      this.#add(event);
      if (this.due) due();
    };
    this.listener = {
      ...(topics.includes("transcript")
        ? { transcript: (text: string) => told({ kind: "transcript", text }) }
        : {}),
      ...(topics.includes("changes") ? { changed: (change) => told({ kind: "changed", change }) } : {}),
      ...(topics.includes("tests")
        ? {
            testsBegan: (total) => told({ kind: "testsBegan", total }),
            tested: (result, done, total) => told({ kind: "tested", result: inShort(result), done, total }),
          }
        : {}),
      ...(topics.includes("progress")
        ? { progressed: (done, total, what) => told({ kind: "progressed", done, total, what }) }
        : {}),
    };
  }

  /** Whether what was gathered should be sent. */
  get due(): boolean {
    if (this.#events.length === 0) return false;
    return (
      this.#events.length >= MANY_EVENTS ||
      this.#text >= MUCH_TEXT ||
      performance.now() - this.#lastTaken >= TELL_MS
    );
  }

  /** What was gathered, which is then no longer here. */
  take(): readonly RunEvent[] {
    const events = this.#events;
    this.#events = [];
    this.#text = 0;
    this.#lastTaken = performance.now();
    return events;
  }

  /** Text joins the text before it; of how far it has come only the latest counts. */
  #add(event: RunEvent): void {
    const last = this.#events.at(-1);
    if (event.kind === "transcript") this.#text += event.text.length;
    if (event.kind === "transcript" && last?.kind === "transcript")
      this.#events[this.#events.length - 1] = { kind: "transcript", text: last.text + event.text };
    else if (event.kind === "progressed") {
      const earlier = this.#events.findIndex(({ kind }) => kind === "progressed");
      if (earlier >= 0) this.#events.splice(earlier, 1);
      this.#events.push(event);
    } else this.#events.push(event);
  }
}

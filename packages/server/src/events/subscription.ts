/** What one connection gets of one feed: where it has come to, and what it is to get next. */
import { type EventName, encodeEvent, eventBody, type SubscribableEvent } from "@stui/protocol";
import type { Feed } from "./feed.js";

/** An event on its way. */
export interface Outgoing {
  readonly text: string;
  /** Where the subscription has come to when this has been sent. */
  readonly sequence: number;
}

export class Subscription {
  #kinds: ReadonlySet<EventName>;
  /** All up to here was sent or passed over. */
  #position: number;
  /** The latest that was sent. */
  #previous: number | null = null;

  /** @param position what comes after it is sent */
  constructor(
    readonly feed: Feed,
    kinds: readonly SubscribableEvent[],
    position: number,
  ) {
    this.#kinds = new Set(kinds);
    this.#position = position;
  }

  /** The kinds are others from now on. */
  change(kinds: readonly SubscribableEvent[]): void {
    this.#kinds = new Set(kinds);
  }

  /** What is to be sent now; a `gap` where something is no longer kept. */
  next(): Outgoing | undefined {
    const { feed } = this;
    const missing = feed.first - 1 - this.#position;
    if (missing > 0) {
      const sequence = feed.first - 1;
      const now = new Date().toISOString();
      const gap = encodeEvent("gap", feed.sessionId, sequence, { lost: missing }, now);
      return { text: eventBody(gap, this.#previous), sequence };
    }
    for (;;) {
      const event = feed.at(this.#position + 1);
      if (event === undefined) return undefined;
      if (event.kind === "gap" || this.#kinds.has(event.kind))
        return { text: eventBody(event.text, this.#previous), sequence: event.sequence };
      this.#position = event.sequence;
    }
  }

  sent({ sequence }: Outgoing): void {
    this.#position = sequence;
    this.#previous = sequence;
  }
}

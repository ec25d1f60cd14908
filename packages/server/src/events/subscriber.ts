/**
 * A connection that gets events. It gets them one after the other, as fast as it takes them: while its queue is full they
 * stay in their feeds, and of what these let go meanwhile it hears as a `gap`.
 */
import type { SubscribableEvent } from "@stui/protocol";
import type { Feed, Follower } from "./feed.js";
import { type Outgoing, Subscription } from "./subscription.js";

/** What became of an event. */
export type Offered = "taken" | "full" | "gone";

/** The way to a connection. */
export interface EventSink {
  /** Sends at once or not at all; must not reject. */
  offer(text: string): Promise<Offered>;
}

/** A connection, as those see it who may subscribe for it. */
export interface Receiver {
  /** Undefined where it cannot get what it has not asked for. */
  subscriber(): Subscriber | undefined;
}

/** Milliseconds until a full connection is tried again: at first and, doubled each time, at most. */
const RETRY_MS = { first: 10, most: 500 } as const;
/** Events that are sent before others get their turn. */
const BURST = 256;

export class Subscriber implements Follower {
  readonly #subscriptions = new Map<Feed, Subscription>();
  #sending = false;
  #retry: NodeJS.Timeout | undefined;
  #retryMs: number = RETRY_MS.first;
  #departed = false;
  /** What is to be done when the events that there are have been sent. */
  #afterwards: (() => void)[] = [];

  constructor(readonly sink: EventSink) {}

  /** Whether events are on their way right now. */
  get sending(): boolean {
    return this.#sending;
  }

  /** Does something behind the events that are on their way: what came after them must not overtake them. */
  afterwards(act: () => void): void {
    this.#afterwards.push(act);
  }

  /**
   * Follows a feed, or follows it otherwise than before.
   *
   * @param since send again what came after this; where absent, go on from here, or from where it was
   * @returns how many events after `since` are no longer there
   */
  subscribe(feed: Feed, kinds: readonly SubscribableEvent[], since: number | undefined): number {
    if (this.#departed) return 0;
    const known = this.#subscriptions.get(feed);
    const first = feed.first - 1;
    if (known !== undefined && since === undefined) known.change(kinds);
    else {
      const position = since === undefined ? feed.sequence : Math.max(since, first);
      this.#subscriptions.set(feed, new Subscription(feed, kinds, position));
    }
    feed.followers.add(this);
    // Behind the reply.
    setImmediate(() => this.fed());
    return since === undefined ? 0 : Math.max(0, first - since);
  }

  /** Whether it was subscribed. */
  unsubscribe(feed: Feed): boolean {
    feed.followers.delete(this);
    return this.#subscriptions.delete(feed);
  }

  /** The connection is gone. */
  depart(): void {
    this.#departed = true;
    clearTimeout(this.#retry);
    for (const feed of this.#subscriptions.keys()) feed.followers.delete(this);
    this.#subscriptions.clear();
  }

  fed(): void {
    if (!this.#sending && this.#retry === undefined && !this.#departed) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    let sent = 0;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const { subscription, outgoing } = next;
      const offered = await this.sink.offer(outgoing.text);
      if (offered === "full") {
        this.#waitForRoom();
        break;
      }
      if (offered === "gone") {
        this.depart();
        break;
      }
      subscription.sent(outgoing);
      this.#retryMs = RETRY_MS.first;
      sent += 1;
      if (sent % BURST === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#sending = false;
    for (const act of this.#afterwards.splice(0)) act();
  }

  #waitForRoom(): void {
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.fed();
    }, this.#retryMs).unref();
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.most);
  }

  #next(): { readonly subscription: Subscription; readonly outgoing: Outgoing } | undefined {
    for (const subscription of this.#subscriptions.values()) {
      const outgoing = subscription.next();
      if (outgoing !== undefined) return { subscription, outgoing };
      if (subscription.feed.ended) this.unsubscribe(subscription.feed);
    }
    return undefined;
  }
}

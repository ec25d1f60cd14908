/**
 * A connection that gets events. It gets them one after the other, as fast as it takes them: while its queue is full they
 * stay in their feeds, and of what these let go meanwhile it hears as a `gap`. Its replies wait here, so that events never
 * cost it one.
 */
import type { SubscribableEvent } from "@stui/protocol";
import type { Feed, Follower } from "./feed.js";
import { Subscription } from "./subscription.js";

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
/** Events that are sent before replies and others get their turn. */
const BURST = 256;
/** Replies that may wait for room, in number and in bytes at two a character. */
const MOST_REPLIES = 1_000;
const MOST_REPLY_BYTES = 16 * 1024 * 1024;

/** What is sent next, and what then is to be done. */
interface Item {
  readonly text: string;
  sent(): void;
}

export class Subscriber implements Follower {
  readonly #subscriptions = new Map<Feed, Subscription>();
  #sending = false;
  #retry: NodeJS.Timeout | undefined;
  #retryMs: number = RETRY_MS.first;
  #departed = false;
  readonly #replies: string[] = [];
  #replyBytes = 0;

  constructor(readonly sink: EventSink) {}

  /** Whether events are on their way, or wait for room: then replies go by `reply`. */
  get busy(): boolean {
    return this.#sending || this.#retry !== undefined;
  }

  /** Resolves when no events are on their way. */
  async settled(): Promise<void> {
    while (this.#sending) await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * Sends a reply behind the events that are on their way; before them, where they wait for room. Answers false, and does
   * nothing, where too many replies wait already.
   */
  reply(text: string): boolean {
    const bytes = text.length * 2;
    if (this.#replies.length >= MOST_REPLIES || this.#replyBytes + bytes > MOST_REPLY_BYTES) return false;
    this.#replies.push(text);
    this.#replyBytes += bytes;
    this.fed();
    return true;
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
    this.#retry = undefined;
    this.#replies.length = 0;
    for (const feed of this.#subscriptions.keys()) feed.followers.delete(this);
    this.#subscriptions.clear();
  }

  fed(): void {
    if (!this.#sending && this.#retry === undefined && !this.#departed) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    // What has waited for room is late already: of that, replies come first.
    let repliesFirst = this.#retryMs !== RETRY_MS.first;
    let sent = 0;
    for (let item = this.#next(repliesFirst); item !== undefined; item = this.#next(repliesFirst)) {
      const offered = await this.sink.offer(item.text);
      if (offered === "full") {
        this.#waitForRoom();
        break;
      }
      if (offered === "gone") {
        this.depart();
        break;
      }
      item.sent();
      this.#retryMs = RETRY_MS.first;
      sent += 1;
      repliesFirst = sent % BURST === 0;
      if (repliesFirst) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#sending = false;
  }

  #waitForRoom(): void {
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.fed();
    }, this.#retryMs).unref();
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.most);
  }

  #next(repliesFirst: boolean): Item | undefined {
    if (repliesFirst) return this.#nextReply() ?? this.#nextEvent();
    return this.#nextEvent() ?? this.#nextReply();
  }

  #nextReply(): Item | undefined {
    const [text] = this.#replies;
    if (text === undefined) return undefined;
    return {
      text,
      sent: () => {
        this.#replies.shift();
        this.#replyBytes -= text.length * 2;
      },
    };
  }

  #nextEvent(): Item | undefined {
    for (const subscription of this.#subscriptions.values()) {
      const outgoing = subscription.next();
      if (outgoing !== undefined) return { text: outgoing.text, sent: () => subscription.sent(outgoing) };
      if (subscription.feed.ended) this.unsubscribe(subscription.feed);
    }
    return undefined;
  }
}

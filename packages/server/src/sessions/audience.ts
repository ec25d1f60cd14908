/** The sessions of a server that somebody follows, or has followed. */
import type { EventData, SubscribableEvent } from "@stui/protocol";
import { Feed, type FeedLimits } from "../events/feed.js";
import type { Session } from "./session.js";

export class Audience {
  readonly #followed = new Set<Session>();

  constructor(readonly limits: FeedLimits) {}

  /** Whether nobody has ever followed a session that is still there. */
  get empty(): boolean {
    return this.#followed.size === 0;
  }

  /** The feed of a session, which begins now if it has none: somebody wants to hear of these kinds of events. */
  follow(session: Session, kinds: readonly SubscribableEvent[]): Feed {
    const { feed } = session;
    if (feed !== undefined) {
      feed.want(kinds);
      return feed;
    }
    const begun = new Feed(session.id, this.limits);
    session.feed = begun;
    begun.want(kinds);
    begun.publish("session", { state: "created", image: session.imageName }, session.createdAt);
    this.#followed.add(session);
    return begun;
  }

  /** The session has ended. */
  leave(session: Session, state: "closed" | "expired"): void {
    session.feed?.publish("session", { state });
    session.feed?.end();
    this.#followed.delete(session);
  }

  /** Whether some session in an image wants to hear of these events. */
  wants(imageName: string, kind: SubscribableEvent): boolean {
    for (const { feed, imageName: name } of this.#followed)
      if (name === imageName && feed?.wants(kind) === true) return true;
    return false;
  }

  /** Tells all sessions in an image. */
  publish<E extends SubscribableEvent>(imageName: string, kind: E, data: EventData<E>): void {
    for (const { feed, imageName: name } of this.#followed) if (name === imageName) feed?.publish(kind, data);
  }

  /** How many sessions have a feed, how many connections follow them, and what of events is kept. */
  get extent(): {
    readonly sessions: number;
    readonly followers: number;
    readonly events: number;
    readonly bytes: number;
  } {
    const feeds = [...this.#followed].flatMap(({ feed }) => feed ?? []);
    const sum = (of: (feed: Feed) => number): number => feeds.reduce((total, feed) => total + of(feed), 0);
    return {
      sessions: feeds.length,
      followers: sum((feed) => feed.followers.size),
      events: sum((feed) => feed.sequence + 1 - feed.first),
      bytes: sum((feed) => feed.bytes),
    };
  }

  /** Lets go the events that have been kept long enough. */
  sweep(): void {
    for (const { feed } of this.#followed) feed?.sweep();
  }
}

/** Events by session: who follows which, what was seen last, and following again after a lost connection. */
import {
  type EventOf,
  type Parameters,
  type Result,
  SessionExpired,
  SessionNotFound,
  type StuiEvent,
  type SubscribableEvent,
} from "@stui/protocol";

export type Followable = SubscribableEvent;

/** Events that did not come: those with a `sequence` above `after` and below `before`. */
export interface Missed {
  readonly after: number;
  readonly before: number;
}

/** What is done with events of the kinds `E`. */
export interface FollowHandlers<E extends Followable = Followable> {
  /** An event of one of the kinds that are followed, or a `gap` that the server announces. */
  onEvent(event: EventOf<E> | EventOf<"gap">): void;
  /** Some were lost, be it on the way or since the server let them go. Ask for the present state instead. */
  onMissed?(missed: Missed): void;
  /** After a lost connection the session could not be followed again, for instance since it has expired. */
  onEnd?(error: unknown): void;
}

export interface Following {
  readonly sessionId: string;
  /** Ends it; others that follow the session go on. Does nothing where the session has ended. */
  stop(): Promise<void>;
}

interface Follower {
  readonly events: readonly Followable[];
  /** Told of every event of the feed. */
  onEvent(event: StuiEvent): void;
  onMissed(missed: Missed): void;
  onEnd(error: unknown): void;
}

const isOneOf = <E extends Followable>(event: StuiEvent, kinds: readonly E[]): event is EventOf<E> =>
  kinds.some((kind) => kind === event.event);

interface Feed {
  readonly followers: Set<Follower>;
  /** The latest `sequence` that was seen. */
  last: number | undefined;
}

/** The two commands on which it rests. */
export interface Subscribing {
  subscribe(parameters: Parameters<"subscribe">): Promise<Result<"subscribe">>;
  unsubscribe(parameters: Parameters<"unsubscribe">): Promise<unknown>;
  onFault(error: unknown): void;
}

export class EventFeeds {
  readonly #feeds = new Map<string, Feed>();

  constructor(readonly wire: Subscribing) {}

  /** @param since have sent again what came after this `sequence` */
  async follow<E extends Followable>(
    sessionId: string,
    events: readonly E[],
    handlers: FollowHandlers<E>,
    since?: number,
  ): Promise<Following> {
    const follower: Follower = {
      events,
      onEvent: (event) => {
        if (event.event === "gap" || isOneOf(event, events)) handlers.onEvent(event);
      },
      onMissed: (missed) => handlers.onMissed?.(missed),
      onEnd: (error) => handlers.onEnd?.(error),
    };
    const feed = this.#feeds.get(sessionId) ?? { followers: new Set(), last: since };
    this.#feeds.set(sessionId, feed);
    feed.followers.add(follower);
    try {
      await this.#subscribe(sessionId, feed);
    } catch (error) {
      this.#leave(sessionId, feed, follower);
      throw error;
    }
    return { sessionId, stop: () => this.#stop(sessionId, feed, follower) };
  }

  dispatch(event: StuiEvent): void {
    const feed = this.#feeds.get(event.session_id);
    // Asked for again, an event may come twice.
    if (feed === undefined || (feed.last !== undefined && event.sequence <= feed.last)) return;
    const { last } = feed;
    feed.last = event.sequence;
    if (last !== undefined && event.previous !== null && event.previous > last)
      this.#tell(feed, (follower) => follower.onMissed({ after: last, before: event.sequence }));
    if (event.event === "gap") {
      const after = event.previous ?? event.sequence - event.data.lost;
      this.#tell(feed, (follower) => follower.onMissed({ after, before: event.sequence + 1 }));
    }
    this.#tell(feed, (follower) => follower.onEvent(event));
  }

  /** There is a new connection, on which nothing is subscribed. */
  resubscribe(): void {
    for (const [sessionId, feed] of this.#feeds)
      this.#subscribe(sessionId, feed).catch((error: unknown) => {
        if (this.#feeds.get(sessionId) === feed) this.#feeds.delete(sessionId);
        this.#tell(feed, (follower) => follower.onEnd(error));
      });
  }

  async #subscribe(session_id: string, feed: Feed): Promise<void> {
    const since = feed.last;
    const events = [...new Set([...feed.followers].flatMap((follower) => follower.events))];
    const { sequence, missed } = await this.wire.subscribe(
      since === undefined ? { session_id, events } : { session_id, events, since },
    );
    if (since === undefined) feed.last ??= sequence;
    else if (missed > 0)
      this.#tell(feed, (follower) => follower.onMissed({ after: since, before: since + missed + 1 }));
  }

  async #stop(session_id: string, feed: Feed, follower: Follower): Promise<void> {
    if (!this.#leave(session_id, feed, follower)) return;
    try {
      if (feed.followers.size > 0) await this.#subscribe(session_id, feed);
      else await this.wire.unsubscribe({ session_id });
    } catch (error) {
      if (!(error instanceof SessionNotFound || error instanceof SessionExpired)) throw error;
    }
  }

  /** Whether it was there, on a feed that still is. */
  #leave(sessionId: string, feed: Feed, follower: Follower): boolean {
    const present = this.#feeds.get(sessionId) === feed && feed.followers.delete(follower);
    if (present && feed.followers.size === 0) this.#feeds.delete(sessionId);
    return present;
  }

  #tell(feed: Feed, what: (follower: Follower) => void): void {
    for (const follower of feed.followers)
      try {
        what(follower);
      } catch (error) {
        this.wire.onFault(error);
      }
  }
}

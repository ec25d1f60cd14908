/**
 * The events of one session, in order: numbered, kept for a while, and handed to whoever subscribed. A feed begins with the
 * first subscription of its session; before it, nothing is made or kept.
 */
import {
  type EventData,
  type EventName,
  type EventText,
  encodeEvent,
  type Limits,
  type SubscribableEvent,
} from "@stui/protocol";

export type FeedLimits = Pick<
  Limits,
  "max_events" | "max_event_bytes" | "event_retention_s" | "max_message_bytes"
>;

/** An event that is still kept. */
export interface KeptEvent {
  readonly sequence: number;
  readonly kind: EventName;
  readonly text: EventText;
  /** In memory, at two bytes a character. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Whoever is to look at a feed when something is new in it. */
export interface Follower {
  fed(): void;
}

/** Of an event, in memory, beside its text. */
const OVERHEAD_BYTES = 100;
/** Digits of a `previous`, at most. */
const PREVIOUS_BYTES = 16;
/** Events that were let go may stay in front so long until the rest is moved. */
const SLACK = 1_024;

export class Feed {
  readonly followers = new Set<Follower>();
  /** What somebody has asked for, once: only that is made. */
  readonly #wanted = new Set<EventName>();
  /** Undefined where one was let go. */
  #kept: (KeptEvent | undefined)[] = [];
  /** Where in `#kept` the oldest is. */
  #oldest = 0;
  #bytes = 0;
  #sequence = 0;
  #ended = false;

  constructor(
    readonly sessionId: string,
    readonly limits: FeedLimits,
  ) {}

  /** Of the latest event; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Of the oldest event that is kept; one more than the latest where none is. */
  get first(): number {
    return this.#sequence + 1 - (this.#kept.length - this.#oldest);
  }

  /** Whether the session has ended: nothing more will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Bytes that the kept events take. */
  get bytes(): number {
    return this.#bytes;
  }

  wants(kind: EventName): boolean {
    return this.#wanted.has(kind);
  }

  /** From now on events of these kinds are made. */
  want(kinds: readonly SubscribableEvent[]): void {
    for (const kind of kinds) this.#wanted.add(kind);
  }

  /** The kept event of that number. */
  at(sequence: number): KeptEvent | undefined {
    return sequence < this.first ? undefined : this.#kept[this.#oldest + sequence - this.first];
  }

  /**
   * Tells of something that happened, if anybody wants to know.
   *
   * @param at when, in milliseconds since 1970
   */
  publish<E extends SubscribableEvent>(kind: E, data: EventData<E>, at: number = Date.now()): void {
    if (this.#ended || !this.#wanted.has(kind)) return;
    const sequence = this.#sequence + 1;
    const text = encodeEvent(kind, this.sessionId, sequence, data, new Date(at).toISOString());
    if (this.#fits(text)) this.#keep(kind, text, at);
    else {
      const gap = encodeEvent("gap", this.sessionId, sequence, { lost: 1 }, new Date(at).toISOString());
      this.#keep("gap", gap, at);
    }
    for (const follower of this.followers) follower.fed();
  }

  /** Nothing more comes; who follows still gets what there is. */
  end(): void {
    this.#ended = true;
    for (const follower of this.followers) follower.fed();
  }

  /** Lets go what has been kept long enough. */
  sweep(now: number = Date.now()): void {
    const since = now - this.limits.event_retention_s * 1_000;
    while ((this.#kept[this.#oldest]?.at ?? Number.POSITIVE_INFINITY) < since) this.#drop();
    this.#compact();
  }

  #keep(kind: EventName, text: EventText, at: number): void {
    this.#sequence += 1;
    const bytes = (text.before.length + text.after.length) * 2 + OVERHEAD_BYTES;
    this.#kept.push({ sequence: this.#sequence, kind, text, bytes, at });
    this.#bytes += bytes;
    const { max_events: most, max_event_bytes: mostBytes } = this.limits;
    while (this.#kept.length - this.#oldest > most || this.#bytes > mostBytes) this.#drop();
  }

  #fits({ before, after }: EventText): boolean {
    const { max_message_bytes: most } = this.limits;
    const characters = before.length + after.length;
    if (characters * 3 + PREVIOUS_BYTES <= most) return true;
    return Buffer.byteLength(before) + Buffer.byteLength(after) + PREVIOUS_BYTES <= most;
  }

  #drop(): void {
    this.#bytes -= this.#kept[this.#oldest]?.bytes ?? 0;
    this.#kept[this.#oldest] = undefined;
    this.#oldest += 1;
    if (this.#oldest > SLACK + this.#kept.length / 2) this.#compact();
  }

  #compact(): void {
    this.#kept = this.#kept.slice(this.#oldest);
    this.#oldest = 0;
  }
}

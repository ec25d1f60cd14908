/**
 * Ends an image that no longer answers: one whose heartbeat stays away, or whose oldest call is past its time. A call that
 * is somewhat late is interrupted first, which ends whatever still polls.
 *
 * It ticks only while calls are outstanding, and counts beats by ticks, not by the clock: after a machine has slept,
 * nothing is overdue.
 */

/** Milliseconds between two looks. */
export const WATCHDOG_TICK_MS = 500;

/** Heartbeats that may stay unanswered: 10 s. */
const MAX_UNANSWERED = 20;

/** Milliseconds that a call may be late, beyond its own limit and what unwinding takes. */
export const GRACE_MS = 2_000;

export const NO_ANSWER = "it no longer answered";

export interface WatchdogClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls back every `ms`; the answer stops it. */
  every(ms: number, callback: () => void): () => void;
}

export const systemClock: WatchdogClock = {
  now: () => performance.now(),
  every: (ms, callback) => {
    const timer = setInterval(callback, ms).unref();
    return () => clearInterval(timer);
  },
};

export interface Watched {
  askBeat(): void;
  interrupt(number: number): void;
  end(reason: string): void;
}

/** The oldest outstanding call: the one that is being carried out. */
export interface OldestCall {
  readonly number: number;
  /** Milliseconds that it may take. */
  readonly allowanceMs: number;
}

export class Watchdog {
  #oldest: OldestCall | undefined;
  /** When it became the oldest. */
  #since = 0;
  #unanswered = 0;
  #stop: (() => void) | undefined;

  constructor(
    readonly watched: Watched,
    readonly beats: boolean,
    readonly clock: WatchdogClock = systemClock,
  ) {}

  /** Told whenever the oldest outstanding call may have changed; undefined where none is outstanding. */
  watch(oldest: OldestCall | undefined): void {
    if (oldest !== undefined && oldest.number !== this.#oldest?.number) {
      this.#since = this.clock.now();
      this.#stop ??= this.clock.every(WATCHDOG_TICK_MS, () => this.#tick());
    }
    this.#oldest = oldest;
  }

  /** A heartbeat was answered. */
  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#oldest = undefined;
    this.#unanswered = 0;
  }

  #tick(): void {
    const oldest = this.#oldest;
    if (oldest === undefined) {
      this.stop();
      return;
    }
    const late = this.clock.now() - this.#since - oldest.allowanceMs;
    if (late > GRACE_MS || this.#unanswered >= MAX_UNANSWERED) {
      this.stop();
      this.watched.end(NO_ANSWER);
      return;
    }
    if (late > GRACE_MS / 2) this.watched.interrupt(oldest.number);
    if (this.beats) {
      this.#unanswered += 1;
      this.watched.askBeat();
    }
  }
}

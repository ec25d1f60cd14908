/** The calls that wait for their replies. */
import type { CommandName, FailureReply, SuccessReply } from "@stui/protocol";

/** One call, sent or yet to be sent. */
export interface Flight {
  readonly id: string;
  readonly command: CommandName;
  /** The request, to be sent again as it is: the server knows it by its id and runs it once. */
  readonly text: string;
  /** Gives the caller result or error. */
  settle(reply: SuccessReply | FailureReply): void;
  fail(error: Error): void;
}

interface Patience {
  readonly flight: Flight;
  /** When it is sent again (`performance.now`), and after how long the time after that. */
  resendAt: number;
  interval: number;
}

export class CallsInFlight {
  readonly #byId = new Map<string, Patience>();
  #sweeping: NodeJS.Timeout | undefined;

  /**
   * @param resendAfterMs silence after which a request is sent again; doubled each time
   * @param resend sends it
   */
  constructor(
    readonly resendAfterMs: number,
    readonly resend: (flight: Flight) => void,
  ) {}

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  add(flight: Flight): void {
    const interval = this.resendAfterMs;
    this.#byId.set(flight.id, { flight, interval, resendAt: performance.now() + interval });
    this.#sweeping ??= setInterval(() => this.#sweep(), Math.max(1, interval / 2));
  }

  /** The call that a reply answers, which is no longer in flight; undefined where it is a repetition. */
  take(id: string): Flight | undefined {
    const flight = this.#byId.get(id)?.flight;
    if (flight !== undefined) this.#byId.delete(id);
    if (this.#byId.size === 0) this.#rest();
    return flight;
  }

  /** Sends all again, the oldest first: after a lost connection nobody knows what arrived. */
  resendAll(): void {
    const now = performance.now();
    for (const patience of this.#byId.values()) {
      patience.resendAt = now + patience.interval;
      this.resend(patience.flight);
    }
  }

  failAll(errorOf: (flight: Flight) => Error): void {
    for (const { flight } of [...this.#byId.values()]) flight.fail(errorOf(flight));
    this.#byId.clear();
    this.#rest();
  }

  #sweep(): void {
    const now = performance.now();
    for (const patience of this.#byId.values()) {
      if (patience.resendAt > now) continue;
      patience.interval *= 2;
      patience.resendAt = now + patience.interval;
      this.resend(patience.flight);
    }
  }

  #rest(): void {
    clearInterval(this.#sweeping);
    this.#sweeping = undefined;
  }
}

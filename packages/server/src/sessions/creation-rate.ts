/** How fast a client may create sessions: a sliding window. */
import { RateLimited } from "@stui/protocol";

export class CreationRate {
  readonly #recent = new Map<string, number[]>();

  /**
   * @param most creations within the window
   * @param windowMs the window, in milliseconds
   */
  constructor(
    readonly most: number,
    readonly windowMs: number,
  ) {}

  /**
   * Counts one creation.
   *
   * @param now of a monotonic clock, in milliseconds
   * @throws RateLimited
   */
  count(clientId: string, now: number): void {
    const recent = this.#within(clientId, now);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= this.most)
      throw new RateLimited({ retry_after_ms: Math.max(1, Math.ceil(oldest + this.windowMs - now)) });
    recent.push(now);
    this.#recent.set(clientId, recent);
  }

  /** Forgets the clients that have created nothing within the window. */
  sweep(now: number): void {
    for (const clientId of this.#recent.keys())
      if (this.#within(clientId, now).length === 0) this.#recent.delete(clientId);
  }

  #within(clientId: string, now: number): number[] {
    return (this.#recent.get(clientId) ?? []).filter((at) => at > now - this.windowMs);
  }
}

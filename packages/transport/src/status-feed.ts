/** A value that changes, and those who follow it. */

/** Changes kept for a follower that does not read; of more, the oldest go. */
const MOST_KEPT = 256;

interface Follower<T> {
  readonly waiting: T[];
  wake: () => void;
}

/** The present status and, by iterating, every one after it. Any number may iterate at once. */
export class StatusFeed<T> implements AsyncIterable<T> {
  #current: T;
  #ended = false;
  readonly #followers = new Set<Follower<T>>();

  constructor(initial: T) {
    this.#current = initial;
  }

  get current(): T {
    return this.#current;
  }

  announce(status: T): void {
    if (this.#ended) return;
    this.#current = status;
    for (const follower of this.#followers) {
      follower.waiting.push(status);
      if (follower.waiting.length > MOST_KEPT) follower.waiting.shift();
      follower.wake();
    }
  }

  /** Announces the last status; every iteration ends after it. */
  end(last: T): void {
    this.announce(last);
    this.#ended = true;
    for (const follower of this.#followers) follower.wake();
  }

  /** Begins with the present status. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    const follower: Follower<T> = { waiting: [this.#current], wake: () => {} };
    this.#followers.add(follower);
    try {
      for (;;) {
        const next = follower.waiting.shift();
        if (next !== undefined) yield next;
        else if (this.#ended) return;
        else
          await new Promise<void>((resolve) => {
            follower.wake = resolve;
          });
      }
    } finally {
      this.#followers.delete(follower);
    }
  }
}

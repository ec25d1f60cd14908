/** What runs in a session, and what waits for it: requests of the lane `run` one after another, others beside them. */
import { Interrupted, ServerBusy, type StuiError } from "@stui/protocol";
import type { RunId } from "../images/image.js";

/** Requests that may wait in one session: as many as fit in one array of requests. */
export const MAX_WAITING = 1_024;

/** Starts the work of one request. `run` names it to the image. */
export type Work<T> = (run: RunId) => T | Promise<T>;

interface Waiting {
  readonly requestId: string;
  readonly begin: () => void;
  readonly refuse: (error: StuiError) => void;
}

let lastRun: RunId = 0;
/** A number that names one run in whatever image. */
export const nextRun = (): RunId => {
  lastRun += 1;
  return lastRun;
};

export class Lane {
  #waiting: Waiting[] = [];
  #occupied = false;
  /** What has begun and not ended, with the request that asked for it. */
  readonly #running = new Map<RunId, string>();

  /** Whether something runs in order, or waits to. */
  get busy(): boolean {
    return this.#occupied;
  }

  /** Whether anything runs, in order or beside. */
  get active(): boolean {
    return this.#occupied || this.#running.size > 0;
  }

  /** Runs `work` when all that came before it in this lane has ended. Rejects with ServerBusy where too many wait. */
  inOrder<T>(requestId: string, work: Work<T>): Promise<T> {
    if (!this.#occupied) {
      this.#occupied = true;
      return this.#start(requestId, work).finally(() => this.#next());
    }
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new ServerBusy({}));
    return new Promise<T>((resolve, reject) => {
      const begin = (): void => {
        resolve(this.#start(requestId, work).finally(() => this.#next()));
      };
      this.#waiting.push({ requestId, begin, refuse: reject });
    });
  }

  /** Runs `work` at once, beside what runs in order. */
  beside<T>(requestId: string, work: Work<T>): Promise<T> {
    return this.#start(requestId, work);
  }

  /**
   * Ends what has begun and, where a request is named, what waits; answers whether there was anything.
   *
   * @param interrupt tells the image to end a run
   */
  interrupt(requestId: string | undefined, interrupt: (run: RunId) => void): boolean {
    let found = false;
    for (const [run, id] of this.#running) {
      if (requestId !== undefined && id !== requestId) continue;
      found = true;
      interrupt(run);
    }
    if (requestId === undefined) return found;
    return this.refuseWaiting(new Interrupted(), (waiting) => waiting === requestId) || found;
  }

  /** Refuses what waits, all of it or what `which` says; answers whether there was anything. */
  refuseWaiting(error: StuiError, which: (requestId: string) => boolean = () => true): boolean {
    const refused = this.#waiting.filter((waiting) => which(waiting.requestId));
    if (refused.length === 0) return false;
    this.#waiting = this.#waiting.filter((waiting) => !refused.includes(waiting));
    for (const waiting of refused) waiting.refuse(error);
    return true;
  }

  async #start<T>(requestId: string, work: Work<T>): Promise<T> {
    const run = nextRun();
    this.#running.set(run, requestId);
    try {
      return await work(run);
    } finally {
      this.#running.delete(run);
    }
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#occupied = false;
    else next.begin();
  }
}

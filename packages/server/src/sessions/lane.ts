/** What runs in a session, and what waits for it: requests of the lane `run` one after another, others beside them. */
import { Interrupted, ServerBusy, type StuiError } from "@stui/protocol";
import type { RunId } from "../images/image.js";

/** Requests that may wait in one session: as many as fit in one array of requests. */
export const MAX_WAITING = 1_024;

/** Starts the work of one request. `run` names it to the image. */
export type Work<T> = (run: RunId) => T | Promise<T>;

class Waiting {
  constructor(
    readonly requestId: string,
    readonly begin: () => void,
    readonly refuse: (error: StuiError) => void,
  ) {}
}

interface Running {
  readonly requestId: string;
  readonly inOrder: boolean;
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
  #hasRun = false;
  /** What has begun and not ended, with the request that asked for it. */
  readonly #running = new Map<RunId, Running>();

  /** Whether something runs in order, or waits to. */
  get busy(): boolean {
    return this.#occupied;
  }

  /** Whether anything has ever run in order. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** Whether anything runs, in order or beside. */
  get active(): boolean {
    return this.#occupied || this.#running.size > 0;
  }

  /** Runs `work` when all that came before it in this lane has ended. Rejects with ServerBusy where too many wait. */
  inOrder<T>(requestId: string, work: Work<T>): Promise<T> {
    if (!this.#occupied) {
      this.#occupied = true;
      this.#hasRun = true;
      return this.#start({ requestId, inOrder: true }, work);
    }
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new ServerBusy({}));
    return new Promise<T>((resolve, reject) => {
      const running = { requestId, inOrder: true };
      this.#waiting.push(new Waiting(requestId, () => resolve(this.#start(running, work)), reject));
    });
  }

  /** Runs `work` at once, beside what runs in order. */
  beside<T>(requestId: string, work: Work<T>): Promise<T> {
    return this.#start({ requestId, inOrder: false }, work);
  }

  /**
   * Ends what a user means: the request that is named, running or waiting; else the run that is in order, or where there is
   * none, what runs beside. Answers whether there was anything.
   *
   * @param interrupt tells the image to end a run
   */
  interrupt(requestId: string | undefined, interrupt: (run: RunId) => void): boolean {
    const runs = [...this.#running];
    const inOrder = runs.filter(([, running]) => running.inOrder);
    const meant =
      requestId === undefined
        ? inOrder.length > 0
          ? inOrder
          : runs
        : runs.filter(([, running]) => running.requestId === requestId);
    for (const [run] of meant) interrupt(run);
    const waited =
      requestId !== undefined && this.refuseWaiting(new Interrupted(), (waiting) => waiting === requestId);
    return meant.length > 0 || waited;
  }

  /** Ends everything that has begun. */
  interruptAll(interrupt: (run: RunId) => void): void {
    for (const run of this.#running.keys()) interrupt(run);
  }

  /** Refuses what waits, all of it or what `which` says; answers whether there was anything. */
  refuseWaiting(error: StuiError, which: (requestId: string) => boolean = () => true): boolean {
    const refused = this.#waiting.filter((waiting) => which(waiting.requestId));
    if (refused.length === 0) return false;
    this.#waiting = this.#waiting.filter((waiting) => !refused.includes(waiting));
    for (const waiting of refused) waiting.refuse(error);
    return true;
  }

  async #start<T>(running: Running, work: Work<T>): Promise<T> {
    const run = nextRun();
    this.#running.set(run, running);
    try {
      return await work(run);
    } finally {
      this.#running.delete(run);
      if (running.inOrder) this.#next();
    }
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#occupied = false;
    else next.begin();
  }
}

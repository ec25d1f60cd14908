/** What runs in a session, and what waits for it: requests of the lane `run` one after another, others beside them. */
import { Interrupted, ServerBusy, type StuiError } from "@stui/protocol";
import type { RunId } from "../images/image.js";

/** Requests that may wait in one session: as many as fit in one array of requests. */
export const MAX_WAITING = 1_024;

/**
 * Requests that may be begun ahead of their turn. More would make no difference to how many go in one message, and keep
 * other sessions of the image waiting the longer where one of them takes its time after all.
 */
export const MAX_AHEAD = 8;

/** Starts the work of one request. `run` names it to the image. */
export type Work<T> = (run: RunId) => T | Promise<T>;

class Waiting {
  constructor(
    readonly turn: Running,
    readonly begin: () => void,
    readonly refuse: (error: StuiError) => void,
  ) {}
}

interface Running {
  readonly requestId: string;
  readonly inOrder: boolean;
  /** Whether the image lets it follow by itself upon what was given to it before. */
  readonly follows: boolean;
}

let lastRun: RunId = 0;
/** A number that names one run in whatever image. */
export const nextRun = (): RunId => {
  lastRun += 1;
  return lastRun;
};

export class Lane {
  #waiting: Waiting[] = [];
  /** How many have begun in order, and whether all of them follow. */
  #turns = 0;
  #following = false;
  #hasRun = false;
  /** What has begun and not ended, with the request that asked for it. */
  readonly #running = new Map<RunId, Running>();

  /** Whether something runs in order, or waits to. */
  get busy(): boolean {
    return this.#turns > 0;
  }

  /** How many wait for what came before them. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether anything has ever run in order. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** Whether anything runs, in order or beside. */
  get active(): boolean {
    return this.#running.size > 0;
  }

  /**
   * Runs `work` when all that came before it in this lane has ended. Rejects with ServerBusy where too many wait.
   *
   * @param follows whether it may begin earlier, since the image carries out after one another what it is given; so may
   * then only what follows as well
   */
  inOrder<T>(requestId: string, work: Work<T>, follows = false): Promise<T> {
    const turn: Running = { requestId, inOrder: true, follows };
    if (this.#waiting.length === 0 && this.#mayBegin(turn)) return this.#begin(turn, work);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new ServerBusy({}));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(new Waiting(turn, () => resolve(this.#begin(turn, work)), reject));
    });
  }

  #mayBegin({ follows }: Running): boolean {
    return this.#turns === 0 || (follows && this.#following && this.#turns < MAX_AHEAD);
  }

  #begin<T>(turn: Running, work: Work<T>): Promise<T> {
    this.#turns += 1;
    this.#following = turn.follows;
    this.#hasRun = true;
    return this.#start(turn, work);
  }

  /** Runs `work` at once, beside what runs in order. */
  beside<T>(requestId: string, work: Work<T>): Promise<T> {
    return this.#start({ requestId, inOrder: false, follows: false }, work);
  }

  /**
   * Ends what a user means: the request that is named, running or waiting; else the run that is in order, or where there is
   * none, what runs beside. Answers whether there was anything.
   *
   * @param interrupt tells the image to end a run
   */
  interrupt(requestId: string | undefined, interrupt: (run: RunId) => void): boolean {
    const runs = [...this.#running];
    const oldest = runs.find(([, running]) => running.inOrder);
    const meant =
      requestId === undefined
        ? oldest === undefined
          ? runs
          : [oldest]
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
    const refused = this.#waiting.filter((waiting) => which(waiting.turn.requestId));
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
    this.#turns -= 1;
    let [next] = this.#waiting;
    while (next !== undefined && this.#mayBegin(next.turn)) {
      this.#waiting.shift();
      next.begin();
      [next] = this.#waiting;
    }
  }
}

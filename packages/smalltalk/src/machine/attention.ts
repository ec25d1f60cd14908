/**
 * The words that running code and the threads around it share.
 *
 * Word 0 is the limit: the depth of the stack at which a run is asked to stop. Emitted code compares its depth with it at
 * entries and loop heads; whoever wants attention lowers it below every depth. Word 1 tells whether code is running,
 * word 2 which run the image is in (0: none that can be interrupted). From word 3 on, each run has a word of its own, by
 * its number modulo RUN_WINDOW: an interrupt writes the run's number there. So it is never lost, holds for a run that has
 * not begun yet, and never touches another.
 */

const LIMIT = 0;
const RUNNING = 1;
const RUN = 2;
const INTERRUPTS = 3;

/**
 * Numbers of runs that can be told apart: a run must not begin, nor be interrupted, before the one whose number is less
 * by this much has ended.
 */
export const RUN_WINDOW = 1024;

/** Milliseconds between two looks at the clock while code runs: how exact time limits and turns are. */
export const ATTENTION_INTERVAL_MS = 2;

export type Attention = SharedArrayBuffer;

/** Numbers a run, from 1 to 2³¹ − 1; 0 stands for a run that nobody interrupts. */
export type RunNumber = number;

export function makeAttention(): Attention {
  return new SharedArrayBuffer((INTERRUPTS + RUN_WINDOW) * Int32Array.BYTES_PER_ELEMENT);
}

const interruptWord = (run: RunNumber): number => INTERRUPTS + (run % RUN_WINDOW);

/** The image's own side: used on its thread only. */
export class AttentionWords {
  readonly words: Int32Array;
  #undisturbed = false;
  readonly #limit: number;

  constructor(
    readonly shared: Attention,
    /** Activations that may stand on one another. */
    readonly depth: number,
    /** Whether code asks at each of its polls. */
    restless = false,
  ) {
    this.words = new Int32Array(shared);
    this.#limit = restless ? -1 : depth;
    this.words[LIMIT] = this.#limit;
  }

  /** The image turns to a run. Answers whether it was interrupted before it began. */
  begin(run: RunNumber): boolean {
    Atomics.store(this.words, RUN, run);
    return this.#interrupted();
  }

  /** The image is done with the run: interrupts that come later touch nothing. */
  end(): void {
    const run = Atomics.exchange(this.words, RUN, 0);
    if (run !== 0) Atomics.store(this.words, interruptWord(run), 0);
  }

  /** The run that the image is in. */
  get run(): RunNumber {
    return Atomics.load(this.words, RUN);
  }

  /** Answers the run that the image was in. */
  turnTo(run: RunNumber): RunNumber {
    return Atomics.exchange(this.words, RUN, run);
  }

  /** The run has ended: interrupts that come later touch nothing. */
  forget(run: RunNumber): void {
    if (run !== 0) Atomics.store(this.words, interruptWord(run), 0);
  }

  /** Whether somebody has interrupted the run. */
  isInterrupted(run: RunNumber): boolean {
    return run !== 0 && Atomics.load(this.words, interruptWord(run)) === run;
  }

  /** Code starts; `undisturbed` code is not interrupted, whatever was asked for. */
  start(undisturbed: boolean): void {
    this.#undisturbed = undisturbed;
    Atomics.store(this.words, LIMIT, this.#limit);
    Atomics.store(this.words, RUNNING, 1);
    // Asked for between two pieces of code of this run: the next poll sees it.
    if (this.#interrupted()) Atomics.store(this.words, LIMIT, -1);
  }

  stop(): void {
    Atomics.store(this.words, RUNNING, 0);
  }

  /** Answers whether this run is to be interrupted; where it is not, code runs on undisturbed. */
  take(): { interrupted: boolean } {
    // The limit first: an interrupt that comes between the two lowers it again.
    Atomics.store(this.words, LIMIT, this.#limit);
    return { interrupted: this.#interrupted() };
  }

  /** An interrupt holds until the run ends, however many pieces of code it consists of. */
  #interrupted(): boolean {
    const run = Atomics.load(this.words, RUN);
    return run !== 0 && !this.#undisturbed && Atomics.load(this.words, interruptWord(run)) === run;
  }
}

/**
 * Interrupts the run of this number, which may not have begun yet; nothing happens where it has ended. From any thread.
 * See RUN_WINDOW for the numbers.
 */
export function interruptRun(attention: Attention, run: RunNumber): void {
  const words = new Int32Array(attention);
  Atomics.store(words, interruptWord(run), run);
  Atomics.store(words, LIMIT, -1);
}

/** Whether the run of this number was interrupted and has not ended since. From any thread. */
export function isRunInterrupted(attention: Attention, run: RunNumber): boolean {
  return Atomics.load(new Int32Array(attention), interruptWord(run)) === run;
}

/**
 * Lets running code look at its clock, every few milliseconds: without it no time limit ends a run. For the thread that
 * watches an image, while it has requests outstanding; call the answer to stop.
 */
export function watchClock(attention: Attention): () => void {
  const words = new Int32Array(attention);
  const timer = setInterval(() => {
    if (Atomics.load(words, RUNNING) !== 0) Atomics.store(words, LIMIT, -1);
  }, ATTENTION_INTERVAL_MS);
  return () => clearInterval(timer);
}

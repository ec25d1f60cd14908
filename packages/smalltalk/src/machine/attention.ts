/**
 * The words that running code and the threads around it share.
 *
 * Word 0 is the limit: the depth of the stack at which a run is asked to stop. Emitted code compares its depth with it at
 * entries and loop heads; whoever wants attention lowers it below every depth. Word 1 holds the reasons, word 2 whether
 * code is running.
 */

const LIMIT = 0;
const REASONS = 1;
const RUNNING = 2;

const INTERRUPT = 1;

/** Milliseconds between two looks at the clock while code runs: how exact a time limit is. */
export const ATTENTION_INTERVAL_MS = 5;

export type Attention = SharedArrayBuffer;

export function makeAttention(): Attention {
  return new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
}

/** The image's own side: used on its thread only. */
export class AttentionWords {
  readonly words: Int32Array;

  constructor(
    readonly shared: Attention,
    /** Activations that may stand on one another. */
    readonly depth: number,
  ) {
    this.words = new Int32Array(shared);
    this.words[LIMIT] = depth;
  }

  set running(running: boolean) {
    Atomics.store(this.words, RUNNING, running ? 1 : 0);
  }

  /** Answers whether an interrupt was asked for, and forgets it; code then runs on undisturbed. */
  take(): { interrupted: boolean } {
    Atomics.store(this.words, LIMIT, this.depth);
    return { interrupted: (Atomics.exchange(this.words, REASONS, 0) & INTERRUPT) !== 0 };
  }
}

/** Interrupts what runs in the image; nothing happens when nothing runs. From any thread. */
export function interruptRun(attention: Attention): void {
  const words = new Int32Array(attention);
  if (Atomics.load(words, RUNNING) === 0) return;
  Atomics.or(words, REASONS, INTERRUPT);
  Atomics.store(words, LIMIT, -1);
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

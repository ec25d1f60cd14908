/**
 * An image in a thread of this process: for `stui eval` and tests. It starts fast and ends with the process, but a heap
 * that overflows takes the process along.
 */
import { Worker } from "node:worker_threads";
import { type Attention, interruptRun, makeAttention, watchClock } from "@stui/smalltalk/attention";
import type { Image, ImageEvents } from "../image.js";
import { DEFAULT_HEAP_MB } from "./defaults.js";
import { EmbeddedImage } from "./embedded-image.js";
import type { Call, ToImage } from "./mailbox.js";
import type { ThreadData, ThreadMessage } from "./thread-entry.js";
import type { Vessel, VesselEvents } from "./vessel.js";

/** The built file, whether this one is run built or from its source. */
const ENTRY = new URL("../../../dist/images/embedded/thread-entry.js", import.meta.url);

/** MiB of stack of the image's thread. */
const STACK_MB = 64;

export interface ThreadImageOptions {
  /** MiB that the image's heap may grow to. */
  readonly heapMb?: number;
}

/** Opens an image in a thread. It takes calls at once. */
export function openThreadImage(events: ImageEvents, options: ThreadImageOptions = {}): Image {
  const heapMb = options.heapMb ?? DEFAULT_HEAP_MB;
  return new EmbeddedImage({
    kind: "thread",
    beats: false,
    events,
    launch: (vesselEvents) => new ThreadVessel(heapMb, vesselEvents),
  });
}

class ThreadVessel implements Vessel {
  readonly #worker: Worker;
  readonly #attention: Attention = makeAttention();
  #stopClock: (() => void) | undefined;
  #busy = false;
  /** Whether processes go on though no call is in hand. */
  #working = false;
  #reason: string | undefined;
  #closing = false;

  constructor(heapMb: number, events: VesselEvents) {
    const data: ThreadData = { attention: this.#attention, stackMb: STACK_MB };
    this.#worker = new Worker(ENTRY, {
      workerData: data,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: heapMb },
      // Nothing of this process's surroundings is the image's affair.
      argv: [],
      env: {},
      execArgv: [],
    });
    this.#worker.on("message", (message: ThreadMessage) => {
      if (message === "ready") events.ready();
      else if ("working" in message) {
        this.#working = message.working;
        this.#watch();
      } else events.replied(message);
    });
    this.#worker.on("error", (error: unknown) => {
      this.#reason ??= reasonOf(error);
    });
    this.#worker.on("exit", (code) => {
      this.#stopClock?.();
      if (!this.#closing) events.died(this.#reason ?? `its thread ended with code ${code}`);
    });
  }

  send(calls: readonly Call[]): void {
    this.#post(calls);
  }

  #post(message: ToImage): void {
    this.#worker.postMessage(message);
  }

  interrupt(number: number): void {
    interruptRun(this.#attention, number);
    this.#post("interrupted");
  }

  busy(busy: boolean): void {
    this.#busy = busy;
    this.#watch();
    if (busy) this.#worker.ref();
    else this.#worker.unref();
  }

  /** The clock is watched while code may run. */
  #watch(): void {
    if (this.#busy || this.#working) this.#stopClock ??= watchClock(this.#attention);
    else {
      this.#stopClock?.();
      this.#stopClock = undefined;
    }
  }

  askBeat(): void {
    // Its event loop stands still while code runs: only the clock tells.
  }

  end(reason: string): void {
    this.#reason = reason;
    void this.#worker.terminate();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#worker.terminate();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "out of memory" : error.message;
}

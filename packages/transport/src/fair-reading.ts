/** Reads a socket for as long as it is open, without keeping the event loop from others. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { codeOf } from "./failure.js";

/** What is read: a ZeroMQ socket, or a stand-in that delivers frames in the same way. */
export interface FrameSource {
  readonly closed: boolean;
  /** At most one call may be pending. */
  receive(): Promise<Buffer[]>;
}

export interface FrameHandlers {
  onFrames(frames: Buffer[]): void;
  /** `onFrames` threw, or the socket failed for good. Reading goes on in the first case. */
  onFault(error: unknown): void;
}

/** Milliseconds for which messages are handled before timers and other sockets have their turn. */
const TURN = 5;
/** Messages between two looks at the clock. */
const LOOK = 16;

/**
 * Hands over what a socket receives, message by message. While it is paused nothing is read: what comes
 * waits in libzmq up to the high-water mark, and then in the kernel and at the sender.
 */
export class FairReading {
  #paused: { readonly until: Promise<void>; readonly end: () => void } | undefined;
  /** Resolves when the socket has been closed. */
  readonly done: Promise<void>;

  constructor(
    readonly source: FrameSource,
    readonly handlers: FrameHandlers,
  ) {
    this.done = this.#run();
  }

  get paused(): boolean {
    return this.#paused !== undefined;
  }

  /** No message is handed over until `resume`; one may have been read already and is kept. */
  pause(): void {
    if (this.#paused !== undefined) return;
    let end = (): void => {};
    const until = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#paused = { until, end };
  }

  resume(): void {
    this.#paused?.end();
    this.#paused = undefined;
  }

  async #run(): Promise<void> {
    const { source, handlers } = this;
    let turnEnds = performance.now() + TURN;
    for (let count = 1; !source.closed; count += 1) {
      let frames: Buffer[];
      try {
        frames = await source.receive();
      } catch (error) {
        // Closing ends the pending call with EAGAIN.
        if (!source.closed || codeOf(error) !== "EAGAIN") handlers.onFault(error);
        return;
      }
      while (this.#paused !== undefined) await this.#paused.until;
      if (source.closed) return;
      try {
        handlers.onFrames(frames);
      } catch (error) {
        handlers.onFault(error);
      }
      if (count % LOOK === 0 && performance.now() >= turnEnds) {
        await nextTurn();
        turnEnds = performance.now() + TURN;
      }
    }
  }
}

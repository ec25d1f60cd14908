/**
 * An image in a child process: what `stui serve` uses. Whatever happens in it, this process goes on.
 *
 * Host and child are joined by two pairs of Unix sockets that have no name and leave nothing on disk: one for calls and
 * replies, one for the child's control thread. The child ends when they close, so that none outlives its host.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { Image, ImageEvents } from "../image.js";
import { CALLS_FD, CONTROL_BEAT, CONTROL_FD, CONTROL_INTERRUPT, controlMessage } from "./control.js";
import { deathReason } from "./death-reason.js";
import { DEFAULT_HEAP_MB } from "./defaults.js";
import { EmbeddedImage } from "./embedded-image.js";
import { FrameReader, frameOf } from "./frames.js";
import type { Call } from "./mailbox.js";
import type { ChildMessage } from "./process-entry.js";
import type { Vessel, VesselEvents } from "./vessel.js";

/** The built file, whether this one is run built or from its source. */
const ENTRY = fileURLToPath(new URL("../../../dist/images/embedded/process-entry.js", import.meta.url));

/** MiB of stack for the image, and where the system does not grant it. */
const STACK_MB = 64;
const SMALL_STACK_MB = 4;
/** MiB of half of the young objects at most: what lives among them is copied while nobody runs. */
const MOST_YOUNG_MB = 8;
/** MiB of stack that V8 does not know of. */
const STACK_SPARE_MB = 4;
/** MiB that a child may take beyond its heap and its stack. */
const BESIDE_HEAP_MB = 256;

const MIB = 1024 * 1024;

/** Characters of standard error that are kept for the reason of a death. */
const LAST_WORDS = 4_000;

/**
 * Asks for the stack, and for no core file, then becomes Node. What an image makes when it starts fits into 4 MiB of young
 * objects: with less, much of it would be copied to the old ones before it is garbage, 3 MB in all. $1: heap in MiB, $2: bytes of memory, $3: Node, $4: the
 * entry.
 */
const START = `ulimit -c 0
if ulimit -s ${(STACK_MB + STACK_SPARE_MB) * 1024} 2>/dev/null; then mb=${STACK_MB}; else mb=${SMALL_STACK_MB}; fi
exec "$3" --v8-pool-size=1 --min-semi-space-size=4 --max-semi-space-size=${MOST_YOUNG_MB} --stack-size=$((mb * 1024)) --max-old-space-size="$1" "$4" $mb "$2"`;

export interface ProcessImageOptions {
  /** MiB that the image's heap may grow to. */
  readonly heapMb?: number;
}

/** Opens an image in a child process. It takes calls at once. */
export function openProcessImage(events: ImageEvents, options: ProcessImageOptions = {}): Image {
  const heapMb = options.heapMb ?? DEFAULT_HEAP_MB;
  return new EmbeddedImage({
    kind: "process",
    beats: true,
    events,
    launch: (vesselEvents) => new ProcessVessel(heapMb, vesselEvents),
  });
}

class ProcessVessel implements Vessel {
  readonly #child: ChildProcess;
  readonly #calls: Socket;
  readonly #control: Socket;
  /** Resolved when the child is gone. */
  readonly #gone: Promise<void>;
  #lastWords = "";
  #reason: string | undefined;
  #closing = false;

  constructor(heapMb: number, events: VesselEvents) {
    const maxBytes = (heapMb + STACK_MB + BESIDE_HEAP_MB) * MIB;
    this.#child = spawn(
      "/bin/sh",
      ["-c", START, "stui-image", `${heapMb}`, `${maxBytes}`, process.execPath, ENTRY],
      {
        stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
        // A session of its own: the terminal's signals are the host's affair.
        detached: true,
        cwd: "/",
        env: environmentOfChild(),
      },
    );
    this.#calls = socketAt(this.#child, CALLS_FD);
    this.#control = socketAt(this.#child, CONTROL_FD);
    const reader = new FrameReader((texts) => {
      for (const json of texts) {
        const message: ChildMessage = JSON.parse(json);
        if ("ready" in message) events.ready();
        else events.replied(message);
      }
    });
    this.#calls.on("data", (chunk: Buffer) => reader.push(chunk));
    this.#control.on("data", () => events.beat());
    for (const socket of [this.#calls, this.#control]) {
      // Its end is told by that of the process.
      socket.on("error", () => undefined);
    }
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    this.#child.on("error", (error) => {
      this.#reason ??= error.message;
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on("close", (code, signal) => {
        resolve();
        if (this.#closing) return;
        events.died(this.#reason ?? deathReason({ code, signal, lastWords: this.#lastWords }));
      });
    });
  }

  send(calls: readonly Call[]): void {
    this.#calls.write(frameOf(calls));
  }

  interrupt(number: number): void {
    this.#control.write(controlMessage(CONTROL_INTERRUPT, number));
  }

  busy(busy: boolean): void {
    const handles = [this.#child, this.#calls];
    for (const handle of handles) {
      if (busy) handle.ref();
      else handle.unref();
    }
    this.#control.unref();
    const { stderr } = this.#child;
    if (stderr instanceof Socket) stderr.unref();
  }

  askBeat(): void {
    this.#control.write(controlMessage(CONTROL_BEAT, 0));
  }

  end(reason: string): void {
    this.#reason = reason;
    this.#child.kill("SIGKILL");
  }

  close(): Promise<void> {
    this.#closing = true;
    this.busy(true);
    this.#child.kill("SIGKILL");
    return this.#gone;
  }
}

/**
 * Nothing of the server's is the image's affair but the time zone. Two arenas are enough for glibc's malloc: an arena for
 * each thread takes some 4 MB of an idle image.
 */
function environmentOfChild(): Record<string, string> {
  const { TZ } = process.env;
  return { MALLOC_ARENA_MAX: "2", ...(TZ === undefined ? {} : { TZ }) };
}

function socketAt(child: ChildProcess, fd: number): Socket {
  const stream = child.stdio[fd];
  if (stream instanceof Socket) return stream;
  throw new TypeError(`the child has no socket ${fd}`);
}

/**
 * The child process of an image. Its main thread is the image's: it has the stack, and calls reach it without a hop. A
 * second thread serves the control socket, see `control-thread.ts`.
 */
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { makeAttention } from "@stui/smalltalk/attention";
import {
  BATCHES,
  CALLS_FD,
  CALLS_IN_HAND,
  CONTROL_ASLEEP,
  CONTROL_WORDS,
  type ControlData,
} from "./control.js";
import { depthOfStack } from "./depth.js";
import { FrameReader, frameOf } from "./frames.js";
import type { Call, Replies } from "./mailbox.js";

export type ChildMessage = { readonly ready: true } | Replies;

const [stackMb = 0, maxBytes = 0] = process.argv.slice(2).map(Number);
const attention = makeAttention();
const shared = new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT);
const words = new Int32Array(shared);
Atomics.store(words, CONTROL_ASLEEP, 1);

// The host decides when it ends, not the terminal.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

const workerData: ControlData = { attention, words: shared, maxBytes };
const control = new Worker(new URL("./control-thread.js", import.meta.url), {
  workerData,
  // It holds a few objects.
  resourceLimits: { maxYoungGenerationSizeMb: 1 },
});
// The engine is read while the control thread starts.
const { openCallServer } = await import("./call-server.js");
const { whereThrowsAreCheap } = await import("@stui/smalltalk");

const socket = new Socket({ fd: CALLS_FD, readable: true, writable: true });
const tell = (message: ChildMessage): void => {
  socket.write(frameOf(message));
};
/** Whether processes go on though no call is in hand. */
let isWorking = false;
const wakeControl = (): void => {
  Atomics.store(words, CALLS_IN_HAND, 1);
  Atomics.add(words, BATCHES, 1);
  if (Atomics.exchange(words, CONTROL_ASLEEP, 0) === 1) control.postMessage(null);
};
const working = (is: boolean): void => {
  isWorking = is;
  if (is) wakeControl();
  else Atomics.store(words, CALLS_IN_HAND, 0);
};
const watched = (work: () => void): void => {
  wakeControl();
  work();
  if (!isWorking) Atomics.store(words, CALLS_IN_HAND, 0);
};
const server = openCallServer({ attention, depth: depthOfStack(stackMb), working, watched }, tell);
const callsOf = (json: string): readonly Call[] => JSON.parse(json);
// What came while the engine was at work is carried out together, and its replies go together.
const reader = new FrameReader((texts) => server.carryOut(texts.flatMap(callsOf)));
// The control thread has heard of an interrupt.
control.on("message", () => server.lookForInterrupts());
socket.on("data", (chunk: Buffer) => whereThrowsAreCheap(() => reader.push(chunk)));
socket.on("end", () => process.exit());
socket.on("error", () => process.exit());
tell({ ready: true });

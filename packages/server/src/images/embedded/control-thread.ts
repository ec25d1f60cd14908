/**
 * The control thread of a child: interrupts, heartbeats and the clock, while the image's thread runs code. It ends the
 * child when its host is gone, and when it takes more memory than its heap can explain: V8 does not count what typed
 * arrays take.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { interruptRun, watchClock } from "@stui/smalltalk/attention";
import {
  BATCHES,
  CALLS_IN_HAND,
  CONTROL_ASLEEP,
  CONTROL_BEAT,
  CONTROL_BYTES,
  CONTROL_FD,
  CONTROL_INTERRUPT,
  type ControlData,
} from "./control.js";

/** Milliseconds between two looks at memory, and without calls before the thread sleeps. */
const LOOK_MS = 100;

const STDERR_FD = 2;

const data: ControlData = workerData;
const words = new Int32Array(data.words);

const end = (): void => {
  process.kill(process.pid, "SIGKILL");
};

const socket = new Socket({ fd: CONTROL_FD, readable: true, writable: true });
let unread = Buffer.alloc(0);
socket.on("data", (chunk: Buffer) => {
  unread = Buffer.concat([unread, chunk]);
  let at = 0;
  for (; unread.length - at >= CONTROL_BYTES; at += CONTROL_BYTES) {
    const what = unread.readUInt8(at);
    if (what === CONTROL_INTERRUPT) {
      interruptRun(data.attention, unread.readUInt32LE(at + 1));
      parentPort?.postMessage(null);
    } else if (what === CONTROL_BEAT) socket.write(Buffer.of(CONTROL_BEAT));
  }
  unread = unread.subarray(at);
});
socket.on("end", end);
socket.on("error", end);
socket.on("close", end);

function watch(): void {
  const stopClock = watchClock(data.attention);
  let batches = -1;
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() > data.maxBytes) {
      writeSync(STDERR_FD, "out of memory\n");
      end();
    }
    const now = Atomics.load(words, BATCHES);
    const idle = now === batches && Atomics.load(words, CALLS_IN_HAND) === 0;
    batches = now;
    if (!idle) return;
    Atomics.store(words, CONTROL_ASLEEP, 1);
    // Calls that came between the two looks are not waited for by anyone else.
    if (Atomics.load(words, CALLS_IN_HAND) !== 0 && Atomics.exchange(words, CONTROL_ASLEEP, 0) === 1) return;
    clearInterval(timer);
    stopClock();
  }, LOOK_MS);
}

parentPort?.on("message", watch);

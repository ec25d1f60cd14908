/** The image's thread. */
import { parentPort, workerData } from "node:worker_threads";
import { whereThrowsAreCheap } from "@stui/smalltalk";
import type { Attention } from "@stui/smalltalk/attention";
import { openCallServer } from "./call-server.js";
import { depthOfStack } from "./depth.js";
import type { Replies, ToImage } from "./mailbox.js";

export interface ThreadData {
  readonly attention: Attention;
  readonly stackMb: number;
}

/** `working` tells whether processes go on though no call is in hand. */
export type ThreadMessage = "ready" | { readonly working: boolean } | Replies;

if (parentPort === null) throw new Error("this file is run by a worker thread");
const port = parentPort;
const tell = (message: ThreadMessage): void => port.postMessage(message);
const { attention, stackMb }: ThreadData = workerData;
const working = (isWorking: boolean): void => tell({ working: isWorking });
// The host watches the clock as long as calls are outstanding.
const watched = (work: () => void): void => work();
const server = openCallServer({ attention, depth: depthOfStack(stackMb), working, watched }, tell);
port.on("message", (message: ToImage) => {
  if (message === "interrupted") server.lookForInterrupts();
  else whereThrowsAreCheap(() => server.carryOut(message));
});
tell("ready");

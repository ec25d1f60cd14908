/** The image's thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { Attention } from "@stui/smalltalk/attention";
import { openCallServer } from "./call-server.js";
import { depthOfStack } from "./depth.js";
import type { Call, Replies } from "./mailbox.js";

export interface ThreadData {
  readonly attention: Attention;
  readonly stackMb: number;
}

export type ThreadMessage = "ready" | Replies;

if (parentPort === null) throw new Error("this file is run by a worker thread");
const port = parentPort;
const tell = (message: ThreadMessage): void => port.postMessage(message);
const { attention, stackMb }: ThreadData = workerData;
const server = openCallServer({ attention, depth: depthOfStack(stackMb) }, tell);
port.on("message", (calls: readonly Call[]) => server.carryOut(calls));
tell("ready");

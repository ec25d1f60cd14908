/** Times one case in an image of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { openImage } from "@stui/smalltalk";
import { timed } from "../engine/timing.js";
import { openBenchWorkspace } from "../workspace.js";
import { CASES, DEFINITION } from "./cases.js";

export interface MemoryInput {
  readonly index: number;
  readonly samples: number;
}

const { index, samples }: MemoryInput = workerData;
const found = CASES[index];
if (found === undefined) throw new RangeError(`no case ${index}`);
const { instances, expression, undo } = found;

const image = openImage();
const evaluate = openBenchWorkspace(image);
evaluate(DEFINITION);
if (undo !== undefined) evaluate(undo);
evaluate(`all := (1 to: ${instances}) collect: [ :i | Probe new ]. nil`);
const times: number[] = [];
for (let i = 0; i < samples; i += 1) {
  times.push(timed(() => evaluate(expression)));
  if (undo !== undefined) evaluate(undo);
}
parentPort?.postMessage(times);

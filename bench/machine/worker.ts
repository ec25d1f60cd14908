/** Times one case in an image of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { openImage } from "@stui/smalltalk";
import { repeat, timed } from "../engine/timing.js";
import { openBenchWorkspace } from "../workspace.js";
import { CASES } from "./cases.js";

export interface MachineInput {
  readonly index: number;
  readonly attention: SharedArrayBuffer;
  readonly quick: boolean;
}

const DEPTH = 100_000;

const { index, attention, quick }: MachineInput = workerData;
const found = CASES[index];
if (found === undefined) throw new RangeError(`no case ${index}`);
const { methods, expression, operations, capturedAt, without } = found;

/** Polls until the stack is taken down. */
let countdown = Number.POSITIVE_INFINITY;
const image = openImage({
  attention,
  depth: DEPTH,
  ...(capturedAt === undefined ? {} : { isRestless: () => --countdown === 0 }),
});
const evaluate = openBenchWorkspace(image);
evaluate("Object subclass: #Probe instanceVariableNames: '' classVariableNames: '' package: 'Bench'");
for (const method of methods) evaluate(`Probe compile: '${method.replaceAll("'", "''")}'`);
evaluate("p := Probe new");

const withIt = () => {
  countdown = capturedAt ?? countdown;
  evaluate(expression);
};
const withoutIt = () => {
  countdown = Number.POSITIVE_INFINITY;
  evaluate(without ?? "nil");
};
const samples: number[] = [];
repeat(withIt, quick ? 500 : 1500, 5);
repeat(withoutIt, 200, 5);
repeat(() => samples.push(((timed(withIt) - timed(withoutIt)) * 1000) / operations), quick ? 500 : 1500, 9);
parentPort?.postMessage(samples);

/** Large allocations ask for room first: what would end the process ends in OutOfMemory, for its author alone. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";

/** Evaluates pieces of code in an image of its own with a small heap, and posts their outcomes. */
const CONFINED = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.engine).then(({ openImage, watchClock }) => {
  const image = openImage();
  image.openWorkspace("w");
  const request = { workspace: "w", mode: "execute", timeoutMs: 10000, maxPrint: 100, maxOutputBytes: 100, maxKept: 1 };
  for (const code of workerData.codes) image.evaluate({ ...request, code }, (outcome) => parentPort.postMessage(outcome));
});`;

const HEAP_MB = 64;

async function confined(...codes: string[]): Promise<unknown[]> {
  const engine = new URL("../../dist/index.js", import.meta.url).href;
  const worker = new Worker(CONFINED, {
    eval: true,
    workerData: { engine, codes },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const outcomes: unknown[] = [];
  worker.on("message", (outcome) => outcomes.push(outcome));
  await once(worker, "exit");
  return outcomes;
}

const FILL =
  "[ | all | all := OrderedCollection new. [ all add: (Array new: 100000) ] repeat ] on: OutOfMemory do: [ 1 ]";

const CODES = [
  "| a | a := #(1). [ a := a , a ] repeat",
  "| all | all := OrderedCollection new. [ all add: (Array new: 100000) ] repeat",
  "| all | all := OrderedCollection new. [ all add: (ByteArray new: 1000000) ] repeat",
  "| s | s := WriteStream on: String new. [ s nextPutAll: 'some more of it' ] repeat",
  "(1 to: 50000000) asArray",
] as const;

it(`ends in OutOfMemory in a heap of ${HEAP_MB} MB, and there is room again when its objects are gone`, async () => {
  const outcomes = await confined(
    ...CODES.flatMap((code) => [code, "(Array new: 1000000) size"]),
    FILL,
    FILL,
  );
  expect(outcomes).toMatchObject([
    ...CODES.flatMap(() => [
      { kind: "error", exceptionClass: "OutOfMemory" },
      { kind: "value", result: "1000000" },
    ]),
    { kind: "value", result: "1" },
    { kind: "value", result: "1" },
  ]);
});

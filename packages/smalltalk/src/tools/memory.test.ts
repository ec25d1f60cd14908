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

const confined = (...codes: string[]): Promise<unknown[]> => outcomesOf(CONFINED, codes);

async function outcomesOf(script: string, codes: readonly string[]): Promise<unknown[]> {
  const engine = new URL("../../dist/index.js", import.meta.url).href;
  const worker = new Worker(script, {
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

/** Evaluates each code behind a comment that is of 2 MB, 40 times over, and posts the last outcomes. */
const LONG_SOURCES = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.engine).then(({ openImage }) => {
  const image = openImage();
  image.openWorkspace("w");
  const request = { workspace: "w", mode: "inspect", timeoutMs: 10000, maxPrint: 100, maxOutputBytes: 100, maxKept: 1000 };
  const comment = "x".repeat(2000000);
  const outcomes = new Map();
  for (let i = 0; i < 40; i += 1)
    for (const code of workerData.codes) {
      const long = '"' + comment + '" ' + code.replaceAll("N", i);
      image.evaluate({ ...request, code: long }, (outcome) => outcomes.set(code, outcome));
    }
  for (const outcome of outcomes.values()) parentPort.postMessage(outcome);
});`;

it("keeps nothing of long sources: neither in the history nor with what their code made", async () => {
  const outcomes = await outcomesOf(LONG_SOURCES, [
    "N",
    "aVariableOfManyCharactersN := N",
    "#aSymbolOfManyCharactersN",
    "'a string of many characters N'",
    "[ ^ N ] value",
    "nil anUnknownMessageN",
    "N anUnclosedString: '",
  ]);
  expect(outcomes).toMatchObject([
    { kind: "value", result: "39" },
    { kind: "value", result: "39" },
    { kind: "value", result: "#aSymbolOfManyCharacters39" },
    { kind: "value", result: "'a string of many characters 39'" },
    { kind: "value", result: "39" },
    { kind: "error", selector: "anUnknownMessage39" },
    { kind: "syntaxError" },
  ]);
});

/** Large allocations ask for room first: what would end the process ends its author's run alone. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { makeAttention, watchClock } from "../machine/index.js";

/** Evaluates pieces of code in an image of its own with a small heap, and posts their outcomes. */
const CONFINED = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.engine).then(({ openImage }) => {
  const image = openImage({ attention: workerData.attention });
  image.openWorkspace("w");
  const request = { workspace: "w", mode: "execute", timeoutMs: 30000, maxPrint: 100, maxOutputBytes: 100, maxKept: 1 };
  // Each in a turn of its own, as requests come.
  const next = (at) => {
    if (at === workerData.codes.length) return;
    image.evaluate({ ...request, code: workerData.codes[at] }, (outcome) => parentPort.postMessage(outcome));
    setTimeout(next, 50, at + 1);
  };
  next(0);
});`;

const HEAP_MB = 64;

const confined = (...codes: string[]): Promise<unknown[]> => outcomesOf(CONFINED, codes);

async function outcomesOf(script: string, codes: readonly string[]): Promise<unknown[]> {
  const engine = new URL("../../dist/index.js", import.meta.url).href;
  const attention = makeAttention();
  const stopWatching = watchClock(attention);
  const worker = new Worker(script, {
    eval: true,
    workerData: { engine, codes, attention },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const outcomes: unknown[] = [];
  worker.on("message", (outcome) => outcomes.push(outcome));
  await once(worker, "exit");
  stopWatching();
  return outcomes;
}

/** No handler sees it. */
const HANDLED = [
  "[ | all | all := OrderedCollection new. [ all add: (Array new: 100000) ] repeat ] on: Exception do: [ :e | e retry ]",
  "[ | all | all := OrderedCollection new. [ all add: Object new ] repeat ] on: Exception do: [ :e | e retry ]",
  "[ | all | [ all := all -> 1 ] repeat ] on: Exception do: [ :e | e return: 1 ]",
] as const;

const CODES = [
  "| a | a := #(1). [ a := a , a ] repeat",
  "| all | all := OrderedCollection new. [ all add: (Array new: 100000) ] repeat",
  "| all | all := OrderedCollection new. [ all add: (ByteArray new: 1000000) ] repeat",
  "| s | s := WriteStream on: String new. [ s nextPutAll: 'some more of it' ] repeat",
  "| a | a := (1 to: 3000000) asArray. { a. a copy }",
  ...HANDLED,
  "| d | d := Dictionary new. 1 to: 1000000000 do: [ :i | d at: i put: i ]",
  "| d | d := Set new. 1 to: 1000000000 do: [ :i | d add: i printString ]",
  "| all | all := 1 -> 2. [ all := all -> (3 raisedTo: 10000) ] repeat",
  "1 to: 1000000000 do: [ :i | ('symbol' , i printString) asSymbol ]",
  "| a | a := 1. 1 to: 1000000000 do: [ :i | a := Array with: a with: i ]",
  "| a | a := Array new: 3. a := (1 to: 1000) collect: [ :i | a ]. [ a := a , a. a := a deepCopy ] repeat",
  "| all | all := OrderedCollection new. [ all add: [ :x | all at: x ] ] repeat",
  "| all | all := LinkedList new. [ all add: 3 ] repeat",
  "all := OrderedCollection new. [ [ all add: 'abc' copy ] repeat ] ensure: [ all := nil ]",
] as const;

it.each(CODES)(`is exhausted in a heap of ${HEAP_MB} MB, and there is room again then: %s`, async (code) => {
  expect(await confined(code, "(Array new: 1000000) size", code, "3 + 4")).toMatchObject([
    { kind: "exhausted", resource: "memory" },
    { kind: "value", result: "1000000" },
    { kind: "exhausted", resource: "memory" },
    { kind: "value", result: "7" },
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

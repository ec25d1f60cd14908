/** Runs the tests of one class in a process of its own, and tells the parent of each. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import {
  type EvaluateOutcome,
  type FileInMissingOutcome,
  openImage,
  type RunTestsOutcome,
  type SmalltalkImage,
  type TestResult,
} from "@stui/smalltalk";
import { causeOf } from "./cause.js";
import { Checkout } from "./checkout.js";
import type { FromChild, Job } from "./job.js";
import { neededFor } from "./needed.js";

const WORKSPACE = "yardstick";
/** Milliseconds for a class-side `initialize`. */
const INITIALIZE_MS = 5_000;

/** Another thread lets the running code look at its clock. */
const WATCHER = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.engine).then(({ watchClock }) => {
  watchClock(workerData.attention);
  parentPort.postMessage("watching");
});`;

function tell(message: FromChild): void {
  process.send?.(message);
}

async function work(job: Job): Promise<void> {
  const image = openImage({ depth: 10_000 });
  image.openWorkspace(WORKSPACE);
  const watcher = new Worker(WATCHER, {
    eval: true,
    workerData: { engine: import.meta.resolve("@stui/smalltalk"), attention: image.attention },
  });
  await once(watcher, "message");
  watcher.unref();
  const known = new Set(namesOfGlobals(image));
  const checkout = new Checkout(job.checkout);
  const { files, absent } = neededFor(checkout, job.className, job.tier, (name) => known.has(name));
  const load = { workspace: WORKSPACE, files, timeoutMs: INITIALIZE_MS };
  const loaded = await new Promise<FileInMissingOutcome>((done) => image.fileInMissing(load, done));
  if (loaded.kind === "loaded")
    tell({ kind: "loaded", classes: loaded.classes.length, refused: loaded.refused });
  else tell({ kind: "failed", cause: loaded.kind });
  const nobody = new Set(absent);
  const request = {
    workspace: WORKSPACE,
    subject: { className: job.className },
    timeoutMs: job.testMs,
    maxOutputBytes: 1_000_000,
  };
  const tested = (result: TestResult): void => {
    const { selector, outcome } = result;
    const passed = outcome === "passed" || outcome === "expectedFailure";
    const cause = outcome === "skipped" ? "skipped" : causeOf(result, nobody);
    tell({ kind: "test", test: { selector, outcome, ...(passed ? {} : { cause }) } });
  };
  const outcome = await new Promise<RunTestsOutcome>((done) => image.runTests(request, done, 0, { tested }));
  if (outcome.kind === "tested") tell({ kind: "end" });
  else tell({ kind: "failed", cause: outcome.kind === "error" ? outcome.messageText : outcome.kind });
}

function namesOfGlobals(image: SmalltalkImage): string[] {
  const request = {
    workspace: WORKSPACE,
    code: "String streamContents: [ :out | Smalltalk keys do: [ :each | out nextPutAll: each; space ] ]",
    mode: "execute",
    timeoutMs: 60_000,
    maxPrint: 1_000_000,
    maxOutputBytes: 0,
    maxKept: 1,
  } as const;
  const outcomes: EvaluateOutcome[] = [];
  image.evaluate(request, (outcome) => outcomes.push(outcome));
  const [outcome] = outcomes;
  if (outcome?.kind !== "value")
    throw new Error(`the image does not tell its globals: ${JSON.stringify(outcome)}`);
  return outcome.result.replaceAll("'", "").trim().split(" ");
}

process.once("message", (job: Job) => {
  work(job).then(
    () => process.disconnect(),
    (error: unknown) => {
      tell({ kind: "failed", cause: error instanceof Error ? error.message : String(error) });
      process.disconnect();
    },
  );
});

/**
 * Smalltalk under the engine against JavaScript, the same algorithms in one thread. The thread is a worker, as in the
 * product; this one watches its clock, so that code runs with the attention that a time limit costs.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { makeAttention, watchClock } from "@stui/smalltalk";
import type { SuiteOptions } from "../main.js";
import { type SuiteReport, suiteReport, timeResult } from "../report.js";
import type { ProgramSamples, WorkerInput } from "./worker.js";

/** Stack of the thread that runs Smalltalk, and the depth of activations that it is good for. */
const STACK_MB = 64;
const DEPTH = 200_000;

/** `engine`: whole programs; `micro`: one kind of work each. */
export async function measureEngine(
  options: SuiteOptions,
  suite: "engine" | "micro" = "engine",
): Promise<SuiteReport> {
  const attention = makeAttention();
  const stopWatching = watchClock(attention);
  const workerData: WorkerInput = { ...options, suite, attention, depth: DEPTH };
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  try {
    // Rejects where the worker failed.
    const [samples = []]: ProgramSamples[][] = await once(worker, "message");
    return suiteReport(
      suite,
      samples.map((s) => timeResult(s.name, s.ours, s.floor)),
    );
  } finally {
    stopWatching();
    await worker.terminate();
  }
}

/** How many milliseconds after its time limit each of the programs ends that nobody can wait for. */
import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { makeAttention, watchClock } from "@stui/smalltalk";
import type { SuiteOptions } from "../main.js";
import { median, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import type { LimitSample, LimitsInput } from "./worker.js";

/** Milliseconds behind its limit by which a program has to end. */
const GATE_MS = 50;
const TIMEOUT_MS = 150;
const STACK_MB = 64;
const HEAP_MB = 1024;
const DEPTH = 200_000;
/** Characters of a program in the table. */
const SHOWN = 70;

export async function measureLimits({ quick, only }: SuiteOptions): Promise<Report> {
  const attention = makeAttention();
  const stopWatching = watchClock(attention);
  const workerData: LimitsInput = {
    attention,
    depth: DEPTH,
    timeoutMs: TIMEOUT_MS,
    rounds: quick ? 1 : 3,
    only,
  };
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData,
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
  });
  const samples: LimitSample[] = [];
  try {
    // Throws where the worker fails.
    for await (const [sample] of on(worker, "message")) {
      const told: LimitSample | null = sample;
      if (told === null) break;
      samples.push(told);
    }
  } finally {
    stopWatching();
    await worker.terminate();
  }
  const results = samples.map(({ code, ended, late }) => ({
    code,
    ended,
    late_ms: round(median(late)),
    latest_ms: round(Math.max(...late)),
  }));
  const over = results.filter((r) => r.ended !== "timeout" || r.late_ms > GATE_MS).length;
  const rows = [...results]
    .sort((a, b) => b.late_ms - a.late_ms)
    .map((r) => [r.code.slice(0, SHOWN), r.ended, r.late_ms.toFixed(0), r.latest_ms.toFixed(0)]);
  const summary = [`over ${GATE_MS} ms, or ended otherwise`, "", String(over), `of ${results.length}`];
  return {
    json: { suite: "limits", gate_ms: GATE_MS, over, results },
    table: textTable([["limits", "ended", "ms late", "latest"], ...rows, summary]),
  };
}

/**
 * What the pieces of the code shape cost: the engine's programs with one piece changed against the shape as it is emitted,
 * each in a thread of its own, by turns.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { makeAttention, watchClock } from "@stui/smalltalk";
import type { SuiteOptions } from "../main.js";
import { type SuiteReport, suiteReport, type TimeResult } from "../report.js";
import { measureClosures } from "./closures.js";
import { VARIANTS } from "./variants.js";
import type { ShapeInput, ShapeTimes } from "./worker.js";

/** Of each program and variant the best round counts. */
const ROUNDS = 3;
const STACK_MB = 64;
const DEPTH = 200_000;

/** Times of variants are sums over the programs; the ratio is the geometric mean of the programs' own ratios. */
export async function measureShape(options: SuiteOptions): Promise<SuiteReport> {
  const attention = makeAttention();
  const stopWatching = watchClock(attention);
  try {
    const rounds: ShapeTimes[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const times: ShapeTimes[] = [];
      for (let variant = 0; variant < VARIANTS.length; variant += 1)
        times.push(
          await timesOf({ variant, attention, depth: DEPTH, quick: options.quick, only: options.only }),
        );
      rounds.push(times);
    }
    const variants = VARIANTS.map(({ name }, i) =>
      compare(
        name,
        rounds.map((r) => r[i] ?? {}),
        rounds.map((r) => r[0] ?? {}),
      ),
    );
    return suiteReport("shape", [...variants, ...measureClosures()]);
  } finally {
    stopWatching();
  }
}

async function timesOf(workerData: ShapeInput): Promise<ShapeTimes> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  const [times = {}]: ShapeTimes[] = await once(worker, "message");
  await worker.terminate();
  return times;
}

function compare(name: string, changed: readonly ShapeTimes[], emitted: readonly ShapeTimes[]): TimeResult {
  const programs = Object.keys(emitted[0] ?? {});
  const of = (rounds: readonly ShapeTimes[], program: string) =>
    Math.min(...rounds.map((r) => r[program] ?? Number.NaN));
  const logs = programs.map((program) => Math.log(of(changed, program) / of(emitted, program)));
  const sum = (rounds: readonly ShapeTimes[]) =>
    programs.reduce((total, program) => total + of(rounds, program), 0);
  return {
    name,
    ours_ms: sum(changed),
    floor_ms: sum(emitted),
    ratio: Math.round(1000 * Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length)) / 1000,
  };
}

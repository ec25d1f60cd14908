/** How long the object memory takes for what goes through all of it, in milliseconds against the goal. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SuiteOptions } from "../main.js";
import { median, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { CASES } from "./cases.js";
import type { MemoryInput } from "./worker.js";

interface MemoryResult {
  readonly name: string;
  readonly instances: number;
  /** Median over the samples. */
  readonly ms: number;
  readonly goal_ms: number;
}

export async function measureMemoryWalk({ only, quick }: SuiteOptions): Promise<Report> {
  const results: MemoryResult[] = [];
  for (const [index, { name, instances, goalMs }] of CASES.entries()) {
    if (only.length > 0 && !only.includes(name)) continue;
    const workerData: MemoryInput = { index, samples: quick ? 3 : 9 };
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData,
      resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 2048 },
    });
    const [samples = []]: number[][] = await once(worker, "message");
    await worker.terminate();
    results.push({ name, instances, ms: round(median(samples)), goal_ms: goalMs });
  }
  const rows = results.map((r) => [r.name, `${r.instances}`, r.ms.toFixed(1), r.goal_ms.toFixed(0)]);
  return {
    json: { suite: "memory-walk", results },
    table: textTable([["memory-walk", "instances", "ms", "goal ms"], ...rows]),
  };
}

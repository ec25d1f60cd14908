/**
 * What the machine does beside running code: taking the stack down and going on, returns out of blocks, exceptions. Each in
 * microseconds an operation, against the goal that it has to reach.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { makeAttention } from "@stui/smalltalk";
import type { SuiteOptions } from "../main.js";
import { median, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { CASES } from "./cases.js";
import type { MachineInput } from "./worker.js";

const STACK_MB = 64;

interface MachineResult {
  readonly name: string;
  /** Median over the samples. */
  readonly us: number;
  readonly goal_us: number;
}

export async function measureMachine({ only, quick }: SuiteOptions): Promise<Report> {
  const results: MachineResult[] = [];
  for (const [index, { name, goalUs }] of CASES.entries()) {
    if (only.length > 0 && !only.includes(name)) continue;
    const workerData: MachineInput = { index, attention: makeAttention(), quick };
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData,
      resourceLimits: { stackSizeMb: STACK_MB },
    });
    const [samples = []]: number[][] = await once(worker, "message");
    await worker.terminate();
    results.push({ name, us: round(median(samples)), goal_us: goalUs });
  }
  const rows = results.map((r) => [r.name, r.us.toFixed(2), r.goal_us.toFixed(2)]);
  return {
    json: { suite: "machine", results },
    table: textTable([["machine", "µs", "goal µs"], ...rows]),
  };
}

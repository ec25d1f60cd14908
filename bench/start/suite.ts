/** A whole process of `stui eval '3 + 4'` against one of Node that does nothing. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SuiteOptions } from "../main.js";
import { type SuiteReport, suiteReport, timeResult } from "../report.js";

const STUI = fileURLToPath(new URL("../../../packages/stui/bin/stui.js", import.meta.url));

/** `stui` answered something else than 7. */
class StartFault extends Error {
  override readonly name = "StartFault";
}

export async function measureStart(options: SuiteOptions): Promise<SuiteReport> {
  const pairs = options.quick ? 5 : 25;
  const ours: number[] = [];
  const floor: number[] = [];
  // The first pair warms the disk's cache.
  for (let i = 0; i <= pairs; i += 1) {
    const oursMs = timeProcess([STUI, "eval", "3 + 4"], "7\n");
    const floorMs = timeProcess(["-e", "0"], "");
    if (i === 0) continue;
    ours.push(oursMs);
    floor.push(floorMs);
  }
  return suiteReport("start", [timeResult("eval", ours, floor)]);
}

function timeProcess(args: readonly string[], expected: string): number {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const elapsed = performance.now() - start;
  if (status !== 0 || stdout !== expected)
    throw new StartFault(`node ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return elapsed;
}

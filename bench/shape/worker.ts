/** Times the Smalltalk programs with code of one variant of the shape. */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { openImage } from "@stui/smalltalk";
import { PROGRAMS } from "../engine/programs.js";
import { loadPrograms, runSmalltalk } from "../engine/run-smalltalk.js";
import { repeat, timed } from "../engine/timing.js";
import { VARIANTS } from "./variants.js";

export interface ShapeInput {
  readonly variant: number;
  readonly attention: SharedArrayBuffer;
  readonly depth: number;
  readonly quick: boolean;
  readonly only: readonly string[];
}

/** Milliseconds by program: of the run that was disturbed least. */
export type ShapeTimes = Readonly<Record<string, number>>;

const KERNEL = new URL("../../../packages/smalltalk/dist/kernel/", import.meta.url);

const { variant, attention, depth, quick, only }: ShapeInput = workerData;
const rewrite = VARIANTS[variant]?.rewrite;
if (rewrite === undefined) throw new RangeError(`no variant ${variant}`);
rewriteFunctions(rewrite);
const script = new Script(rewrite(readFileSync(new URL("kernel.js", KERNEL), "utf8")));
const table = JSON.parse(readFileSync(new URL("kernel.json", KERNEL), "utf8"));
const image = openImage({ attention, depth, kernel: { table, script, cached: false } });
await loadPrograms(image);
const times: Record<string, number> = {};
for (const program of PROGRAMS) {
  if (only.length > 0 && !only.includes(program.name)) continue;
  const run = () => runSmalltalk(image, program);
  repeat(run, quick ? 500 : 1500, 3);
  const samples: number[] = [];
  repeat(() => samples.push(timed(run)), quick ? 200 : 400, 7);
  times[program.name] = Math.min(...samples);
}
parentPort?.postMessage(times satisfies ShapeTimes);

/** The engine compiles methods with the realm's Function: this realm's rewrites what it gets. */
function rewriteFunctions(rewriteText: (text: string) => string): void {
  globalThis.Function = new Proxy(Function, {
    construct: (target, args: string[]) => Reflect.construct(target, args.map(rewriteText)),
  });
}

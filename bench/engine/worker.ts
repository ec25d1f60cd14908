/** Opens an image, loads the Smalltalk programs, and times them and their JavaScript twins by turns. */
import { parentPort, workerData } from "node:worker_threads";
import { openImage } from "@stui/smalltalk";
import type { SuiteOptions } from "../main.js";
import { MICRO_PROGRAMS } from "./micro-programs.js";
import { PROGRAMS, type Program } from "./programs.js";
import { BenchmarkFault, loadPrograms, runSmalltalk } from "./run-smalltalk.js";
import { repeat, timed } from "./timing.js";

export interface WorkerInput extends SuiteOptions {
  readonly suite: "engine" | "micro";
  readonly attention: SharedArrayBuffer;
  readonly depth: number;
}

export interface ProgramSamples {
  readonly name: string;
  /** Milliseconds of one run each. */
  readonly ours: readonly number[];
  readonly floor: readonly number[];
}

/** Under the engine a program takes more functions than in JavaScript, and so longer until V8 has optimized them. */
interface Effort {
  readonly warmUpMs: number;
  readonly sampleMs: number;
  readonly minSamples: number;
}

const FULL: Effort = { warmUpMs: 3000, sampleMs: 1500, minSamples: 15 };
const QUICK: Effort = { warmUpMs: 1000, sampleMs: 400, minSamples: 7 };

const { suite, attention, depth, quick, only }: WorkerInput = workerData;
const image = openImage({ attention, depth });
await loadPrograms(image);
const programs = suite === "micro" ? MICRO_PROGRAMS : PROGRAMS;
const chosen = programs.filter((p) => only.length === 0 || only.includes(p.name));
parentPort?.postMessage(chosen.map((program) => measure(program, quick ? QUICK : FULL)));

function measure(program: Program, effort: Effort): ProgramSamples {
  const expected = String(program.javascript(program.size));
  const smalltalk = () => check(program, runSmalltalk(image, program), expected);
  const javascript = () => check(program, String(program.javascript(program.size)), expected);
  repeat(smalltalk, effort.warmUpMs, 3);
  repeat(javascript, effort.warmUpMs / 3, 3);
  const ours: number[] = [];
  const floor: number[] = [];
  repeat(
    () => {
      ours.push(timed(smalltalk));
      floor.push(timed(javascript));
    },
    effort.sampleMs,
    effort.minSamples,
  );
  return { name: program.name, ours, floor };
}

function check(program: Program, result: string, expected: string): void {
  if (result !== expected)
    throw new BenchmarkFault(`${program.name}: Smalltalk gives ${result}, JavaScript ${expected}`);
}

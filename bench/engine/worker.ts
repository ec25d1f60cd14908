/** Opens an image, loads the Smalltalk programs, and times them and their JavaScript twins by turns. */
import { readdirSync, readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { openImage, type SmalltalkImage } from "@stui/smalltalk";
import { PROGRAMS, type Program } from "./programs.js";
import type { WorkerInput } from "./suite.js";

export interface ProgramSamples {
  readonly name: string;
  /** Milliseconds of one run each. */
  readonly ours: readonly number[];
  readonly floor: readonly number[];
}

/** A program that failed, or whose two versions do not agree. */
class BenchmarkFault extends Error {
  override readonly name = "BenchmarkFault";
}

const SOURCES = new URL("../../engine/smalltalk/Benchmarks/", import.meta.url);
const WORKSPACE = "bench";
/** Ends a program that hangs; a sample takes some tens of milliseconds. */
const TIMEOUT_MS = 60_000;

interface Effort {
  readonly warmUpMs: number;
  readonly sampleMs: number;
  readonly minSamples: number;
}

const FULL: Effort = { warmUpMs: 1200, sampleMs: 1500, minSamples: 15 };
const QUICK: Effort = { warmUpMs: 500, sampleMs: 400, minSamples: 7 };

const { attention, depth, quick, only }: WorkerInput = workerData;
const image = openImage({ attention, depth });
image.openWorkspace(WORKSPACE);
loadPrograms(image);
const chosen = PROGRAMS.filter((p) => only.length === 0 || only.includes(p.name));
parentPort?.postMessage(chosen.map((program) => measure(program, quick ? QUICK : FULL)));

function loadPrograms(into: SmalltalkImage): void {
  const files: Record<string, string> = {};
  for (const file of readdirSync(SOURCES)) files[file] = readFileSync(new URL(file, SOURCES), "utf8");
  into.fileIn({ workspace: WORKSPACE, files, format: "tonel", timeoutMs: TIMEOUT_MS }, (outcome) => {
    if (outcome.kind !== "loaded") throw new BenchmarkFault(JSON.stringify(outcome));
  });
}

function measure(program: Program, effort: Effort): ProgramSamples {
  const expected = String(program.javascript(program.size));
  const smalltalk = () => check(program, runSmalltalk(program), expected);
  const javascript = () => check(program, String(program.javascript(program.size)), expected);
  repeat(smalltalk, effort.warmUpMs, 3);
  repeat(javascript, effort.warmUpMs / 2, 3);
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

function runSmalltalk(program: Program): string {
  let result: string | undefined;
  const request = {
    workspace: WORKSPACE,
    code: `${program.smalltalk} run: ${program.size}`,
    mode: "execute",
    timeoutMs: TIMEOUT_MS,
    maxPrint: 1000,
    maxOutputBytes: 1000,
    maxKept: 10,
  } as const;
  image.evaluate(request, (outcome) => {
    if (outcome.kind !== "value") throw new BenchmarkFault(`${program.name}: ${JSON.stringify(outcome)}`);
    result = outcome.result;
  });
  if (result === undefined) throw new BenchmarkFault(`${program.name} did not answer`);
  return result;
}

function check(program: Program, result: string, expected: string): void {
  if (result !== expected)
    throw new BenchmarkFault(`${program.name}: Smalltalk gives ${result}, JavaScript ${expected}`);
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Runs until both the time is over and the number reached. */
function repeat(run: () => void, ms: number, times: number): void {
  const end = performance.now() + ms;
  for (let i = 0; i < times || performance.now() < end; i += 1) run();
}

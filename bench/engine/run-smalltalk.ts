/** Runs the Smalltalk programs in an image. */
import { readdirSync, readFileSync } from "node:fs";
import type { FileInOutcome, SmalltalkImage } from "@stui/smalltalk";
import type { Program } from "./programs.js";

/** A program that failed, or whose two versions do not agree. */
export class BenchmarkFault extends Error {
  override readonly name = "BenchmarkFault";
}

const SOURCES = new URL("../../engine/smalltalk/Benchmarks/", import.meta.url);
const WORKSPACE = "bench";
/** Ends a program that hangs; a sample takes some tens of milliseconds. */
const TIMEOUT_MS = 60_000;

/** Loads the programs into a workspace of their own. Throws BenchmarkFault. */
export async function loadPrograms(image: SmalltalkImage): Promise<void> {
  image.openWorkspace(WORKSPACE);
  const files: Record<string, string> = {};
  for (const file of readdirSync(SOURCES)) files[file] = readFileSync(new URL(file, SOURCES), "utf8");
  const request = { workspace: WORKSPACE, files, format: "tonel", timeoutMs: TIMEOUT_MS } as const;
  const outcome = await new Promise<FileInOutcome>((done) => image.fileIn(request, done));
  if (outcome.kind !== "loaded") throw new BenchmarkFault(JSON.stringify(outcome));
}

/** Tries of a run whose result was not printed in time, which only happens where the machine is busy. */
const TRIES = 20;

/** Answers the print string of the result. Throws BenchmarkFault. */
export function runSmalltalk(image: SmalltalkImage, program: Program): string {
  for (let i = 0; i < TRIES; i += 1) {
    const result = runOnce(image, program);
    if (result !== null) return result;
  }
  throw new BenchmarkFault(`${program.name}: the result was never printed in time`);
}

/** Answers null where the result was not printed in time. */
function runOnce(image: SmalltalkImage, program: Program): string | null {
  let result: string | null | undefined;
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
    result = outcome.truncated ? null : outcome.result;
  });
  if (result === undefined) throw new BenchmarkFault(`${program.name} did not answer`);
  return result;
}

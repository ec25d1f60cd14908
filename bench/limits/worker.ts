/** Runs the programs that nobody can wait for, each under a time limit, and tells how long after it each ended. */
import { parentPort, workerData } from "node:worker_threads";
import { type EvaluateOutcome, openImage } from "@stui/smalltalk";
import { endlessPrograms } from "./programs.js";

export interface LimitsInput {
  readonly attention: SharedArrayBuffer;
  readonly depth: number;
  readonly timeoutMs: number;
  /** How often each program runs. */
  readonly rounds: number;
  /** Parts of the programs that are measured; all where empty. */
  readonly only: readonly string[];
}

export interface LimitSample {
  readonly code: string;
  /** How it ended: `timeout`, where all is well. */
  readonly ended: string;
  /** Milliseconds behind its limit, of each round. */
  readonly late: readonly number[];
}

const { attention, depth, timeoutMs, rounds, only }: LimitsInput = workerData;
const image = openImage({ attention, depth });
image.openWorkspace("limits");

for (const code of endlessPrograms()) {
  if (only.length > 0 && !only.some((part) => code.includes(part))) continue;
  const late: number[] = [];
  let ended = "";
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const outcome = evaluate(code);
    late.push(performance.now() - start - timeoutMs);
    ended = describe(outcome);
  }
  const sample: LimitSample = { code, ended, late };
  parentPort?.postMessage(sample);
}
parentPort?.postMessage(null);

function describe(outcome: EvaluateOutcome | undefined): string {
  switch (outcome?.kind) {
    case "value":
      return `value ${outcome.result.slice(0, 50)}`;
    case "error":
      return `${outcome.exceptionClass}: ${outcome.messageText.slice(0, 80)}`;
    case "fault":
      return `fault: ${outcome.message}`;
    case "syntaxError":
      return `syntax: ${outcome.report.message}`;
    default:
      return outcome?.kind ?? "no answer";
  }
}

function evaluate(code: string): EvaluateOutcome | undefined {
  let answer: EvaluateOutcome | undefined;
  const request = {
    workspace: "limits",
    code,
    mode: "execute",
    timeoutMs,
    maxPrint: 100,
    maxOutputBytes: 1000,
    maxKept: 2,
  } as const;
  image.evaluate(request, (outcome) => {
    answer = outcome;
  });
  return answer;
}

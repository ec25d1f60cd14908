/** The processes of a session, seen from outside. */
import type { ProcessGroup, Stop, StProcess } from "../machine/index.js";
import { firstCharacters } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { textOf } from "./print.js";
import type { ProcessDescription } from "./requests.js";
import { endRunInTurns, type RunResult } from "./run.js";

/** Characters of an error's text on the Transcript. */
const MAX_TEXT = 1_000;

/** Characters of a process's name. */
const MAX_NAME = 200;

/** A process that nobody waits for has ended: what was pending is unwound, and an error told on its session's Transcript. */
export function processEnded(engine: Engine, process: StProcess, stop: Stop): void {
  if (process.isHeld) {
    const open = engine.debuggers.open(process, stop, null);
    if (open !== undefined) {
      engine.transcript.note(process.group, `process stopped: ${open.reason}\r`);
      return;
    }
  }
  endRunInTurns(engine, process, stop, Number.POSITIVE_INFINITY, (result) =>
    tellEnd(engine, process, result),
  );
}

function tellEnd(engine: Engine, process: StProcess, result: RunResult): void {
  if (result.kind === "value") return;
  if (result.kind === "ended" && result.reason.kind === "terminated") return;
  const failure = failureOf(engine, result, { output: "", executionMs: 0 });
  const text =
    failure.kind === "error"
      ? [failure.exceptionClass, failure.messageText].filter((part) => part !== "").join(": ")
      : "message" in failure
        ? failure.message
        : failure.kind;
  const [top] = "stack" in failure ? failure.stack : [];
  const place = top === undefined ? "" : ` in ${top.method}`;
  engine.transcript.note(process.group, `process ended: ${firstCharacters(text, MAX_TEXT)}${place}\r`);
}

/** The processes of a group that have not ended, the highest priority first. */
export function describeProcesses(engine: Engine, { living }: ProcessGroup): ProcessDescription[] {
  const processes = [...living].sort((a, b) => b.priority - a.priority || a.number - b.number);
  return processes.map((process) => ({
    number: process.number,
    name: firstCharacters(textOf(engine, process, "name", `${process.number}`), MAX_NAME),
    state: process.state,
    priority: process.priority,
    runMs: process.runMs,
  }));
}

/** Ends a process of the group: what is pending in it is unwound. Answers false where there is none of that number. */
export function endProcess(engine: Engine, { living }: ProcessGroup, number: number): boolean {
  const process = [...living].find((other) => other.number === number);
  if (process === undefined) return false;
  engine.pump.end(process, { kind: "stopped", reason: { kind: "terminated" } });
  return true;
}

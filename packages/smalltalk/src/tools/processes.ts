/** The processes of a session, seen from outside. */
import type { Stop, StProcess } from "../machine/index.js";
import { firstCharacters } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { endOfRun } from "./run.js";

/** Characters of an error's text on the Transcript. */
const MAX_TEXT = 1_000;

/** A process that nobody waits for has ended: what was pending is unwound, and an error told on its session's Transcript. */
export function processEnded(engine: Engine, process: StProcess, stop: Stop): void {
  if (process.isHeld) {
    const open = engine.debuggers.open(process, stop, null);
    if (open !== undefined) {
      engine.transcript.note(process.group, `process stopped: ${open.reason}\r`);
      return;
    }
  }
  const result = endOfRun(engine, process, stop, Number.POSITIVE_INFINITY);
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

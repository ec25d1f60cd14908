/** One run of Smalltalk code at the base of the stack: from its start to a value, or to whatever ended it. */

import { send } from "../classes/index.js";
import {
  type Activation,
  type CaptureReason,
  Deadline,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  type Marker,
  type ProcessGroup,
  type Stop,
  StProcess,
  TOOLS_PRIORITY,
  USER_PRIORITY,
} from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import type { Value } from "../memory/values.js";
import type { Engine } from "./engine.js";

/** Activations of an ended run that are looked at, the innermost ones. */
const MAX_ACTIVATIONS = 10_000;

/** What all unwind blocks together may take when a run is ended from outside. */
const UNWIND_MS = 100;

export type RunResult =
  | { readonly kind: "value"; readonly value: Value }
  /** Innermost activation first, MAX_ACTIVATIONS at most. */
  | {
      readonly kind: "ended";
      readonly reason: CaptureReason;
      readonly activations: readonly Activation[];
    }
  /** An error of the engine itself. */
  | { readonly kind: "fault"; readonly error: unknown };

export interface RunLimits {
  /** Milliseconds from now. */
  readonly timeoutMs: number;
  /** Milliseconds that the code may extend its time to by itself; `timeoutMs` if absent. */
  readonly longestMs?: number;
  readonly deadlineKind?: "timeout" | "printBudget";
}

/** Runs `code`, which gets the depth to start with, in a process of a tool's, which comes before all. */
export function run(engine: Engine, limits: RunLimits, code: (depth: number) => Value): RunResult {
  const start = performance.now();
  const begin = { kind: "begin", code } as const;
  const process = new StProcess(engine.toolsGroup, begin, TOOLS_PRIORITY, engine.machine.attention.run);
  const latest = start + (limits.longestMs ?? limits.timeoutMs);
  process.deadline = new Deadline(start + limits.timeoutMs, limits.deadlineKind, latest);
  return endOfRun(engine, process, engine.pump.run(process, true), start + limits.timeoutMs);
}

/** The result of a process as it stands. */
export function resultOf({ stack }: StProcess, stop: Stop): RunResult {
  return stop.kind === "stopped"
    ? { kind: "ended", reason: stop.reason, activations: stack.innermost(MAX_ACTIVATIONS) }
    : stop;
}

/** The result of a process that has come to an end: what was pending in it is unwound at once. */
export function endOfRun(engine: Engine, process: StProcess, stop: Stop, deadline: number): RunResult {
  const result = resultOf(process, stop);
  const { stack, group } = process;
  endWithIt(engine, process, result);
  if (result.kind === "value" || stack.markers.next === null) return result;
  // What unwind blocks write is the process's own.
  const before = engine.turnTo(group === engine.toolsGroup ? engine.transcript.group : group);
  // So is what they fork.
  const priority = group === engine.toolsGroup ? TOOLS_PRIORITY : USER_PRIORITY;
  const pending = unwinding(group, priority, stack.markers, unwindUntil(result, deadline));
  for (const process of pending) engine.pump.run(process, true);
  endInTheWay(engine, process, result);
  engine.turnTo(before);
  return result;
}

/** Processes of a run's own priority that may be ready, where it ran out of time, without ending with it. */
const MOST_READY = 50;

/**
 * What a run has made must not keep its session from going on: where it has made too many processes all of them end with it,
 * where it ran out of time those that did not let it run: of higher priorities, or very many of its own.
 */
function endWithIt(engine: Engine, process: StProcess, result: RunResult): void {
  const { group } = process;
  if (result.kind !== "ended" || group === engine.toolsGroup) return;
  const { reason } = result;
  if (reason.kind === "processes") {
    // Other runs of the session are told why.
    for (const other of [...group.living])
      if (other.onEnd !== null) engine.pump.end(other, { kind: "stopped", reason });
    endAll(engine, [...group.living]);
  } else endInTheWay(engine, process, result);
}

/** Ends what does not let the session go on behind a run that was ended for its time or its processes. */
function endInTheWay(engine: Engine, { group, priority }: StProcess, result: RunResult): void {
  if (result.kind !== "ended" || group === engine.toolsGroup) return;
  const { kind } = result.reason;
  if (kind !== "processes" && kind !== "timeout" && kind !== "interrupted") return;
  const others = group.ready.filter((other) => other.priority >= priority);
  const higher = others.filter((other) => other.priority > priority);
  endAll(engine, others.length > MOST_READY ? others : higher);
}

/** Ends processes: what is pending in them is unwound, as long as all that does not take too long. */
export function endAll(engine: Engine, processes: readonly StProcess[]): void {
  const latest = performance.now() + UNWIND_MS;
  for (const process of processes) {
    const { stack } = process;
    if (performance.now() >= latest) while (stack.markers.next !== null) stack.markers = stack.markers.next;
    engine.pump.end(process, { kind: "stopped", reason: { kind: "terminated" } });
  }
}

/**
 * The result of a process that has come to an end, told to `done` when what was pending in it is unwound: at once where
 * nothing is, else in turns with others.
 */
export function endRunInTurns(
  engine: Engine,
  process: StProcess,
  stop: Stop,
  deadline: number,
  done: (result: RunResult) => void,
): void {
  const result = resultOf(process, stop);
  const { stack, group } = process;
  endWithIt(engine, process, result);
  if (result.kind === "value" || stack.markers.next === null) {
    done(result);
    return;
  }
  const pending = unwinding(group, USER_PRIORITY, stack.markers, unwindUntil(result, deadline));
  const goOn = (): void => {
    for (let next = pending.next(); !next.done; next = pending.next()) {
      const process = next.value;
      let isLater = false;
      process.onEnd = () => {
        process.onEnd = null;
        if (isLater) goOn();
      };
      engine.pump.start(process);
      // Where it has ended in its first turn, the loop goes on, however many there are.
      isLater = process.state !== "terminated";
      if (isLater) return;
    }
    endInTheWay(engine, process, result);
    done(result);
  };
  goOn();
}

/** `performance.now()` by which unwinding has to end. */
function unwindUntil(result: RunResult, deadline: number): number {
  const now = performance.now();
  // A run that failed by itself has what is left of its time.
  const left = isError(result) && deadline !== Number.POSITIVE_INFINITY ? deadline - now : 0;
  return now + Math.max(UNWIND_MS, left);
}

const isError = (result: RunResult): boolean => result.kind === "ended" && result.reason.kind === "unhandled";

/**
 * The processes that run the pending unwind blocks, innermost first, each to be run before the next is asked for; what
 * happens in them is nobody's affair any more.
 */
function* unwinding(
  group: ProcessGroup,
  priority: number,
  innermost: Marker,
  deadline: number,
): Generator<StProcess, void> {
  for (let marker = innermost; marker.next !== null; marker = marker.next) {
    const block = marker.a;
    if (marker.kind !== MARKER_ENSURE && marker.kind !== MARKER_CURTAIL) continue;
    if (!(block instanceof StBlock)) continue;
    if (deadline <= performance.now()) break;
    const begin = { kind: "begin", code: (depth: number) => send(block, "value", [], depth) } as const;
    const process = new StProcess(group, begin, priority, 0);
    process.stack.markers = marker.next;
    process.deadline = new Deadline(deadline, "timeout", deadline, true);
    yield process;
  }
}

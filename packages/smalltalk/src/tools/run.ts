/** One run of Smalltalk code at the base of the stack: from its start to a value, or to whatever ended it. */

import { send } from "../classes/index.js";
import type { Stop } from "../interpreter/index.js";
import {
  type Activation,
  type CaptureReason,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  type Marker,
  ProcessStack,
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
  /** Whether interrupts leave it alone. */
  readonly undisturbed?: boolean;
}

/** Runs `code`, which gets the depth to start with. */
export function run(engine: Engine, limits: RunLimits, code: (depth: number) => Value): RunResult {
  const { machine } = engine;
  const start = performance.now();
  const stack = new ProcessStack();
  const stop = protectedRun(engine, limits, stack, code);
  if (stop.kind === "value") return stop;
  const result: RunResult =
    stop.kind === "fault"
      ? stop
      : { kind: "ended", reason: stop.reason, activations: stack.innermost(MAX_ACTIVATIONS) };
  const pending = machine.markers;
  if (pending.next === null) return result;
  const now = performance.now();
  // A run that failed by itself has what is left of its time.
  const left = isError(result) ? start + limits.timeoutMs - now : 0;
  unwindAll(engine, pending, now + Math.max(UNWIND_MS, left));
  return result;
}

const isError = (result: RunResult): boolean => result.kind === "ended" && result.reason.kind === "unhandled";

/** Runs the pending unwind blocks, innermost first; what happens in them is nobody's affair any more. */
function unwindAll(engine: Engine, innermost: Marker, deadline: number): void {
  for (let marker = innermost; marker.next !== null; marker = marker.next) {
    const block = marker.a;
    if (marker.kind !== MARKER_ENSURE && marker.kind !== MARKER_CURTAIL) continue;
    if (!(block instanceof StBlock)) continue;
    const timeoutMs = deadline - performance.now();
    if (timeoutMs <= 0) break;
    const stack = new ProcessStack();
    stack.markers = marker.next;
    protectedRun(engine, { timeoutMs, undisturbed: true }, stack, (depth) => send(block, "value", [], depth));
  }
}

function protectedRun(
  engine: Engine,
  limits: RunLimits,
  stack: ProcessStack,
  code: (depth: number) => Value,
): Stop {
  const { machine } = engine;
  const start = performance.now();
  const latest = start + (limits.longestMs ?? limits.timeoutMs);
  machine.limitRun(start + limits.timeoutMs, limits.deadlineKind ?? "timeout", latest);
  machine.attention.start(limits.undisturbed ?? false);
  try {
    return engine.execution.begin(stack, code);
  } finally {
    machine.attention.stop();
    machine.deadline = Number.POSITIVE_INFINITY;
  }
}

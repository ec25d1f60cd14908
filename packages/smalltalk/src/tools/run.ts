/** One run of Smalltalk code at the base of the stack: from its start to a value, or to whatever ended it. */

import { send } from "../classes/index.js";
import { Capture, Cut, MARKER_CURTAIL, MARKER_ENSURE, type Marker } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { nil, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";

/** What all unwind blocks together may take when a run is ended from outside. */
const UNWIND_MS = 100;

export type RunResult =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "ended"; readonly capture: Capture }
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
  const result = protectedRun(engine, limits, code);
  const pending = machine.markers;
  machine.markers = null;
  if (result.kind === "value" || pending === null) return result;
  const now = performance.now();
  // A run that failed by itself has what is left of its time.
  const left = isError(result) ? start + limits.timeoutMs - now : 0;
  unwindAll(engine, pending, now + Math.max(UNWIND_MS, left));
  return result;
}

const isError = (result: RunResult): boolean =>
  result.kind === "ended" && result.capture.reason.kind === "unhandled";

/** Runs the pending unwind blocks, innermost first; what happens in them is nobody's affair any more. */
function unwindAll(engine: Engine, innermost: Marker, deadline: number): void {
  for (let marker: Marker | null = innermost; marker !== null; marker = marker.next) {
    const block = marker.a;
    if (marker.kind !== MARKER_ENSURE && marker.kind !== MARKER_CURTAIL) continue;
    if (!(block instanceof StBlock)) continue;
    const timeoutMs = deadline - performance.now();
    if (timeoutMs <= 0) break;
    engine.machine.markers = marker.next;
    protectedRun(engine, { timeoutMs, undisturbed: true }, (depth) => send(block, "value", [], depth));
  }
  engine.machine.markers = null;
}

function protectedRun(engine: Engine, limits: RunLimits, code: (depth: number) => Value): RunResult {
  const { machine } = engine;
  const start = performance.now();
  const latest = start + (limits.longestMs ?? limits.timeoutMs);
  machine.limitRun(start + limits.timeoutMs, limits.deadlineKind ?? "timeout", latest);
  machine.attention.start(limits.undisturbed ?? false);
  try {
    const value: Value | undefined = code(0);
    if (value === undefined) return { kind: "fault", error: new TypeError("the code answered nothing") };
    return { kind: "value", value };
  } catch (error) {
    if (error instanceof Capture) return { kind: "ended", capture: error };
    if (error instanceof RangeError && /call stack/i.test(error.message))
      return { kind: "ended", capture: new Capture({ kind: "depth" }) };
    if (error instanceof Cut) return { kind: "value", value: nil };
    return { kind: "fault", error };
  } finally {
    machine.attention.stop();
    machine.deadline = Number.POSITIVE_INFINITY;
  }
}

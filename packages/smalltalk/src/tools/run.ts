/** One run of Smalltalk code at the base of the stack: from its start to a value, or to whatever ended it. */

import { send } from "../classes/index.js";
import { Capture, Cut, MARKER_CURTAIL, MARKER_ENSURE, type Marker } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { nil, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";

/** What unwind blocks may take when a run is ended from outside. */
const UNWIND_MS = 100;

export type RunResult =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "ended"; readonly capture: Capture }
  /** An error of the engine itself. */
  | { readonly kind: "fault"; readonly error: unknown };

export interface RunLimits {
  /** Milliseconds from now. */
  readonly timeoutMs: number;
  readonly deadlineKind?: "timeout" | "printBudget";
  /** Whether interrupts leave it alone. */
  readonly undisturbed?: boolean;
}

/** Runs `code`, which gets the depth to start with. */
export function run(engine: Engine, limits: RunLimits, code: (depth: number) => Value): RunResult {
  const { machine } = engine;
  const result = protectedRun(engine, limits, code);
  if (result.kind === "value") return result;
  const pending = machine.markers;
  machine.markers = null;
  for (let marker: Marker | null = pending; marker !== null; marker = marker.next) {
    if (marker.kind === MARKER_ENSURE || marker.kind === MARKER_CURTAIL) unwind(engine, marker);
  }
  return result;
}

/** Runs the block of one marker as if its method were left; what happens in it is nobody's affair any more. */
function unwind(engine: Engine, marker: Marker): void {
  const block = marker.a;
  if (!(block instanceof StBlock)) return;
  engine.machine.markers = marker.next;
  protectedRun(engine, { timeoutMs: UNWIND_MS, undisturbed: true }, (depth) =>
    send(block, "value", [], depth),
  );
}

function protectedRun(engine: Engine, limits: RunLimits, code: (depth: number) => Value): RunResult {
  const { machine } = engine;
  machine.deadline = performance.now() + limits.timeoutMs;
  machine.deadlineKind = limits.deadlineKind ?? "timeout";
  machine.attention.start(limits.undisturbed ?? false);
  try {
    return { kind: "value", value: code(0) };
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

/**
 * What travels up the stack, and what stands on it to be returned to.
 *
 * A Capture takes every activation down and never runs unwind blocks; a Cut goes to one home, and whatever had to be
 * unwound has been before it was thrown. Handlers in emitted code tell them apart by `k`, since that is the cheapest test.
 */
import type { StClass, StObject, Value } from "../memory/values.js";

/** One activation as a Capture found it. */
export interface Activation {
  /** What the emitter was told to give: a kernel method's number, or the method itself. */
  readonly code: unknown;
  /** Which code unit of the method: 0 is the method's own, blocks follow in order of their text. */
  readonly unit: number;
  readonly pc: number;
  /** Receiver of a method; the block object in a block. */
  readonly self: Value;
  /** Values of the unit's `capturedRegisters`, in their order. */
  readonly registers: readonly unknown[];
}

/** Why the stack was taken down. */
export type CaptureReason =
  | { readonly kind: "interrupted" | "timeout" | "printBudget" }
  | { readonly kind: "depth" }
  | { readonly kind: "output" }
  | { readonly kind: "unhandled"; readonly exception: Value };

export class Capture {
  readonly k = 1;
  /** Innermost first. */
  readonly activations: Activation[] = [];
  constructor(readonly reason: CaptureReason) {}

  /** Called by each activation as the Capture passes through. */
  add(code: unknown, unit: number, pc: number, self: Value, ...registers: unknown[]): void {
    this.activations.push({ code, unit, pc, self, registers });
  }
}

/** Ends every activation above `home`, which then answers `value`. */
export class Cut {
  readonly k = 2;
  constructor(
    readonly home: Home,
    readonly value: Value,
  ) {}
}

/** The activation of a method that blocks in it return from. */
export class Home implements StObject {
  declare readonly cls: StClass;
  /** The innermost marker when the method began. */
  declare readonly next: Marker | null;
  /** Whether the method has returned. */
  declare dead: boolean;
  constructor(next: Marker | null) {
    this.next = next;
    this.dead = false;
  }
}

export const MARKER_HANDLER = 1;
export const MARKER_ENSURE = 2;
export const MARKER_CURTAIL = 3;
/** Hides the handlers between it and the one whose handler block is running. */
export const MARKER_ACTIVE = 4;
export type MarkerCode =
  | typeof MARKER_HANDLER
  | typeof MARKER_ENSURE
  | typeof MARKER_CURTAIL
  | typeof MARKER_ACTIVE;

/** A link of a process's chain of handlers and unwind blocks, innermost first; home of the method that put it there. */
export class Marker extends Home {
  declare readonly kind: MarkerCode;
  /** Exception selector, unwind block, or (active) the marker of the running handler. */
  declare readonly a: Value;
  /** Handler block, or nil. */
  declare readonly b: Value;
  constructor(next: Marker | null, kind: MarkerCode, a: Value, b: Value) {
    super(next);
    this.kind = kind;
    this.a = a;
    this.b = b;
  }
}

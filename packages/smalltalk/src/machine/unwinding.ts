/**
 * What travels up the stack, and what stands on it to be returned to.
 *
 * A Capture takes every activation down and never runs unwind blocks; a Cut goes to one home, and whatever had to be
 * unwound has been before it was thrown. Handlers in emitted code tell them apart by `k`, since that is the cheapest test.
 */
import { nil, type StClass, type StObject, type Value } from "../memory/values.js";
import type { StContext } from "./context.js";

/** One activation on the heap: as a Capture found it, or as the interpreter runs it. */
export class Activation {
  /** The Context that stands for it in Smalltalk, once somebody has asked for it. */
  context: StContext | null = null;

  constructor(
    /** What the emitter was told to give: a kernel method's number, or the method itself. */
    readonly code: unknown,
    /** Which code unit of the method: 0 is the method's own, blocks follow in order of their text. */
    readonly unit: number,
    public pc: number,
    /** Whether it waits for the value of what the instruction at `pc` called; else it goes on by that instruction. */
    public waits: boolean,
    /** Receiver of a method; the block object in a block. */
    readonly self: Value,
    /** What `^` in its blocks returns from, or its marker. */
    public home: Home | null,
    /** Values of the unit's `capturedRegisters`, in their order; of all its registers where `isWhole`. */
    public registers: unknown[],
    public isWhole: boolean,
  ) {}

  /** Takes over where another activation of the same run of the unit stands. */
  goOnAs({ pc, waits, home, registers, isWhole }: Activation): void {
    this.pc = pc;
    this.waits = waits;
    this.home = home;
    this.registers = registers;
    this.isWhole = isWhole;
  }
}

/** Why the stack was taken down. */
export type CaptureReason =
  | { readonly kind: "interrupted" | "timeout" | "printBudget" }
  | { readonly kind: "depth"; readonly limit: number }
  | { readonly kind: "output"; readonly limit: number }
  /**
   * There is no room for what it asked for, or it has kept most of a heap that is full (`image`), or an object of its has
   * grown beyond what one may take (`object`); `limit` in bytes.
   */
  | { readonly kind: "memory"; readonly limit: number; readonly of: "image" | "object" }
  /** Its session has as many processes as it may. */
  | { readonly kind: "processes"; readonly limit: number }
  | { readonly kind: "unhandled"; readonly exception: Value }
  /** The native stack is full: its activations go to the heap, and the innermost goes on. */
  | { readonly kind: "stackFull" }
  /** The process has run for long enough. */
  | { readonly kind: "slice" }
  /** Somebody looks at the stack or at all of the memory, or changes it: the process goes on with what `look` answers, once all of it is on the heap. */
  | { readonly kind: "look"; readonly look: () => Value }
  /** The innermost activation was to change an object that is read-only. */
  | { readonly kind: "refused" }
  /** Another process has its turn: a primitive has said what becomes of this one. */
  | { readonly kind: "turn" }
  /** The process ended itself. */
  | { readonly kind: "terminated" }
  /** It has come to a breakpoint of its session. */
  | { readonly kind: "breakpoint"; readonly number: number }
  /** It was run step by step, and is where it was to stand still. */
  | { readonly kind: "stepped" };

export class Capture {
  readonly k = 1;
  /** Innermost first. */
  readonly activations: Activation[] = [];
  constructor(
    readonly reason: CaptureReason,
    /** Whether it was thrown by a poll: else the innermost activation waits for the value of a primitive. */
    readonly byPoll = false,
  ) {}

  /** Called by each activation as the Capture passes through. */
  add(
    code: unknown,
    unit: number,
    pc: number,
    self: Value,
    home: Home | null,
    ...registers: unknown[]
  ): void {
    const waits = !this.byPoll || this.activations.length > 0;
    // A variable that has not been assigned: emitted code leaves out what nobody reads.
    for (let i = 0; i < registers.length; i += 1) if (registers[i] === undefined) registers[i] = nil;
    this.activations.push(new Activation(code, unit, pc, waits, self, home, registers, false));
  }

  /** As `add`, for an activation that is on the heap already. */
  addAgain(activation: Activation): void {
    activation.waits = !this.byPoll || this.activations.length > 0;
    this.activations.push(activation);
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
  /** The innermost marker when the method began; null for the outermost of a process alone. */
  declare next: Marker | null;
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
/** The outermost of each process: no home of another process is ever found on a chain. */
export const MARKER_BASE = 5;
export type MarkerCode =
  | typeof MARKER_HANDLER
  | typeof MARKER_ENSURE
  | typeof MARKER_CURTAIL
  | typeof MARKER_ACTIVE
  | typeof MARKER_BASE;

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

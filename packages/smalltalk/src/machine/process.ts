/** Processes: strands of Smalltalk code that take turns on the image's thread. */
import type { StBlock } from "../memory/blocks.js";
import { nil, type StClass, type StObject, type Value } from "../memory/values.js";
import { LargeObjects, MemoryCharge } from "./memory-account.js";
import { ProcessStack } from "./process-stack.js";
import { type CaptureReason, MARKER_CURTAIL, MARKER_ENSURE, type Marker } from "./unwinding.js";

/** `ready` processes wait for their turn, `waiting` ones for a signal or a time. */
export type ProcessState = "suspended" | "ready" | "running" | "waiting" | "terminated";

/** What a process does when its turn comes. */
export type Continuation =
  /** Runs code, above what is on its stack already. */
  | {
      readonly kind: "begin";
      readonly code: (depth: number) => Value;
      /** The block that the code evaluates, where it does nothing else and stands at the bottom of the stack. */
      readonly block?: StBlock;
    }
  /** Its innermost activation gets the value, if it waits for one. */
  | { readonly kind: "goOn"; readonly value: Value };

/** What a process waits for. */
export interface Waiting {
  /** The Semaphore that it waits on, or the Process whose end it waits for. */
  readonly subject: Value;
  /** Whether the signal of the semaphore is to be given back where the process ends before it goes on. */
  readonly enters: boolean;
  /** Those who wait for the same, in order; null for nobody else. */
  readonly queue: Value[] | null;
  readonly timer: Timer | null;
}

/** A wait that somebody has broken off. */
export interface SuspendedWait {
  readonly subject: Value;
  readonly enters: boolean;
  /** Of `performance.now()`: when it would have been over. */
  readonly until: number;
}

/** A time at which something happens. */
export interface Timer {
  /** Of `performance.now()`. */
  readonly at: number;
  readonly wake: () => void;
  /** That waits for it. */
  readonly process: StProcess;
}

/** When a run ends. */
export class Deadline {
  /** Polls at which it was seen running. */
  polls = 0;
  constructor(
    /** `performance.now()` at which the run ends; it may itself put it off until `latest`. */
    public at = Number.POSITIVE_INFINITY,
    readonly kind: "timeout" | "printBudget" = "timeout",
    readonly latest = at,
    /** Whether interrupts leave the run alone. */
    readonly undisturbed = false,
  ) {}
}

/** How a process came to stand still. */
export type Stop =
  | { readonly kind: "value"; readonly value: Value }
  /** Its activations are on the heap. */
  | { readonly kind: "stopped"; readonly reason: CaptureReason }
  /** An error of the engine itself. */
  | { readonly kind: "fault"; readonly error: unknown };

/** Milliseconds that a process runs at most while others are ready. */
export const SLICE_MS = 3;
/** Processes of one session that may live at once: have begun, and not ended. */
export const MAX_PROCESSES = 1_000;
export const USER_PRIORITY = 40;
/** Tools run above all code of users'. */
export const TOOLS_PRIORITY = 100;

/**
 * Milliseconds that others of its group may keep a run from going on whose end somebody waits for, be they of a higher
 * priority or very many: then it has a turn in which nothing comes before it. So a run that forks what never waits goes on
 * to its limits, and ends in their error.
 */
export const KEPT_OFF_MS = 100;

/** Processes that share a turn: those of a session. Within it priorities decide. */
export class ProcessGroup {
  /** Ready processes, the next one first. */
  readonly ready: StProcess[] = [];
  /** Milliseconds that others had since the one that is awaited was ready and did not come first. */
  keptOffMs = 0;
  /** Processes that have not ended, but for those that nobody has begun. */
  readonly living = new Set<StProcess>();
}

/**
 * Whether a process is kept for a debugger where it would end without a value. `always`: so is what it forks. `unseen`: it
 * alone, where an error stops it and nothing waits for its end, so that who does not look sees no difference.
 */
type Keeping = "never" | "unseen" | "always";

let lastNumber = 0;

export class StProcess implements StObject {
  declare readonly cls: StClass;
  /** Identity hash; 0 until asked for. */
  h = 0;
  /** Tells it from the others of its image. */
  readonly number = ++lastNumber;
  readonly stack: ProcessStack = new ProcessStack(this);
  state: ProcessState = "suspended";
  waiting: Waiting | null = null;
  /** Milliseconds for which it has had the thread. */
  runMs = 0;
  /** What it was waiting for when it was suspended: it waits again when it is resumed. */
  suspendedWait: SuspendedWait | null = null;
  /** The semaphore by whose signal it may enter a critical section, until it goes on. */
  enteredBy: StObject | null = null;
  /** Those who wait for its end. */
  readonly joiners: Value[] = [];
  deadline = new Deadline();
  readonly memory = new MemoryCharge();
  /** Its run's: shared with whoever forked it. */
  large = new LargeObjects();
  keeping: Keeping = "never";
  /** Whether a debugger has it: nobody else makes it go on. */
  isHeld = false;
  /**
   * Told when it stands still, or has ended, where another process steps it; answers whether that is all there is to do.
   * Null where nobody does.
   */
  stepped: ((stop: Stop) => boolean) | null = null;
  /** Who is told of its end, and where a debugger is to have it; null for nobody. */
  onEnd: ((stop: Stop) => void) | null = null;

  constructor(
    readonly group: ProcessGroup,
    public continuation: Continuation,
    public priority: number,
    /** The run that it is, for interrupts; 0 for one that nobody interrupts. */
    public run: number,
  ) {}

  /** Whether a debugger is to have it, where it has come to stand still so. */
  isKept(stop: Stop): boolean {
    if (stop.kind !== "stopped") return false;
    switch (stop.reason.kind) {
      case "breakpoint":
      case "stepped":
        return true;
      case "terminated":
      // The heap stays full for as long as it is kept.
      case "memory":
      case "processes":
        return false;
      case "unhandled":
        if (this.keeping === "always" || this.stepped !== null) return true;
        return this.keeping === "unseen" && !this.#isAwaited;
      default:
        return this.keeping === "always";
    }
  }

  /** Whether its end would make something else go on: an unwind block, or a process that waits for it. */
  get #isAwaited(): boolean {
    if (this.joiners.length > 0) return true;
    for (let marker: Marker | null = this.stack.markers; marker !== null; marker = marker.next)
      if (marker.kind === MARKER_ENSURE || marker.kind === MARKER_CURTAIL) return true;
    return false;
  }

  get isTool(): boolean {
    return this.priority >= TOOLS_PRIORITY;
  }

  goOnWith(value: Value = nil): void {
    this.continuation = { kind: "goOn", value };
  }
}

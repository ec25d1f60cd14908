/**
 * The state of running code that emitted functions reach by name (`M`, `L`, `poll`), and what ends a run.
 */

import { B0, B1, B2, B3, B4, BN } from "../memory/blocks.js";
import { FAIL, latinCharacters, nil, StArray, StFloat, type Value } from "../memory/values.js";
import { type Attention, AttentionWords } from "./attention.js";
import { MemoryAccount } from "./memory-account.js";
import { Deadline, type ProcessGroup, SLICE_MS, type StProcess } from "./process.js";
import { Scheduler } from "./scheduler.js";
import { Capture, Cut, Home, MARKER_BASE, MARKER_CURTAIL, MARKER_ENSURE, Marker } from "./unwinding.js";

/** Sends that the machine itself makes, as tail calls of emitted code. */
export interface MachineSends {
  /** Runs the unwind blocks above `home`, then answers `value` from it. */
  unwind(home: Home, value: Value, depth: number): Value;
  /** A block returned from a method that had returned already. */
  cannotReturn(home: Home, value: Value, depth: number): Value;
}

/**
 * How often a run must have been seen running before the clock ends it: where the machine has too much to do, time passes
 * without the run. But where polls are rare since its primitives take long, it does not wait for them: so many milliseconds
 * behind its deadline the clock ends a run however seldom it was seen. Whoever prints has nobody else's time limit to keep,
 * and is waited for.
 */
const PATIENCE: Readonly<
  Record<Deadline["kind"], { readonly leastPolls: number; readonly latestMs: number }>
> = {
  timeout: { leastPolls: 5, latestMs: 25 },
  printBudget: { leastPolls: 10, latestMs: 450 },
};

/** How V8 begins its message. */
const REFUSAL = "Cannot assign to read only property";

/** The work of a tool that runs no process has had its time. */
export class TimeOver extends Error {
  override readonly name = "TimeOver";
}

export class Machine {
  /** `performance.now()` at which work that no process does has had its time. */
  workEnd = Number.POSITIVE_INFINITY;
  /** Innermost marker of the running process. */
  markers: Marker = new Marker(null, MARKER_BASE, nil, nil);
  /** When the run of the running process ends. */
  deadline = new Deadline();
  /** `performance.now()` at which the running process gives others their turn. */
  sliceEnd = Number.POSITIVE_INFINITY;
  /** Whether the thread has other work than running code: then each slice is an end. */
  isShared = false;
  readonly scheduler = new Scheduler();
  readonly memory = new MemoryAccount();
  /** A process that does not run, and has to end since it has kept most of a heap that is full. */
  doomed: StProcess | null = null;
  /** Asked at each poll whether the stack is to be taken down there. Where there is one, code polls all the time. */
  readonly isRestless: (() => boolean) | null;
  /** By number: whose processes a breakpoint is meant for. */
  readonly breakpoints = new Map<number, ProcessGroup>();
  /** Called at every poll: every few milliseconds while code runs, where a thread watches the clock. */
  polled: () => void = () => undefined;
  readonly attention: AttentionWords;

  constructor(
    attention: Attention,
    depth: number,
    readonly sends: MachineSends,
    isRestless: (() => boolean) | null = null,
  ) {
    this.attention = new AttentionWords(attention, depth, isRestless !== null);
    this.isRestless = isRestless;
  }

  /** The run ends so many milliseconds from now, but not later than it may at all. */
  moveDeadline(milliseconds: number): void {
    this.deadline.at = Math.min(performance.now() + milliseconds, this.deadline.latest);
  }

  /** Whatever was marked since an activation's home was made is over. */
  leave(home: Home): void {
    if (home.next !== null) this.markers = home.next;
  }

  /** Throws a Capture where the breakpoint is meant for the running process. */
  breakpoint(number: number): void {
    const { current } = this.scheduler;
    if (current !== null && current.group === this.breakpoints.get(number))
      throw new Capture({ kind: "breakpoint", number }, true);
  }

  /** Polls as compiled code does. */
  pollAt(depth: number): void {
    if (depth > (this.attention.words[0] ?? 0)) this.poll(depth);
  }

  /** Called where the depth is above the limit: throws a Capture, or lets the code run on. */
  readonly poll = (depth: number): void => {
    const { interrupted } = this.attention.take();
    this.polled();
    const { deadline } = this;
    deadline.polls += 1;
    const now = performance.now();
    // A test that takes the stack down all the time does not measure it.
    const late = this.isRestless === null ? now - deadline.at : Number.NEGATIVE_INFINITY;
    // First of all: who watches the image also interrupts what is a second late.
    if (this.isLate(deadline, now)) throw new Capture({ kind: deadline.kind }, true);
    if (interrupted) throw new Capture({ kind: "interrupted" }, true);
    if (late >= 0 && deadline.polls >= PATIENCE[deadline.kind].leastPolls)
      throw new Capture({ kind: deadline.kind }, true);
    this.#lookAtMemory(now);
    if (depth > this.attention.depth) throw new Capture({ kind: "stackFull" }, true);
    if (this.isRestless?.() || this.#othersWait(now)) throw new Capture({ kind: "slice" }, true);
  };

  /** For long work in primitives and tools, between its steps. Throws a Capture, or TimeOver where no process runs. */
  readonly checkTime = (): void => {
    if (this.isRestless !== null) return;
    const now = performance.now();
    const { current } = this.scheduler;
    if (current === null) {
      if (now >= this.workEnd) throw new TimeOver("the work has had its time");
      return;
    }
    const { deadline } = this;
    if (this.attention.isInterrupted(current.run) && !deadline.undisturbed)
      throw new Capture({ kind: "interrupted" });
    if (now >= deadline.at) throw new Capture({ kind: deadline.kind });
  };

  #lookAtMemory(now: number): void {
    const { current } = this.scheduler;
    const atFault = this.memory.look(current, now);
    if (atFault === null) return;
    if (atFault === current)
      throw new Capture({ kind: "memory", limit: this.memory.limit, of: "image" }, true);
    this.doomed = atFault;
    throw new Capture({ kind: "slice" }, true);
  }

  /** Whether a run is over its time by so much that it ends however seldom it was seen. */
  isLate({ at, kind }: Deadline, now: number): boolean {
    return this.isRestless === null && now - at >= PATIENCE[kind].latestMs;
  }

  /** Whether the process that ran last had a whole slice. */
  get isSliceOver(): boolean {
    return this.isRestless === null && performance.now() >= this.sliceEnd;
  }

  /** Whether the running process has run for long enough, and others want to. */
  #othersWait(now: number): boolean {
    const { scheduler } = this;
    if (now < this.sliceEnd && now < scheduler.nextTime) return false;
    if (this.isShared || scheduler.hasReady || now >= scheduler.nextTime) return true;
    this.sliceEnd = now + SLICE_MS;
    return false;
  }

  /** Whether a store was refused since the object is read-only: what V8 throws then, in strict code. */
  isRefusal(error: unknown): boolean {
    return error instanceof TypeError && error.message.startsWith(REFUSAL);
  }

  /** In place of the error of a refused store: takes the stack down, and the store is done again by the interpreter. */
  refused(error: unknown): unknown {
    return this.isRefusal(error) ? new Capture({ kind: "refused" }) : error;
  }

  /** `^` in a block. */
  returnFromHome(home: Home, value: Value, depth: number): Value {
    if (home.dead) return this.sends.cannotReturn(home, value, depth);
    for (
      let marker: Marker | null = this.markers;
      marker !== home.next && marker !== home;
      marker = marker.next
    ) {
      // The home is another process's.
      if (marker === null) return this.sends.cannotReturn(home, value, depth);
      if (marker.kind === MARKER_ENSURE || marker.kind === MARKER_CURTAIL)
        return this.sends.unwind(home, value, depth);
    }
    throw new Cut(home, value);
  }
}

/** Stands in a register whose float is kept unboxed beside it: see `codegen/operands.ts`. Never seen by Smalltalk code. */
const RAW_FLOAT = new StFloat(0.5);

/** What emitted code names, by name: see `RUNTIME_NAMES` in `codegen`. */
export function runtimeParts(machine: Machine, primitives: object): Readonly<Record<string, unknown>> {
  return {
    nil,
    FAIL,
    L: machine.attention.words,
    M: machine,
    P: primitives,
    poll: machine.poll,
    Home,
    Marker,
    StArray,
    StFloat,
    F: RAW_FLOAT,
    latin: latinCharacters,
    B0,
    B1,
    B2,
    B3,
    B4,
    BN,
  };
}

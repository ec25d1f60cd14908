/**
 * Gives processes their turns. A turn lasts until the process waits, ends, or has run for a slice while others want to run.
 * Turns are taken while somebody waits for a run, and else from the event loop, a few milliseconds at a time; with nothing
 * to do the thread sleeps.
 */
import {
  type Machine,
  type ProcessGroup,
  SLICE_MS,
  type Stop,
  type StProcess,
  whereThrowsAreCheap,
} from "../machine/index.js";
import { nil } from "../memory/values.js";
import type { Execution } from "./execution.js";

/** Milliseconds between two looks whether somebody interrupts a process that waits. */
const INTERRUPT_LOOK_MS = 20;

export interface PumpEvents {
  /** A process of the group has its turn; answers the group that had it, to be given back when the turn is over. */
  turnTo(group: ProcessGroup | null): ProcessGroup | null;
  /** A process has ended that nobody waits for, or is held for a debugger. */
  ended(process: StProcess, stop: Stop): void;
  /** Whether a process that has come to a breakpoint is to stand still there. */
  breaks(process: StProcess, number: number): boolean;
  /** Whether processes go on by themselves, from the event loop. */
  working(isWorking: boolean): void;
}

export class Pump {
  /** A wait on it ends with its time only. */
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #scheduled: (() => void) | null = null;
  /** Counts how often it was arranged when turns are taken next. */
  #arrangement = 0;
  #isWorking = false;
  /** Processes that were started and have not ended: their deadlines and interrupts are looked at while they wait. */
  readonly #started = new Set<StProcess>();

  /** Processes that somebody waits for. */
  readonly #awaited = new Set<StProcess>();

  constructor(
    readonly machine: Machine,
    readonly execution: Execution,
    readonly events: PumpEvents,
  ) {}

  /** Runs a process to its end, and meanwhile others: where `comesFirst`, only when this one waits. */
  run(process: StProcess, comesFirst: boolean): Stop {
    const { scheduler } = this.machine;
    let stop: Stop | undefined;
    process.onEnd = (how) => {
      stop = how;
      process.onEnd = null;
    };
    this.#awaited.add(process);
    // Whoever has waited for nothing yet begins at once.
    this.#turn(process);
    while (stop === undefined) {
      const now = performance.now();
      scheduler.fire(now);
      this.#endDoomed();
      for (const other of this.#started) this.#endsFromOutside(other, now);
      if (this.#endsFromOutside(process, now)) continue;
      const isNext = comesFirst && process.state === "ready";
      if (isNext) scheduler.unready(process);
      const next = isNext ? process : scheduler.next();
      if (next !== undefined) this.#turn(next);
      else this.#sleep(Math.min(scheduler.nextTime, process.deadline.at) - now, process.run !== 0);
    }
    this.#awaited.delete(process);
    this.goOn();
    return stop;
  }

  /** Processes that have not ended, as far as they are known here. */
  *processes(): Iterable<StProcess> {
    yield* this.machine.scheduler.processes();
    yield* this.#started;
    yield* this.#awaited;
  }

  /** A process begins at once, and goes on from the event loop; its `onEnd` is told when it has ended. */
  start(process: StProcess): void {
    this.#started.add(process);
    const { machine } = this;
    const before = machine.isShared;
    machine.isShared = true;
    this.#turn(process);
    machine.isShared = before;
    this.goOn();
  }

  /** Ends a process that does not run. */
  end(process: StProcess, stop: Stop): void {
    if (process.state !== "terminated") this.#end(process, stop);
  }

  /** Somebody may have interrupted a process that waits. */
  look(): void {
    const now = performance.now();
    for (const process of [...this.#started]) this.#endsFromOutside(process, now);
    this.goOn();
  }

  /** When something happens next, if nothing is ready. */
  get #nextTime(): number {
    let next = this.machine.scheduler.nextTime;
    for (const { deadline } of this.#started) next = Math.min(next, deadline.at);
    return next;
  }

  /** Processes that are left go on from the event loop. */
  goOn(): void {
    this.#scheduled?.();
    this.#scheduled = null;
    const { scheduler } = this.machine;
    this.#arrangement += 1;
    const arrangement = this.#arrangement;
    if (scheduler.hasReady) {
      this.#work(true);
      // With its reference: without one the event loop sleeps before it.
      const immediate = setImmediate(() => this.#arranged(arrangement));
      this.#scheduled = () => clearImmediate(immediate);
      return;
    }
    this.#work(false);
    const wait = this.#nextTime - performance.now();
    if (wait === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => this.#arranged(arrangement), Math.min(Math.max(wait, 0), 2 ** 31 - 1));
    // Somebody waits for what was started, nobody for the rest.
    if (this.#started.size === 0) timer.unref();
    this.#scheduled = () => clearTimeout(timer);
  }

  /** The moment of an arrangement has come; another may be made before its turns begin. */
  #arranged(arrangement: number): void {
    whereThrowsAreCheap(() => {
      if (arrangement === this.#arrangement) this.#takeTurns();
    });
  }

  #work(isWorking: boolean): void {
    if (this.#isWorking === isWorking) return;
    this.#isWorking = isWorking;
    this.events.working(isWorking);
  }

  #takeTurns(): void {
    this.#scheduled = null;
    const { machine } = this;
    const { scheduler } = machine;
    this.#work(true);
    machine.isShared = true;
    const start = performance.now();
    for (let now = start; now - start < SLICE_MS; now = performance.now()) {
      scheduler.fire(now);
      this.#endDoomed();
      for (const process of this.#started) this.#endsFromOutside(process, now);
      const next = scheduler.next();
      if (next === undefined) break;
      this.#turn(next);
    }
    machine.isShared = false;
    this.goOn();
  }

  /** Ends who has kept most of a heap that is full. */
  #endDoomed(): void {
    const { doomed, memory } = this.machine;
    if (doomed === null) return;
    this.machine.doomed = null;
    this.end(doomed, { kind: "stopped", reason: { kind: "memory", limit: memory.limit, of: "image" } });
  }

  /** Ends a process whose time is over, or that somebody interrupts, while it does not run. */
  #endsFromOutside(process: StProcess, now: number): boolean {
    const { deadline, run, state } = process;
    if (state === "terminated") return false;
    const isInterrupted = this.machine.attention.isInterrupted(run);
    // One that is ready sees for itself, when it has its turn.
    if (!isInterrupted && !(state === "ready" ? this.machine.isLate(deadline, now) : now >= deadline.at))
      return false;
    this.#end(process, { kind: "stopped", reason: { kind: isInterrupted ? "interrupted" : deadline.kind } });
    return true;
  }

  /** One turn of a process that is in no queue. */
  #turn(process: StProcess): void {
    const stop = this.#runTurn(process);
    if (stop.kind !== "stopped") this.#end(process, stop);
    else if (stop.reason.kind === "slice") {
      process.goOnWith(nil);
      // Where it was not its time that was over, it goes on first.
      this.machine.scheduler.ready(process, !this.machine.isSliceOver);
    } else if (stop.reason.kind === "breakpoint" && !this.events.breaks(process, stop.reason.number)) {
      process.goOnWith(nil);
      this.machine.scheduler.ready(process, true);
    } else if (stop.reason.kind !== "turn") this.#end(process, stop);
    else if (process.state === "suspended" && isPassing(process)) this.machine.scheduler.ready(process, true);
  }

  #runTurn(process: StProcess): Stop {
    const { machine, execution } = this;
    const { attention, scheduler } = machine;
    const { stack, continuation, deadline } = process;
    const group = this.events.turnTo(process.group);
    const deadlineBefore = machine.deadline;
    const runBefore = attention.turnTo(process.run);
    const askingBefore = machine.memory.turnTo(process.large);
    machine.deadline = deadline;
    const start = performance.now();
    machine.sliceEnd = start + SLICE_MS;
    process.state = "running";
    process.enteredBy = null;
    scheduler.current = process;
    attention.start(deadline.undisturbed);
    const stop =
      continuation.kind === "begin"
        ? execution.begin(stack, continuation.code)
        : execution.goOn(stack, continuation.value);
    attention.stop();
    const milliseconds = performance.now() - start;
    process.runMs += milliseconds;
    scheduler.hadTurn(process, milliseconds);
    scheduler.current = null;
    attention.turnTo(runBefore);
    machine.memory.turnTo(askingBefore);
    machine.deadline = deadlineBefore;
    this.events.turnTo(group);
    return stop;
  }

  /** Whoever is told of it finds the process held, where it is kept. */
  #end(process: StProcess, stop: Stop): void {
    if (process.isKept(stop)) this.machine.scheduler.hold(process);
    else this.machine.scheduler.ended(process);
    this.machine.memory.ended(process, performance.now());
    this.#started.delete(process);
    const { stepped } = process;
    process.stepped = null;
    if (stepped?.(stop) === true) return;
    if (process.onEnd === null) this.events.ended(process, stop);
    else process.onEnd(stop);
  }

  #sleep(milliseconds: number, looks: boolean): void {
    const longest = looks ? INTERRUPT_LOOK_MS : 1000;
    Atomics.wait(this.#sleeper, 0, 0, Math.min(Math.max(milliseconds, 0), longest));
  }
}

/** Whether a process that has suspended itself is stepped over just that. */
const isPassing = ({ stack }: StProcess): boolean =>
  stack.stepping?.passesSuspension(stack.activations.length) === true;

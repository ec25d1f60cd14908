/**
 * An inspection is carried out in steps, so that others have their turns meanwhile: code of the session runs as a process of
 * its own, and between two objects that are printed there may be a pause.
 */
import { Deadline, type RunNumber, SLICE_MS, StProcess, USER_PRIORITY } from "../machine/index.js";
import type { Value } from "../memory/values.js";
import type { OpenDebugger } from "./debuggers.js";
import type { Engine } from "./engine.js";
import { endRunInTurns, type RunResult, resultOf } from "./run.js";
import type { Workspace } from "./workspace.js";

/** To be called with the depth. */
export type Code = (depth: number) => Value;

/** What came of the session's code. */
export interface Came {
  readonly result: RunResult;
  /** Milliseconds. */
  readonly executionMs: number;
  /** Has it, where it came to a breakpoint. */
  readonly debugger: OpenDebugger | undefined;
}

/** Yields code of the session that is to be run, or null where others may have a turn. */
export type Steps<T> = Generator<Code | null, T, Came | undefined>;

/** Runs code of the session. */
export function* ran(code: Code): Steps<Came> {
  const came = yield code;
  if (came === undefined) throw new RangeError("nobody ran the code");
  return came;
}

/** The outcome of steps that run no code of the session, at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) {
    if (next.value !== null) throw new RangeError("code of the session has to take turns");
    next = steps.next();
  }
  return next.value;
}

/** Counts the milliseconds that an inspection itself has taken, without those of others' turns. */
export class OwnTime {
  #spent = 0;
  #since = performance.now();

  get spent(): number {
    return this.#spent + performance.now() - this.#since;
  }

  pause(): void {
    this.#spent = this.spent;
    this.#since = Number.POSITIVE_INFINITY;
  }

  goOn(): void {
    this.#since = performance.now();
  }
}

export interface InTurns<T> {
  readonly workspace: Workspace;
  /** Milliseconds that each piece of the session's code may run. */
  readonly timeoutMs: number;
  readonly run: RunNumber;
  readonly time: OwnTime;
  /** Told exactly once, perhaps at once. */
  readonly done: (outcome: T) => void;
  /** The outcome where somebody interrupted it. */
  readonly interrupted: () => T;
  /** The outcome where the engine itself broke. */
  readonly broken: (error: unknown) => T;
}

/** Carries the steps out. */
export function inTurns<T>(engine: Engine, steps: Steps<T>, turns: InTurns<T>): void {
  const { attention } = engine.machine;
  const { time, run, workspace } = turns;

  const finish = (outcome: T): void => {
    attention.forget(run);
    turns.done(outcome);
  };

  const goOn = (came?: Came): void => {
    time.goOn();
    const until = performance.now() + SLICE_MS;
    // What the inspection prints is interrupted as its run.
    const before = attention.turnTo(run);
    const advanced = advance(came, until);
    attention.turnTo(before);
    time.pause();
    if (advanced.kind === "over") finish(advanced.outcome);
    else if (advanced.kind === "code") start(advanced.code);
    else setImmediate(() => engine.watched(() => goOn()));
  };

  const advance = (came: Came | undefined, until: number): Advanced<T> => {
    try {
      for (let input = came; ; input = undefined) {
        const next = steps.next(input);
        if (next.done) return { kind: "over", outcome: next.value };
        if (next.value !== null) return { kind: "code", code: next.value };
        if (attention.isInterrupted(run)) return { kind: "over", outcome: turns.interrupted() };
        if (performance.now() >= until) return { kind: "pause" };
      }
    } catch (error) {
      return { kind: "over", outcome: turns.broken(error) };
    }
  };

  const start = (code: Code): void => {
    const process = new StProcess(workspace.group, { kind: "begin", code }, USER_PRIORITY, run);
    const begun = performance.now();
    const deadline = begun + turns.timeoutMs;
    process.deadline = new Deadline(deadline);
    process.onEnd = (stop) => {
      process.onEnd = null;
      const executionMs = performance.now() - begun;
      const ended = (result: RunResult, held?: OpenDebugger): void =>
        engine.watched(() => goOn({ result, executionMs, debugger: held }));
      // It may have come to a breakpoint.
      const held = process.isHeld ? engine.debuggers.open(process, stop, null) : undefined;
      if (held !== undefined) ended(resultOf(process, stop), held);
      else endRunInTurns(engine, process, stop, deadline, ended);
    };
    engine.pump.start(process);
  };

  goOn();
}

type Advanced<T> =
  | { readonly kind: "over"; readonly outcome: T }
  | { readonly kind: "code"; readonly code: Code }
  | { readonly kind: "pause" };

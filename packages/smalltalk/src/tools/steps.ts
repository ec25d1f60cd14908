/**
 * What takes its time is carried out in steps, so that others have their turns meanwhile: Smalltalk code that belongs to it
 * runs as a process, and between two pieces of its own work there may be a pause.
 */
import {
  Deadline,
  type ProcessGroup,
  type RunNumber,
  SLICE_MS,
  StProcess,
  USER_PRIORITY,
  whereThrowsAreCheap,
} from "../machine/index.js";
import type { Value } from "../memory/values.js";
import type { OpenDebugger } from "./debuggers.js";
import type { Engine } from "./engine.js";
import type { RunListener } from "./requests.js";
import { endRunInTurns, type RunLimits, type RunResult, resultOf } from "./run.js";
import type { Workspace } from "./workspace.js";

/** To be called with the depth. */
export type Code = (depth: number) => Value;

/** Code that is to be run. */
interface Piece {
  readonly code: Code;
  /** Those of the steps, if absent. */
  readonly limits: RunLimits | undefined;
  /** The session's, if absent. */
  readonly group: ProcessGroup | undefined;
}

/** What came of code. */
export interface Came {
  readonly result: RunResult;
  /** Milliseconds. */
  readonly executionMs: number;
  /** Has it, where it came to a breakpoint. */
  readonly debugger: OpenDebugger | undefined;
}

/** Yields code that is to be run, or null where others may have a turn. */
export type Steps<T> = Generator<Piece | null, T, Came | undefined>;

/** Runs code: of the session and within the time of the steps, where nothing else is said. */
export function* ran(code: Code, limits?: RunLimits, group?: ProcessGroup): Steps<Came> {
  const came = yield { code, limits, group };
  if (came === undefined) throw new RangeError("nobody ran the code");
  return came;
}

/** The outcome of steps that run no code, at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) {
    if (next.value !== null) throw new RangeError("code of the session has to take turns");
    next = steps.next();
  }
  return next.value;
}

/** Counts the milliseconds that steps themselves have taken, without those of others' turns. */
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
  /** That it belongs to, and ends with. */
  readonly workspace: Workspace;
  /** Milliseconds that each piece of code may run. */
  readonly timeoutMs: number;
  readonly run: RunNumber;
  readonly time?: OwnTime;
  /** Where what the steps do themselves is the session's: who hears of that, and of what its processes do. */
  readonly asSession?: { readonly listener: RunListener | undefined };
  /** Told exactly once, perhaps at once. */
  readonly done: (outcome: T) => void;
  /** The outcome where somebody interrupted it, or its session ended. */
  readonly interrupted: () => T;
  /** The outcome where the engine itself broke. */
  readonly broken: (error: unknown) => T;
}

/** Carries the steps out: begins at once, and goes on from the event loop. Steps that are broken off come to their `finally`. */
export function inTurns<T>(engine: Engine, steps: Steps<T>, turns: InTurns<T>): void {
  const { attention } = engine.machine;
  const { run, workspace, asSession, time = new OwnTime() } = turns;
  let isSessionOver = false;
  let process: StProcess | undefined;

  const endWithSession = (): void => {
    isSessionOver = true;
    if (process !== undefined) engine.pump.end(process, { kind: "stopped", reason: { kind: "terminated" } });
  };
  workspace.underWay.add(endWithSession);
  if (asSession !== undefined) engine.listening.listenTo(workspace.group, asSession.listener);

  const goOn = (first?: Came): void => {
    const until = performance.now() + SLICE_MS;
    for (let came = first; ; ) {
      const advanced = advance(came, until);
      if (advanced.kind === "over") {
        workspace.underWay.delete(endWithSession);
        if (asSession !== undefined) engine.listening.listenTo(workspace.group, undefined);
        attention.forget(run);
        turns.done(advanced.outcome);
        return;
      }
      came = advanced.kind === "code" ? start(advanced.piece) : undefined;
      if (advanced.kind === "code" && came === undefined) return;
      if (performance.now() < until) continue;
      later(came);
      return;
    }
  };

  const later = (came: Came | undefined): void => {
    setImmediate(() => whereThrowsAreCheap(() => engine.watched(() => goOn(came))));
  };

  const advance = (came: Came | undefined, until: number): Advanced<T> => {
    time.goOn();
    // What tools run for it is interrupted as its run.
    const before = attention.turnTo(run);
    const group = asSession === undefined ? undefined : engine.turnTo(workspace.group);
    try {
      for (let input = came; ; input = undefined) {
        // The code that was interrupted tells what it was at.
        if (isSessionOver || (input === undefined && attention.isInterrupted(run))) return brokenOff();
        const next = steps.next(input);
        if (next.done) return { kind: "over", outcome: next.value };
        if (next.value !== null) return { kind: "code", piece: next.value };
        if (performance.now() >= until) return { kind: "pause" };
      }
    } catch (error) {
      return { kind: "over", outcome: turns.broken(error) };
    } finally {
      attention.turnTo(before);
      if (group !== undefined) engine.turnTo(group);
      time.pause();
    }
  };

  const brokenOff = (): Advanced<T> => {
    const outcome = turns.interrupted();
    steps.return(outcome);
    return { kind: "over", outcome };
  };

  /** Answers what came of it, if it has ended in its first turn; else it goes on when it has ended. */
  const start = ({ code, limits, group = workspace.group }: Piece): Came | undefined => {
    const begun = performance.now();
    const timeoutMs = limits?.timeoutMs ?? turns.timeoutMs;
    const deadline = begun + timeoutMs;
    const started = new StProcess(group, { kind: "begin", code }, USER_PRIORITY, run);
    process = started;
    started.deadline = new Deadline(deadline, limits?.deadlineKind, begun + (limits?.longestMs ?? timeoutMs));
    let isLater = false;
    let came: Came | undefined;
    started.onEnd = (stop) => {
      started.onEnd = null;
      const executionMs = performance.now() - begun;
      const ended = (result: RunResult, held?: OpenDebugger): void => {
        process = undefined;
        came = { result, executionMs, debugger: held };
        if (isLater) later(came);
      };
      // It may have come to a breakpoint.
      const held = started.isHeld ? engine.debuggers.open(started, stop, null) : undefined;
      if (held !== undefined) ended(resultOf(started, stop), held);
      else endRunInTurns(engine, started, stop, deadline, ended);
    };
    engine.pump.start(started);
    isLater = came === undefined;
    return came;
  };

  goOn();
}

type Advanced<T> =
  | { readonly kind: "over"; readonly outcome: T }
  | { readonly kind: "code"; readonly piece: Piece }
  | { readonly kind: "pause" };

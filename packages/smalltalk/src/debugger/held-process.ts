/** A process that a debugger holds: its activations, and the ways in which it goes on. */
import { send } from "../classes/index.js";
import { activationOf, copiedInto, type Executable, type Pump } from "../interpreter/index.js";
import {
  type Activation,
  Deadline,
  Home,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  type Marker,
  type RunNumber,
  type Stop,
  type StProcess,
} from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { nil, type Value } from "../memory/values.js";
import { type Goal, type Interpreters, Steps } from "./stepping.js";
import { surrounding } from "./variables.js";

/** How a process may go on. */
export interface Going {
  /** Milliseconds that it may run now. */
  readonly timeoutMs: number;
  /** The run that it is now, for interrupts. */
  readonly run: RunNumber;
  /** Told once, perhaps at once: when it stands still again, or has ended. */
  readonly done: (stop: Stop) => void;
}

export class HeldProcess {
  /** Innermost activations that only tell of the exception that stopped it: how it travelled. */
  hidden = 0;

  constructor(
    readonly process: StProcess,
    readonly pump: Pump,
    readonly interpreters: Interpreters,
    /** The class Marker: it unwinds. */
    readonly marker: Value,
  ) {}

  /** Outermost first, those that are hidden among them. */
  get activations(): readonly Activation[] {
    return this.process.stack.activations;
  }

  /** How many are seen. */
  get depth(): number {
    return this.activations.length - this.hidden;
  }

  /** From an index that counts from the innermost that is seen to one that counts from the outermost, and back. */
  place(index: number): number {
    return this.depth - 1 - index;
  }

  /** By index from the innermost that is seen. */
  at(index: number): Activation | undefined {
    return index < 0 ? undefined : this.activations[this.place(index)];
  }

  /**
   * The index of the method's activation that an activation belongs to: its own, but for a block's; undefined where the
   * method has returned.
   */
  methodIndex(index: number): number | undefined {
    const activation = this.at(index);
    if (activation === undefined || activation.unit === 0) return index;
    const method = surrounding(this.activations, this.place(index));
    return method === undefined ? undefined : this.place(method);
  }

  executableOf(activation: Activation): Executable {
    return this.interpreters.plain.prepare(activation);
  }

  /** Whether what it stopped at is to answer something: else it stands before what it does next. */
  get waitsForValue(): boolean {
    return this.at(0)?.waits === true;
  }

  /** Goes on as if nothing had been; what it stopped at answers `value`. */
  proceed(value: Value, going: Going): void {
    this.#endAbove(this.place(0), value);
    this.#go(null, going);
  }

  /** One step of the innermost activation that is seen: into what it calls, or over it. */
  step(kind: "into" | "over" | "through", going: Going): void {
    const depth = this.place(0);
    const top = this.activations[depth];
    const enters = kind === "into" ? "called" : top === undefined ? undefined : { blocksOf: top };
    this.#endAbove(depth, nil);
    this.#go(kind === "over" || enters === undefined ? { depth } : { depth, enters }, going);
  }

  /** Until the activation has answered. */
  stepOut(going: Going): void {
    const depth = this.place(0);
    this.#endAbove(depth, nil);
    this.#go({ depth: depth - 1 }, going);
  }

  /** Until the activation, or a block of its, is there; or the activation has answered. */
  runTo(index: number, unit: number, pc: number, going: Going): void {
    const depth = this.place(index);
    const activation = this.activations[depth];
    const at = (executable: Executable, where: number) => executable.ordinal === unit && where === pc;
    if (this.hidden > 0) this.#endAbove(this.place(0), nil);
    else this.process.goOnWith(nil);
    if (activation === undefined || activation.unit === unit) this.#go({ depth, at }, going);
    else this.#go({ depth, at, enters: { blocksOf: activation } }, going);
  }

  /** The activation answers `value`, once those above it are unwound. */
  return(index: number, value: Value, going: Going): void {
    const depth = this.place(index) - 1;
    this.#endAbove(depth, value);
    this.#go({ depth }, going);
  }

  /**
   * The activation begins again, once those above it are unwound: with the code of `executable`, where its method was
   * changed. It stands at its first stop then.
   */
  restart(index: number, going: Going, executable?: Executable): void {
    const depth = this.place(index);
    const activation = this.activations[depth];
    if (activation === undefined) return;
    const again = (): void => {
      const { stack } = this.process;
      const code = executable ?? this.executableOf(activation);
      const { home } = activation;
      if (home !== null) home.dead = true;
      stack.markers = home?.next ?? stack.markers;
      const begun = begunAgain(activation, code, stack.markers);
      // The same, for whoever knows it as a Context.
      if (executable === undefined) activation.goOnAs(begun);
      else stack.activations[depth] = begun;
      this.process.goOnWith(nil);
      this.#go({ depth, standsAtOnce: true }, going);
    };
    const isUnwound = this.#endAbove(depth, nil);
    if (isUnwound) again();
    else
      this.#go(
        { depth: -1, before: activation },
        { ...going, done: (stop) => (isStepped(stop) ? again() : going.done(stop)) },
      );
  }

  /**
   * Ends the activations above that of this index from the outermost; it gets `value`, where it waits for one. Answers
   * whether that is done: else unwind blocks are to be run first, which is what the process goes on with.
   */
  #endAbove(depth: number, value: Value): boolean {
    const { process } = this;
    const { stack } = process;
    const above = stack.activations[depth + 1];
    this.hidden = 0;
    process.goOnWith(value);
    if (above === undefined) return true;
    const chain = this.#markersOf(depth);
    if (hasUnwinding(stack.markers, chain)) {
      // Not its marker, whose block would be left out.
      const home = new Home(chain);
      above.home = home;
      const code = (at: number): Value => send(this.marker, "unwindTo:return:", [home, value], at);
      process.continuation = { kind: "begin", code };
      return false;
    }
    for (const ended of stack.activations.splice(depth + 1)) if (ended.home !== null) ended.home.dead = true;
    stack.markers = chain;
    return true;
  }

  /** The innermost marker when the activation of this index made its call: those above it have put the others there. */
  #markersOf(depth: number): Marker {
    const { activations, markers } = this.process.stack;
    const first = activations.slice(depth + 1).find((activation) => activation.home !== null);
    return first?.home?.next ?? markers;
  }

  #go(goal: Goal | null, { timeoutMs, run, done }: Going): void {
    const { process, pump, interpreters } = this;
    process.stack.stepping = goal === null ? null : new Steps(interpreters, goal);
    process.isHeld = false;
    process.run = run;
    process.deadline = new Deadline(performance.now() + timeoutMs);
    process.onEnd = (stop) => {
      process.stack.stepping = null;
      process.deadline = new Deadline();
      process.run = 0;
      process.onEnd = null;
      done(stop);
    };
    pump.start(process);
  }
}

const isStepped = (stop: Stop): boolean => stop.kind === "stopped" && stop.reason.kind === "stepped";

function hasUnwinding(from: Marker, to: Marker): boolean {
  for (let marker: Marker | null = from; marker !== null && marker !== to; marker = marker.next)
    if (marker.kind === MARKER_ENSURE || marker.kind === MARKER_CURTAIL) return true;
  return false;
}

/** Arguments are never assigned: they are what they were. */
function begunAgain(activation: Activation, executable: Executable, markers: Marker): Activation {
  const { unit } = executable;
  const { self, registers } = activation;
  const given = registers.slice(0, unit.parameterCount);
  const copied = self instanceof StBlock && unit.kind === "block" ? copiedInto(self, executable) : [];
  const home = unit.hasHome ? new Home(markers) : null;
  return activationOf(executable, self, [...given, ...copied], home);
}

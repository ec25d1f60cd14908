/**
 * Runs a process until it comes to where it is to stand still. Activations up to a depth are gone through instruction by
 * instruction; what they call runs in JavaScript as ever, but where it is itself to be stood in.
 */
import { type Executable, GOES_ON, type Interpreter, type Step } from "../interpreter/index.js";
import { Activation, STANDS, type Stepping } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { nil, type Value } from "../memory/values.js";

export interface Interpreters {
  /** What it calls runs in JavaScript. */
  readonly plain: Interpreter;
  /** What it calls it answers as an activation. */
  readonly entering: Interpreter;
}

/** Where a process is to stand still. */
export interface Goal {
  /** The number of activations below the innermost one that is gone through step by step; −1 for none. */
  readonly depth: number;
  /** Whether what the first instruction calls is stood in, or blocks of this activation's method, whoever calls them. */
  readonly enters?: "called" | { readonly blocksOf: Activation };
  /** Whether it may stand where it is, before anything was carried out. */
  readonly standsAtOnce?: boolean;
  /** It stands before this activation gets the value that it waits for. */
  readonly before?: Activation;
  /** Whether it stands at each instruction, and has carried one out since it stood: else at what the text has alone. */
  readonly isFine?: boolean;
  /** Whether methods that only answer something are entered as others are; they are if absent. */
  readonly entersQuick?: boolean;
  /** Where the activations at `depth`, and blocks that were entered, are stood in: at each of their stops if absent. */
  readonly at?: (executable: Executable, pc: number) => boolean;
}

export class Steps implements Stepping {
  #hasBegun: boolean;
  /** Activations above the depth that are gone through step by step. */
  readonly #entered = new Set<Activation>();

  constructor(
    readonly interpreters: Interpreters,
    readonly goal: Goal,
  ) {
    this.#hasBegun = goal.standsAtOnce === true;
  }

  resume(activation: Activation, value: Value, below: number): Value | Activation | typeof STANDS {
    const { goal, interpreters } = this;
    const { plain, entering } = interpreters;
    if (activation === goal.before) return STANDS;
    if (below <= goal.depth || this.#entered.has(activation))
      return plain.attempt(activation, () => this.#walk(activation, value, below));
    if (typeof goal.enters !== "object") return plain.resume(activation, value);
    const answer = entering.resume(activation, value);
    this.#noteCalled(answer);
    return answer;
  }

  /** What was stepped is the send of `suspend` itself, which may have an activation: behind it the process stands anyway. */
  passesSuspension(count: number): boolean {
    return count <= this.goal.depth + 2;
  }

  #walk(activation: Activation, value: Value, below: number): Value | Activation | typeof STANDS {
    const { plain, entering } = this.interpreters;
    const interpreter = typeof this.goal.enters === "object" ? entering : plain;
    const executable = plain.prepare(activation);
    let step: Step = GOES_ON;
    const hadBegun = this.#hasBegun;
    if (activation.waits) {
      step = plain.receive(executable, activation, value);
      if (step === GOES_ON && !hadBegun && this.goal.isFine === true)
        step = this.#first(executable, activation);
    } else if (!hadBegun) step = this.#first(executable, activation);
    this.#hasBegun = true;
    let loops = 0;
    while (step === GOES_ON) {
      const { pc } = activation;
      if (this.#isGoal(executable, pc, below)) return STANDS;
      // A loop without anything to stop at is stood at itself.
      if (executable.unit.instructions[pc]?.op === "loop") loops += 1;
      if (loops > 1) return STANDS;
      step = interpreter.step(executable, activation, false);
      this.#noteCalled(step);
    }
    if (typeof step === "function") throw new RangeError("a loop that is not polled at is not entered");
    return step;
  }

  /** The instruction at which the process has stood. */
  #first(executable: Executable, activation: Activation): Step {
    const { plain, entering } = this.interpreters;
    const { enters } = this.goal;
    if (enters === undefined) return plain.step(executable, activation, false);
    const step = entering.step(executable, activation, false);
    if (this.goal.entersQuick === false && isCalled(step) && isQuick(plain.prepare(step))) {
      activation.waits = true;
      const answer = plain.resume(step, nil);
      return isCalled(answer) ? answer : plain.receive(executable, activation, answer);
    }
    this.#noteCalled(step);
    return step;
  }

  #noteCalled(called: Step): void {
    const { enters } = this.goal;
    if (enters === undefined || !isCalled(called)) return;
    if (enters === "called" || isBlockOf(called, enters.blocksOf)) this.#entered.add(called);
  }

  #isGoal(executable: Executable, pc: number, below: number): boolean {
    const { at, depth, isFine } = this.goal;
    if (isFine === true) return true;
    if (at !== undefined && below >= depth) return at(executable, pc);
    return executable.unit.stops.has(pc);
  }
}

const isCalled = (step: Step): step is Activation => step instanceof Activation;

/** Whether a unit does nothing but answer: self, a literal, or an instance variable. */
function isQuick({ unit: { instructions, kind } }: Executable): boolean {
  const [first, second] = instructions;
  if (kind !== "method" || first === undefined) return false;
  if (first.op === "return") return first.value.kind !== "register";
  return first.op === "getField" && second?.op === "return";
}

/** Whether an activation runs a block of the method that another one runs, for the same receiver. */
function isBlockOf({ code, self }: Activation, other: Activation): boolean {
  return code === other.code && self instanceof StBlock && self.r === receiverOf(other);
}

/** `self` in an activation. */
export function receiverOf({ self, unit }: Activation): Value {
  return unit > 0 && self instanceof StBlock ? self.r : self;
}

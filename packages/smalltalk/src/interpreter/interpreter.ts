/**
 * Runs an activation that is on the heap, from wherever it stands: one instruction after the other, over the same units and
 * registers as compiled code. What it calls runs in JavaScript again, and so does a loop once it was gone through.
 */
import { ClassObject } from "../classes/index.js";
import { mangleField, mangleSelector } from "../codegen/index.js";
import type { Instruction, Operand } from "../ir/index.js";
import {
  Activation,
  Capture,
  Cut,
  Home,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  MARKER_HANDLER,
  type Machine,
  Marker,
} from "../machine/index.js";
import { B0, B1, B2, B3, B4, BN, StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import { allFieldsOf } from "../memory/trace.js";
import { nil, StArray, type Value } from "../memory/values.js";
import type { Executable, Executables, LoopEntry } from "./executable.js";
import type { LoopEntries } from "./loop-entries.js";

/**
 * What an instruction comes to: the value that its activation answers, a new activation that it called, compiled code that
 * does the rest in its activation's place, or nothing of these.
 */
export type Step = Value | Activation | LoopEntry | typeof GOES_ON;
export const GOES_ON: unique symbol = Symbol("goes on");

/**
 * Makes the activation that a send calls, or answers the value of a primitive that does it all; null where the send is to
 * run in JavaScript. `start` is where the look-up begins, for super sends; null is the receiver's class.
 */
export type Enter = (
  receiver: Value,
  property: string,
  args: readonly Value[],
  start: ClassObject | null,
) => Activation | Value | null;

/** The depth of what an activation on the heap calls: nothing else is on the native stack. */
const DEPTH = 1;
const MARKER_KINDS = { handler: MARKER_HANDLER, ensure: MARKER_ENSURE, curtail: MARKER_CURTAIL } as const;
const ATTEMPT_TO_ASSIGN = mangleSelector("attemptToAssign:withIndex:");
const MUST_BE_BOOLEAN = mangleSelector("mustBeBoolean");
/** Values copied into a block that have fields of their own. */
const COPIED_FIELDS = 3;

export class Interpreter {
  constructor(
    readonly machine: Machine,
    readonly executables: Executables,
    readonly entries: LoopEntries,
    readonly enter: Enter = () => null,
  ) {}

  /**
   * Runs an activation until it answers, or calls another that is not to run in JavaScript; `value` is what it waits for.
   * Throws Capture, with the activation added, and Cut, where it goes further out.
   */
  resume(activation: Activation, value: Value): Value | Activation {
    const answer = this.#run(activation, value);
    return typeof answer === "function" ? this.#runEntry(activation, answer) : answer;
  }

  /** Compiled code stands for the activation: what is taken down of it is the activation as it is then. */
  #runEntry(activation: Activation, entry: LoopEntry): Value {
    try {
      return entry.call(activation.self, activation.registers, activation.home, DEPTH - 1);
    } catch (error) {
      const outermost = error instanceof Capture ? error.activations.pop() : undefined;
      if (error instanceof Capture && outermost !== undefined) {
        activation.goOnAs(outermost);
        error.activations.push(activation);
      }
      throw error;
    }
  }

  #run(activation: Activation, value: Value): Value | Activation | LoopEntry {
    return this.attempt(activation, () => {
      const executable = this.prepare(activation);
      let step = activation.waits
        ? this.receive(executable, activation, value)
        : this.step(executable, activation, false);
      while (step === GOES_ON) step = this.step(executable, activation, true);
      return step;
    });
  }

  /** What `run` answers, which runs the activation; where something goes through it, as compiled code has it. */
  attempt<Result>(activation: Activation, run: () => Result): Result | Value {
    try {
      return run();
    } catch (error) {
      if (error instanceof Capture) error.addAgain(activation);
      else if (activation.home !== null) {
        const { home } = activation;
        home.dead = true;
        if (error instanceof Cut && error.home === home) {
          this.machine.leave(home);
          return error.value;
        }
      }
      throw error;
    }
  }

  /** Gives the activation all its registers, and answers its unit. */
  prepare(activation: Activation): Executable {
    const executable = this.executables.of(activation.code, activation.unit);
    if (!activation.isWhole) {
      const { captured, unit } = executable;
      const registers: unknown[] = new Array(unit.registerCount).fill(undefined);
      captured.forEach((register, i) => {
        registers[register] = activation.registers[i];
      });
      activation.registers = registers;
      activation.isWhole = true;
    }
    return executable;
  }

  /** The call at `pc` answered `value`. */
  receive(executable: Executable, activation: Activation, value: Value): Step {
    activation.waits = false;
    const instruction = instructionAt(executable, activation.pc);
    switch (instruction.op) {
      case "send":
      case "superSend":
        activation.registers[instruction.to] = value;
        activation.pc += 1;
        return GOES_ON;
      case "setField":
      case "setBinding":
        activation.pc += 1;
        return GOES_ON;
      case "if":
        return branch(executable, activation, value === true);
      case "returnFromHome":
        return value;
      default:
        throw new RangeError(`${instruction.op} waits for nothing`);
    }
  }

  /** Carries out the instruction at `pc`. A loop's head is polled at where `polls`. */
  step(executable: Executable, activation: Activation, polls: boolean): Step {
    const { registers, pc } = activation;
    const instruction = instructionAt(executable, pc);
    const property = executable.properties[pc] ?? "";
    switch (instruction.op) {
      case "move":
        registers[instruction.to] = operandValue(executable, activation, instruction.from);
        break;
      case "getField":
        registers[instruction.to] = Reflect.get(Object(selfOf(executable, activation)), property);
        break;
      case "setField": {
        const receiver = selfOf(executable, activation);
        const value = operandValue(executable, activation, instruction.from);
        if (Reflect.set(Object(receiver), property, value)) break;
        const answer = this.#refused(receiver, instruction.name, value);
        if (answer instanceof Activation) return answer;
        break;
      }
      case "newScope":
        registers[instruction.to] = Object.fromEntries(
          instruction.names.map((name) => [mangleField(name), nil]),
        );
        break;
      case "getScoped":
        registers[instruction.to] = Reflect.get(Object(registers[instruction.scope]), property);
        break;
      case "setScoped":
        Reflect.set(
          Object(registers[instruction.scope]),
          property,
          operandValue(executable, activation, instruction.from),
        );
        break;
      case "getBinding":
        registers[instruction.to] = executable.bindings[instruction.binding]?._value;
        break;
      case "setBinding": {
        const binding = executable.bindings[instruction.binding];
        const value = operandValue(executable, activation, instruction.from);
        if (binding === undefined || Reflect.set(binding, "_value", value)) break;
        const answer = this.#refused(binding, "value", value);
        if (answer instanceof Activation) return answer;
        break;
      }
      case "send": {
        const receiver = operandValue(executable, activation, instruction.receiver);
        const [operand] = instruction.arguments;
        if (typeof receiver === "number" && operand !== undefined) {
          const argument = operandValue(executable, activation, operand);
          const result =
            typeof argument === "number" ? ofIntegers(instruction.selector, receiver, argument) : null;
          if (result !== null) {
            registers[instruction.to] = result;
            break;
          }
        }
        const answer = this.#send(
          receiver,
          property,
          operandValues(executable, activation, instruction.arguments),
        );
        if (answer instanceof Activation) return answer;
        registers[instruction.to] = answer;
        break;
      }
      case "superSend": {
        const receiver = selfOf(executable, activation);
        const { definedIn } = executable;
        const args = operandValues(executable, activation, instruction.arguments);
        const start = definedIn?.superclass;
        const entered = start instanceof ClassObject ? this.enter(receiver, property, args, start) : null;
        if (entered instanceof Activation) return entered;
        if (entered !== null) registers[instruction.to] = entered;
        else {
          const method: unknown = Reflect.get(definedIn?.parent ?? {}, property, receiver);
          registers[instruction.to] = call(method, receiver, args);
        }
        break;
      }
      case "same":
        registers[instruction.to] =
          operandValue(executable, activation, instruction.left) ===
          operandValue(executable, activation, instruction.right);
        break;
      case "block":
        registers[instruction.to] = makeBlock(
          executable,
          activation,
          instruction.block,
          operandValues(executable, activation, instruction.copied),
        );
        break;
      case "array":
        registers[instruction.to] = new StArray(operandValues(executable, activation, instruction.elements));
        break;
      case "if": {
        const test = registers[instruction.test];
        if (test === true || test === false) return branch(executable, activation, test);
        const answer = this.#send(
          operandValue(executable, activation, { kind: "register", index: instruction.test }),
          MUST_BE_BOOLEAN,
          [],
        );
        return answer instanceof Activation ? answer : branch(executable, activation, answer === true);
      }
      case "else":
        activation.pc = targetOf(executable, pc) + 1;
        return GOES_ON;
      case "endIf":
        break;
      case "loop": {
        if (!polls) break;
        this.machine.pollAt(DEPTH);
        const entry = this.entries.at(executable, pc);
        if (entry !== null) return entry;
        break;
      }
      case "endLoop":
        activation.pc = targetOf(executable, pc);
        return GOES_ON;
      case "leave":
        activation.pc = targetOf(executable, pc) + 1;
        return GOES_ON;
      case "return":
        if (executable.unit.hasHome && activation.home !== null) activation.home.dead = true;
        return operandValue(executable, activation, instruction.value);
      case "returnFromHome": {
        const home: unknown = activation.self instanceof StBlock ? activation.self.home : null;
        if (!(home instanceof Home)) throw new RangeError("a block that returns has a home");
        return this.machine.returnFromHome(
          home,
          operandValue(executable, activation, instruction.value),
          DEPTH,
        );
      }
      case "mark": {
        const second =
          instruction.second === null ? nil : operandValue(executable, activation, instruction.second);
        const kind = MARKER_KINDS[instruction.kind];
        const marker = new Marker(
          this.machine.markers,
          kind,
          operandValue(executable, activation, instruction.first),
          second,
        );
        activation.home = marker;
        this.machine.markers = marker;
        break;
      }
      case "unmark":
        if (activation.home === null) throw new RangeError("no marker to take away");
        this.machine.leave(activation.home);
        activation.home.dead = true;
        break;
      case "breakpoint":
        this.machine.breakpoint(instruction.number);
        break;
    }
    activation.pc = pc + 1;
    return GOES_ON;
  }

  /** The object is read-only: it is told. Whatever comes of that, the activation goes on behind the store. */
  #refused(receiver: Value, name: string, value: Value): Value | Activation {
    const index = allFieldsOf(classOf(receiver)).indexOf(name) + 1;
    return this.#send(receiver, ATTEMPT_TO_ASSIGN, [value, index]);
  }

  #send(receiver: Value, property: string, args: readonly Value[]): Value | Activation {
    const entered = this.enter(receiver, property, args, null);
    if (entered !== null) return entered;
    return call(Reflect.get(Object(receiver), property, receiver), receiver, args);
  }
}

type Method = (this: Value, ...args: Value[]) => Value;
const isMethod = (found: unknown): found is Method => typeof found === "function";

function call(method: unknown, receiver: Value, args: readonly Value[]): Value {
  if (!isMethod(method)) throw new RangeError("no method to call");
  const [first, second] = args;
  if (first === undefined) return method.call(receiver, DEPTH);
  if (second === undefined) return method.call(receiver, first, DEPTH);
  return method.call(receiver, ...args, DEPTH);
}

/** What compiled code does in line of two SmallIntegers; null where it sends. */
function ofIntegers(selector: string, a: number, b: number): Value | null {
  switch (selector) {
    case "+":
      return safe(a + b);
    case "-":
      return safe(a - b);
    case "*":
      return safe(a * b + 0);
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "=":
      return a === b;
    case "~=":
      return a !== b;
    default:
      return null;
  }
}

const safe = (n: number): number | null => (Number.isSafeInteger(n) ? n : null);

function operandValue(executable: Executable, activation: Activation, operand: Operand): Value {
  switch (operand.kind) {
    case "register": {
      // A register that is an operand holds a value; others may hold a scope.
      const values: object = activation.registers;
      return Reflect.get(values, operand.index);
    }
    case "constant":
      return executable.constants[operand.index] ?? nil;
    case "self":
      return selfOf(executable, activation);
  }
}

function operandValues(
  executable: Executable,
  activation: Activation,
  operands: readonly Operand[],
): Value[] {
  const values: Value[] = [];
  for (const operand of operands) values.push(operandValue(executable, activation, operand));
  return values;
}

function instructionAt({ unit }: Executable, pc: number): Instruction {
  const instruction = unit.instructions[pc];
  if (instruction === undefined) throw new RangeError(`${unit.selector} has no instruction ${pc}`);
  return instruction;
}

const targetOf = ({ targets }: Executable, pc: number): number => targets[pc] ?? -1;

function selfOf({ unit }: Executable, { self }: Activation): Value {
  return unit.kind === "block" && self instanceof StBlock ? self.r : self;
}

/** From an `if`, behind its condition. */
function branch(executable: Executable, activation: Activation, test: boolean): typeof GOES_ON {
  // Behind the `else` or the `endIf` that it goes to.
  activation.pc = test ? activation.pc + 1 : targetOf(executable, activation.pc) + 1;
  return GOES_ON;
}

function makeBlock(
  executable: Executable,
  activation: Activation,
  index: number,
  copied: readonly Value[],
): StBlock {
  const block = executable.blocks[index];
  if (block === undefined) throw new RangeError(`no block ${index}`);
  const { unit, code } = block;
  const { self } = activation;
  const outer = executable.unit.kind === "block" && self instanceof StBlock ? self.home : activation.home;
  const home = unit.returnsFromHome ? outer : null;
  const receiver = selfOf(executable, activation);
  const [c0, c1, c2] = copied;
  const rest = copied.length > COPIED_FIELDS ? copied.slice(COPIED_FIELDS) : undefined;
  switch (unit.parameterCount) {
    case 0:
      return new B0(code, receiver, home, c0, c1, c2, rest);
    case 1:
      return new B1(code, receiver, home, c0, c1, c2, rest);
    case 2:
      return new B2(code, receiver, home, c0, c1, c2, rest);
    case 3:
      return new B3(code, receiver, home, c0, c1, c2, rest);
    case 4:
      return new B4(code, receiver, home, c0, c1, c2, rest);
    default:
      return new BN(unit.parameterCount, code, receiver, home, c0, c1, c2, rest);
  }
}

/**
 * Steps finer than an instruction. An instruction takes its operands where they are; for whoever steps from Smalltalk each
 * operand that the text names (self, a variable, a literal) is a step of its own before it, as in an evaluation by hand.
 */
import type { Executable } from "../interpreter/index.js";
import type { Instruction, Operand } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import { nil, type Value } from "../memory/values.js";
import { receiverOf } from "./stepping.js";

interface Taken {
  readonly pc: number;
  /** How many operands of the instruction at `pc` have had their steps. */
  readonly count: number;
}

export class LeafSteps {
  readonly #taken = new WeakMap<Activation, Taken>();

  /** Whether there is an operand whose step comes before the instruction. */
  isAtLeaf(executable: Executable, activation: Activation): boolean {
    return !activation.waits && this.#count(activation) < leavesAt(executable, activation.pc).length;
  }

  /** The step of the next operand; answers false where there is none. */
  take(executable: Executable, activation: Activation): boolean {
    if (!this.isAtLeaf(executable, activation)) return false;
    this.#taken.set(activation, { pc: activation.pc, count: this.#count(activation) + 1 });
    return true;
  }

  /** The value that the activation came upon last: an operand, or what an instruction came to. */
  lastValue(executable: Executable, activation: Activation): Value {
    const count = this.#count(activation);
    const leaf = leavesAt(executable, activation.pc)[count - 1];
    if (leaf !== undefined) return valueIn(executable, activation, leaf);
    const { instructions } = executable.unit;
    // Where two branches meet they have their values in one register: it does not matter which one was taken.
    for (let pc = activation.pc - 1; pc >= 0; pc -= 1) {
      const instruction = instructions[pc];
      if (instruction !== undefined && "to" in instruction)
        return valueIn(executable, activation, { kind: "register", index: instruction.to });
    }
    return nil;
  }

  #count(activation: Activation): number {
    const taken = this.#taken.get(activation);
    return taken?.pc === activation.pc ? taken.count : 0;
  }
}

function leavesAt({ unit }: Executable, pc: number): readonly Operand[] {
  const instruction = unit.instructions[pc];
  if (instruction === undefined) return [];
  // Into a variable; any other move is a step of its own.
  const operands =
    instruction.op === "move" && unit.variableNames.has(instruction.to)
      ? [instruction.from]
      : operandsOf(instruction);
  return operands.filter((o) => o.kind !== "register" || unit.variableNames.has(o.index));
}

/** Those that are computed before the instruction. What a block copies is no evaluation. */
function operandsOf(instruction: Instruction): readonly Operand[] {
  switch (instruction.op) {
    case "send":
      return [instruction.receiver, ...instruction.arguments];
    case "superSend":
      return [{ kind: "self" }, ...instruction.arguments];
    case "same":
      return [instruction.left, instruction.right];
    case "array":
      return instruction.elements;
    case "setField":
    case "setScoped":
    case "setBinding":
      return [instruction.from];
    case "return":
      // That of self is one step.
      return instruction.value.kind === "self" ? [] : [instruction.value];
    case "returnFromHome":
      return [instruction.value];
    default:
      return [];
  }
}

function valueIn(executable: Executable, activation: Activation, operand: Operand): Value {
  switch (operand.kind) {
    case "constant":
      return executable.constants[operand.index] ?? nil;
    case "self":
      return receiverOf(activation) ?? nil;
    case "register": {
      const values: object = activation.registers;
      const value: Value | undefined = Reflect.get(values, operand.index);
      return value ?? nil;
    }
  }
}

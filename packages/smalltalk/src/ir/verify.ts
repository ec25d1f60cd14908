/** Checks that a code unit keeps the rules of `instruction.ts`; both back ends rely on them. */
import { flowTargets } from "./flow.js";
import type { CodeUnit, Instruction, Operand } from "./instruction.js";

/** A unit that breaks the rules of the IR: a fault of the compiler, never of the user's code. */
export class IrFault extends Error {
  override readonly name = "IrFault";
}

/** Throws IrFault where the unit, or a block in it, breaks a rule. */
export function verifyUnit(unit: CodeUnit): void {
  const fault = (pc: number, message: string): never => {
    throw new IrFault(`${unit.kind} ${unit.selector} at ${pc}: ${message}`);
  };
  if (unit.instructions.length !== unit.ranges.length) fault(0, "each instruction needs a source range");
  if (unit.parameterCount + unit.copiedCount > unit.registerCount) fault(0, "more parameters than registers");
  const register = (pc: number, index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= unit.registerCount)
      fault(pc, `no register ${index}`);
  };
  const operand = (pc: number, value: Operand) => {
    if (value.kind === "register") register(pc, value.index);
    else if (value.kind === "constant" && unit.constants[value.index] === undefined)
      fault(pc, `no constant ${value.index}`);
  };
  unit.instructions.forEach((instruction, pc) => {
    for (const index of registersOf(instruction)) register(pc, index);
    for (const value of operandsOf(instruction)) operand(pc, value);
    if (instruction.op === "block") {
      const block = unit.blocks[instruction.block];
      if (block === undefined) fault(pc, `no block ${instruction.block}`);
      else if (block.copiedCount !== instruction.copied.length)
        fault(pc, "a block gets what it copies, no more or less");
    }
    if (
      (instruction.op === "getBinding" || instruction.op === "setBinding") &&
      unit.bindings[instruction.binding] === undefined
    )
      fault(pc, `no binding ${instruction.binding}`);
    if (instruction.op === "returnFromHome" && unit.kind !== "block")
      fault(pc, "only a block returns from its home");
    if ((instruction.op === "mark" || instruction.op === "unmark") && unit.kind !== "method")
      fault(pc, "only a method carries a marker");
  });
  try {
    flowTargets(unit);
  } catch (error) {
    fault(0, error instanceof Error ? error.message : "control flow");
  }
  const last = unit.instructions.at(-1);
  if (last === undefined || (last.op !== "return" && last.op !== "returnFromHome"))
    fault(unit.instructions.length, "does not end in a return");
  for (const block of unit.blocks) verifyUnit(block);
}

/** Registers that an instruction names directly, written or read. */
function registersOf(i: Instruction): number[] {
  switch (i.op) {
    case "getScoped":
      return [i.to, i.scope];
    case "setScoped":
      return [i.scope];
    case "if":
      return [i.test];
    default:
      return "to" in i ? [i.to] : [];
  }
}

/** Operands that an instruction reads. */
export function operandsOf(i: Instruction): readonly Operand[] {
  switch (i.op) {
    case "move":
    case "setField":
    case "setScoped":
    case "setBinding":
      return [i.from];
    case "send":
      return [i.receiver, ...i.arguments];
    case "superSend":
      return i.arguments;
    case "same":
      return [i.left, i.right];
    case "block":
      return i.copied;
    case "array":
      return i.elements;
    case "return":
    case "returnFromHome":
      return [i.value];
    case "mark":
      return i.second === null ? [i.first] : [i.first, i.second];
    default:
      return [];
  }
}

/** Which registers an activation still needs when it goes on behind an instruction. */
import { flowTargets } from "./flow.js";
import type { CodeUnit, Instruction } from "./instruction.js";
import { operandsOf } from "./verify.js";

export interface Liveness {
  /** Registers that may be read before they are written. */
  readonly atEntry: ReadonlySet<number>;
  /** By pc: the registers that are read behind that instruction before they are written again. */
  readonly after: readonly ReadonlySet<number>[];
}

export function livenessOf(unit: CodeUnit): Liveness {
  const { instructions } = unit;
  const successors = successorsOf(unit);
  const before: Set<number>[] = instructions.map(() => new Set());
  const after: Set<number>[] = instructions.map(() => new Set());
  for (let changed = true; changed; ) {
    changed = false;
    for (let pc = instructions.length - 1; pc >= 0; pc -= 1) {
      const instruction = instructions[pc];
      const out = after[pc];
      const into = before[pc];
      if (instruction === undefined || out === undefined || into === undefined) continue;
      const size = out.size + into.size;
      for (const next of successors[pc] ?? []) for (const register of before[next] ?? []) out.add(register);
      const written = writtenBy(instruction);
      for (const register of out) if (register !== written) into.add(register);
      for (const register of readBy(instruction)) into.add(register);
      if (out.size + into.size !== size) changed = true;
    }
  }
  return { atEntry: before[0] ?? new Set(), after };
}

/** Whether an instruction may run other code, or poll: a Capture can come through it. */
export function mayCall(i: Instruction): boolean {
  return (
    i.op === "send" ||
    i.op === "superSend" ||
    i.op === "loop" ||
    i.op === "if" ||
    i.op === "returnFromHome" ||
    i.op === "breakpoint"
  );
}

/** Whether an instruction changes an object, which may be read-only: then the activation is taken down before it. */
export function mayBeRefused(i: Instruction): boolean {
  return i.op === "setField" || i.op === "setBinding";
}

/**
 * Registers that a captured activation takes along, in ascending order: those that it needs to go on behind any of its
 * calls, and those of variables and heap scopes, which debuggers show.
 */
export function capturedRegisters(unit: CodeUnit, { after }: Liveness): readonly number[] {
  const captured = new Set([...unit.variableNames.keys(), ...scopeRegisters(unit)]);
  // What is there at entry: a poll there takes the activation down before it began.
  for (let i = 0; i < unit.parameterCount + unit.copiedCount; i += 1) captured.add(i);
  unit.instructions.forEach((instruction, pc) => {
    if (mayBeRefused(instruction)) {
      for (const register of [...(after[pc] ?? []), ...readBy(instruction)]) captured.add(register);
      return;
    }
    if (!mayCall(instruction)) return;
    const result = writtenBy(instruction);
    for (const register of after[pc] ?? []) if (register !== result) captured.add(register);
  });
  return [...captured].sort((a, b) => a - b);
}

/** Registers that hold heap scopes, in the order of their first use. */
export function scopeRegisters(unit: CodeUnit): ReadonlySet<number> {
  const registers = new Set<number>();
  for (const i of unit.instructions) {
    if (i.op === "newScope") registers.add(i.to);
    else if (i.op === "getScoped" || i.op === "setScoped") registers.add(i.scope);
  }
  return registers;
}

/** Registers that an instruction reads. */
export function readBy(i: Instruction): number[] {
  const registers = operandsOf(i).flatMap((o) => (o.kind === "register" ? [o.index] : []));
  if (i.op === "if") registers.push(i.test);
  if (i.op === "getScoped" || i.op === "setScoped") registers.push(i.scope);
  return registers;
}

/** The register that an instruction writes, or null. */
export function writtenBy(i: Instruction): number | null {
  return "to" in i ? i.to : null;
}

function successorsOf(unit: CodeUnit): number[][] {
  const targets = flowTargets(unit);
  const target = (pc: number): number => targets[pc] ?? -1;
  return unit.instructions.map((instruction, pc) => {
    switch (instruction.op) {
      case "return":
      case "returnFromHome":
        return [];
      case "if": {
        const other = target(pc);
        return [pc + 1, unit.instructions[other]?.op === "else" ? other + 1 : other];
      }
      // Reached from the end of the part before it.
      case "else":
      case "endLoop":
        return [target(pc)];
      case "leave":
        return [target(pc) + 1];
      default:
        return [pc + 1];
    }
  });
}

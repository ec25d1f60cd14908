/**
 * Registers that an activation on the heap does not need any more. A Capture takes along whatever the activation may still
 * need behind any of its calls; what it does not need where it stands would keep objects alive that nobody can reach.
 */
import { livenessOf, readBy, writtenBy } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import { isContainer } from "../memory/trace.js";
import { nil } from "../memory/values.js";
import { type Executable, type Executables, NoSuchCode } from "./executable.js";

/** By unit, and in it by pc: registers that are read from there on. */
const known = new WeakMap<Executable, readonly ReadonlySet<number>[]>();

function liveRegisters(executable: Executable, { pc, waits }: Activation): ReadonlySet<number> {
  let live = known.get(executable);
  if (live === undefined) {
    live = livenessOf(executable.unit).after;
    known.set(executable, live);
  }
  const needed = new Set(live[pc]);
  const instruction = executable.unit.instructions[pc];
  if (instruction === undefined) return needed;
  const written = writtenBy(instruction);
  if (written !== null) needed.delete(written);
  if (!waits) for (const register of readBy(instruction)) needed.add(register);
  return needed;
}

/** Puts nil in the registers that the activation does not need; variables, which debuggers show, and scopes stay. */
export function forgetDead(executables: Executables, activation: Activation): void {
  let executable: Executable;
  try {
    executable = executables.of(activation.code, activation.unit);
  } catch (error) {
    if (error instanceof NoSuchCode) return;
    throw error;
  }
  const { registers, isWhole } = activation;
  const { variableNames } = executable.unit;
  const live = liveRegisters(executable, activation);
  registers.forEach((value, index) => {
    if (typeof value !== "object" || value === null || isContainer(value)) return;
    const register = isWhole ? index : executable.captured[index];
    if (register !== undefined && !live.has(register) && !variableNames.has(register)) registers[index] = nil;
  });
}

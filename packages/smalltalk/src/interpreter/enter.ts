/** Sends as activations for the interpreter, in place of calls of compiled code. */
import { ClassObject, InstalledMethod, KernelMethod } from "../classes/index.js";
import { demangleSelector } from "../codegen/index.js";
import { Activation, Home, type Machine } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import { nil, type Value } from "../memory/values.js";
import type { Executable, Executables } from "./executable.js";
import type { Enter } from "./interpreter.js";

/** Properties under which blocks keep their code: see `memory/blocks.ts`. */
const BLOCK_PROPERTY = /^b[0-4]$/;
const VALUE_SELECTORS = ["value", "value:", "value:value:", "value:value:value:", "value:value:value:value:"];

/** Enters whatever has code of its own; methods with a primitive, and what is not understood, run in JavaScript. */
export function enterInterpreted(machine: Machine, executables: Executables, isWanted: () => boolean): Enter {
  const known = new WeakMap<ClassObject, Map<string, Known>>();
  return (receiver, property, args) => {
    if (!isWanted()) return null;
    const isValue = BLOCK_PROPERTY.test(property);
    if (isValue && receiver instanceof StBlock && receiver.arity === args.length)
      return enterBlock(executables, receiver, args);
    const cls = classOf(receiver);
    if (!(cls instanceof ClassObject)) return null;
    const code: unknown = Reflect.get(cls.proto, property, receiver);
    let ofClass = known.get(cls);
    if (ofClass === undefined) {
      ofClass = new Map();
      known.set(cls, ofClass);
    }
    let found = ofClass.get(property);
    if (found === undefined || found.code !== code) {
      const selector = isValue ? VALUE_SELECTORS[args.length] : demangleSelector(property);
      found = { code, executable: executableOf(executables, cls, selector) };
      ofClass.set(property, found);
    }
    const { executable } = found;
    if (executable === null) return null;
    const home = executable.unit.hasHome ? new Home(machine.markers) : null;
    return activation(executable, receiver, args, home);
  };
}

/** What look-up found before, as long as it still finds the same function. */
interface Known {
  readonly code: unknown;
  readonly executable: Executable | null;
}

function executableOf(
  executables: Executables,
  cls: ClassObject,
  selector: string | undefined,
): Executable | null {
  const method = selector === undefined ? undefined : cls.lookup(selector);
  if (!(method instanceof KernelMethod || method instanceof InstalledMethod)) return null;
  const executable = executables.unitsOf(method)[0];
  return executable === undefined || executable.unit.primitive !== null ? null : executable;
}

function enterBlock(executables: Executables, block: StBlock, args: readonly Value[]): Activation | null {
  const origin = executables.origins.of(block.code);
  const executable = origin === undefined ? undefined : executables.unitsOf(origin.owner)[origin.unit];
  if (executable === undefined) return null;
  const copied = [block.c0, block.c1, block.c2, ...(block.cs ?? [])].slice(0, executable.unit.copiedCount);
  return activation(executable, block, [...args, ...copied], null);
}

/** Registers begin as the compiled function's do: variables as nil. */
function activation(
  { unit, code, ordinal }: Executable,
  self: Value,
  given: readonly unknown[],
  home: Home | null,
): Activation {
  const registers: unknown[] = Array.from({ length: unit.registerCount }, (_, i) =>
    i < given.length ? given[i] : unit.variableNames.has(i) ? nil : undefined,
  );
  return new Activation(code, ordinal, 0, false, self, home, registers, true);
}

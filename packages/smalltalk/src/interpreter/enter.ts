/** Sends as activations for the interpreter, in place of calls of compiled code. */
import { ClassObject, InstalledMethod, InstalledObject, KernelMethod, performed } from "../classes/index.js";
import { demangleSelector, mangleSelector } from "../codegen/index.js";
import { Activation, Home, type Machine } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import { symbol } from "../memory/text.js";
import { FAIL, type MethodRecord, nil, StArray, type Value } from "../memory/values.js";
import type { Executable, Executables } from "./executable.js";
import type { Enter } from "./interpreter.js";

/** Properties under which blocks keep their code: see `memory/blocks.ts`. */
const BLOCK_PROPERTY = /^b[0-4]$/;
const VALUE_SELECTORS = ["value", "value:", "value:value:", "value:value:value:", "value:value:value:value:"];
const RUN_IN_PLACE = mangleSelector("run:with:in:");
/** The depth of what a primitive calls. */
const DEPTH = 1;

/** What look-up found before, as long as it still finds the same function. */
interface Known {
  readonly code: unknown;
  readonly executable: Executable | null;
  /** What stands in a method's place. */
  readonly installed: InstalledObject | null;
}

export interface Entering {
  readonly machine: Machine;
  readonly executables: Executables;
  /** By name; null where methods with a primitive are to run in JavaScript. */
  readonly primitives: object | null;
}

/** Enters whatever has code of its own; what is not understood runs in JavaScript. */
export function enterInterpreted(entering: Entering, isWanted: () => boolean): Enter {
  const { machine, executables } = entering;
  const known = new WeakMap<ClassObject, Map<string, Known>>();
  const enter: Enter = (receiver, property, args, start) => {
    if (!isWanted()) return null;
    const isValue = BLOCK_PROPERTY.test(property);
    if (isValue && receiver instanceof StBlock && receiver.arity === args.length)
      return blockActivation(executables, receiver, args);
    const cls = start ?? classOf(receiver);
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
      const method = selector === undefined ? undefined : cls.lookup(selector);
      found = {
        code,
        executable: executableOf(executables, method),
        installed: method instanceof InstalledObject ? method : null,
      };
      ofClass.set(property, found);
    }
    const { executable, installed } = found;
    if (installed !== null) {
      const name = symbol(installed.selector);
      return enter(installed.object, RUN_IN_PLACE, [name, new StArray([...args]), receiver], null);
    }
    if (executable === null) return null;
    const { primitive } = executable.unit;
    if (primitive !== null) {
      if (entering.primitives === null) return null;
      const tried = tryPrimitive(entering, enter, primitive, receiver, args);
      if (tried !== FAIL) return tried;
    }
    return startOf(machine, executable, receiver, args);
  };
  return enter;
}

/** What a method's primitive comes to: those that only call something else are entered; FAIL where it fails. */
function tryPrimitive(
  { executables, primitives }: Entering,
  enter: Enter,
  name: string,
  receiver: Value,
  args: readonly Value[],
): Activation | Value | typeof FAIL {
  const sent = performed(name, receiver, args);
  if (sent !== undefined) {
    const entered = enter(receiver, sent.property, sent.args, sent.start);
    if (entered !== null) return entered;
  }
  if (receiver instanceof StBlock && (name === "blockValue" || name === "blockValueWithArguments")) {
    const [all] = args;
    const given = name === "blockValue" ? args : all instanceof StArray ? all.i : [];
    const entered = given.length === receiver.arity ? blockActivation(executables, receiver, given) : null;
    if (entered !== null) return entered;
  }
  const primitive: unknown = Reflect.get(Object(primitives), name);
  if (!isPrimitive(primitive)) return FAIL;
  return primitive(receiver, ...args, DEPTH);
}

/** A method as it begins. */
export function startOf(
  machine: Machine,
  executable: Executable,
  receiver: Value,
  args: readonly Value[],
): Activation {
  const home = executable.unit.hasHome ? new Home(machine.markers) : null;
  return activationOf(executable, receiver, args, home);
}

type Primitive = (self: Value, ...args: (Value | number)[]) => Value | typeof FAIL;
const isPrimitive = (found: unknown): found is Primitive => typeof found === "function";

function executableOf(executables: Executables, method: MethodRecord | undefined): Executable | null {
  if (!(method instanceof KernelMethod || method instanceof InstalledMethod)) return null;
  return executables.unitsOf(method)[0] ?? null;
}

/** A block as it begins, with these arguments; null where nobody knows its code any more. */
export function blockActivation(
  executables: Executables,
  block: StBlock,
  args: readonly Value[],
): Activation | null {
  const origin = executables.origins.of(block.code);
  const executable = origin === undefined ? undefined : executables.unitsOf(origin.owner)[origin.unit];
  if (executable === undefined) return null;
  return activationOf(executable, block, [...args, ...copiedInto(block, executable)], null);
}

/** What a block object has copied, in the order of the registers. */
export function copiedInto(block: StBlock, { unit }: Executable): readonly unknown[] {
  return [block.c0, block.c1, block.c2, ...(block.cs ?? [])].slice(0, unit.copiedCount);
}

/** An activation that has not begun. Registers begin as the compiled function's do: variables as nil. */
export function activationOf(
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

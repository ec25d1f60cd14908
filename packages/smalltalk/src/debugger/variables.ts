/** The variables of an activation: read and assigned where they are, in its registers and heap scopes. */
import { mangleField } from "../codegen/index.js";
import type { Interpreter } from "../interpreter/index.js";
import { visibleVariables } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import { receiverOf } from "./stepping.js";

export interface FrameVariable {
  readonly name: string;
  readonly kind: "argument" | "temporary";
  get(): Value;
  set(value: Value): void;
}

/**
 * The variables that the code of an activation can name, arguments first; those of functions around it behind its own.
 * `activations` are those of a stack, outermost first; `at` is the index of the one that is meant.
 */
export function variablesOf(
  interpreter: Interpreter,
  activations: readonly Activation[],
  at: number,
): FrameVariable[] {
  const activation = activations[at];
  if (activation === undefined) return [];
  const own = ownVariables(interpreter, activations, at);
  const outer = enclosing(interpreter, activations, at);
  const around = outer === undefined ? [] : variablesOf(interpreter, activations, outer);
  const names = new Set(own.map(({ name }) => name));
  const others = around
    .filter(({ name }) => !names.has(name))
    .map((variable): FrameVariable => ({ ...variable, kind: "temporary" }));
  return [
    ...own.filter((v) => v.kind === "argument"),
    ...own.filter((v) => v.kind === "temporary"),
    ...others,
  ];
}

function ownVariables(
  interpreter: Interpreter,
  activations: readonly Activation[],
  at: number,
): FrameVariable[] {
  return localsOf(interpreter, activations[at]).map(({ name, kind, isShared, get, put }) => ({
    name,
    kind,
    get,
    set: isShared ? put : (value) => assign(interpreter, activations, at, { name, was: get(), value }),
  }));
}

/** A variable as one activation has it. */
interface Local extends Omit<FrameVariable, "set"> {
  /** In a heap scope: then there is one of it, and else one in each activation that has copied its value. */
  readonly isShared: boolean;
  readonly isCopy: boolean;
  put(value: Value): void;
}

function localsOf(interpreter: Interpreter, activation: Activation | undefined): Local[] {
  if (activation === undefined) return [];
  const { unit } = interpreter.prepare(activation);
  const { pc, registers, self } = activation;
  return visibleVariables(unit, pc).flatMap(({ name, kind, register, isScoped, level }) => {
    const holder: unknown = isScoped ? registers[register] : registers;
    // A scope that does not exist yet.
    if (typeof holder !== "object" || holder === null) return [];
    const key = isScoped ? mangleField(name) : register;
    const isCopy = level === "outside" && !isScoped;
    return [
      {
        name,
        kind: level === "outside" ? "temporary" : kind,
        isShared: isScoped,
        isCopy,
        get: () => Reflect.get(holder, key) ?? nil,
        put: (value) => {
          Reflect.set(holder, key, value);
          // The block has it again when it is evaluated again.
          if (isCopy && self instanceof StBlock) self.copyInstead(register - unit.parameterCount, value);
        },
      } satisfies Local,
    ];
  });
}

interface Assignment {
  readonly name: string;
  /** What the variable was. */
  readonly was: Value;
  readonly value: Value;
}

/** Assigns a variable wherever it was copied from and to, as far as there are activations of that. */
function assign(
  interpreter: Interpreter,
  activations: readonly Activation[],
  at: number,
  { name, was, value }: Assignment,
): void {
  const localAt = (index: number): Local | undefined =>
    localsOf(interpreter, activations[index]).find((each) => each.name === name && !each.isShared);
  let root = at;
  while (localAt(root)?.isCopy === true) {
    const outer = enclosing(interpreter, activations, root);
    if (outer === undefined || localAt(outer)?.get() !== was) break;
    root = outer;
  }
  const same = new Set([root]);
  for (let index = root + 1; index < activations.length; index += 1) {
    const outer = enclosing(interpreter, activations, index);
    if (outer === undefined || !same.has(outer)) continue;
    const local = localAt(index);
    if (local?.isCopy === true && local.get() === was) same.add(index);
  }
  for (const index of same) localAt(index)?.put(value);
}

/**
 * The index of the activation of the block or method right around a block at `at`: the nearest that it could be. Where the
 * block around has returned, the method's. Undefined as in `surrounding`.
 */
function enclosing(
  interpreter: Interpreter,
  activations: readonly Activation[],
  at: number,
): number | undefined {
  const activation = activations[at];
  const method = surrounding(activations, at);
  if (activation === undefined || !(activation.self instanceof StBlock)) return method;
  const { unit } = interpreter.prepare(activation);
  const { code, self } = activation;
  for (let index = at - 1; index > (method ?? -1); index -= 1) {
    const other = activations[index];
    if (other === undefined || other.code !== code || !(other.self instanceof StBlock)) continue;
    if (other.self.r !== self.r || (self.home !== null && other.self.home !== self.home)) continue;
    if (interpreter.prepare(other).unit.blocks.includes(unit)) return index;
  }
  return method;
}

/**
 * The index of the activation of the method that a block at `at` stands in: the nearest that runs it for the same receiver.
 * Undefined where there is none any more, and for what is no block.
 */
export function surrounding(activations: readonly Activation[], at: number): number | undefined {
  const activation = activations[at];
  if (activation === undefined || activation.unit === 0) return undefined;
  const { self, code } = activation;
  if (!(self instanceof StBlock)) return undefined;
  const receiver = receiverOf(activation);
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = activations[index];
    if (other === undefined || other.code !== code || other.unit !== 0) continue;
    if (self.home === null ? other.self === receiver : other.home === self.home) return index;
  }
  return undefined;
}

/** An association whose value is the variable's: code compiled over it reads and assigns the variable. */
export function associationOf({ name, get, set }: FrameVariable): StAssociation {
  return Object.defineProperty(new StAssociation(symbol(name), nil), "_value", {
    get,
    set,
    enumerable: true,
  });
}

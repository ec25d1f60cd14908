/** The variables of an activation: read and assigned where they are, in its registers and heap scopes. */
import { mangleField } from "../codegen/index.js";
import type { Executable, Interpreter } from "../interpreter/index.js";
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
  const own = ownVariables(interpreter.prepare(activation), activation);
  const outer = surrounding(activations, at);
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

function ownVariables({ unit }: Executable, { pc, registers }: Activation): FrameVariable[] {
  return visibleVariables(unit, pc).flatMap(({ name, kind, register, isScoped, level }) => {
    const holder: unknown = isScoped ? registers[register] : registers;
    // A scope that does not exist yet.
    if (typeof holder !== "object" || holder === null) return [];
    const key = isScoped ? mangleField(name) : register;
    return [
      {
        name,
        kind: level === "outside" ? "temporary" : kind,
        get: () => Reflect.get(holder, key) ?? nil,
        set: (value) => Reflect.set(holder, key, value),
      } satisfies FrameVariable,
    ];
  });
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

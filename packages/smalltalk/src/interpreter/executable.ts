/** Code units made ready for the interpreter: the unit, and the very objects that its compiled code closes over. */
import {
  type BlockOrigins,
  type ClassObject,
  type CodeOwner,
  Doit,
  type Environment,
  InstalledMethod,
  KernelMethod,
  Linker,
  lenientNames,
  type MethodParts,
  type PartsDirectory,
} from "../classes/index.js";
import { mangleField, mangleSelector } from "../codegen/index.js";
import { compileMethod } from "../compiler/index.js";
import {
  type CodeUnit,
  capturedRegisters,
  flowTargets,
  type Instruction,
  livenessOf,
  unitsInOrder,
} from "../ir/index.js";
import type { BlockCode } from "../memory/blocks.js";
import { type MethodRecord, nil, type StAssociation, type Value } from "../memory/values.js";
import type { LiteralValue } from "../syntax/index.js";

export interface Executable {
  readonly owner: CodeOwner;
  /** What activations of compiled code give as their code. */
  readonly code: unknown;
  /** Among the units of the method, in order of their text. */
  readonly ordinal: number;
  readonly unit: CodeUnit;
  /** By index in the unit; likewise `bindings` and `blocks`. */
  readonly constants: readonly Value[];
  readonly bindings: readonly StAssociation[];
  readonly blocks: readonly { readonly unit: CodeUnit; readonly code: BlockCode }[];
  /** By pc: the JavaScript property that an instruction calls, reads or writes; else empty. */
  readonly properties: readonly string[];
  /** See `flowTargets`. */
  readonly targets: Int32Array;
  /** Registers that compiled code hands to a Capture, in their order. */
  readonly captured: readonly number[];
  /** Where the look-up of super sends begins. */
  readonly definedIn: ClassObject | null;
  /** Compiled code from loop heads on, by pc. */
  readonly entries: Map<number, LoopEntry>;
}

/** What a unit still has to do from a loop's head on: see `emitLoopEntry`. */
export type LoopEntry = (
  this: Value,
  registers: readonly unknown[],
  home: object | null,
  depth: number,
) => Value;

/** Whether a method has code units of its own. */
export const isOwner = (record: MethodRecord): record is InstalledMethod | KernelMethod =>
  record instanceof KernelMethod || record instanceof InstalledMethod;

/** An activation whose code the engine does not know: a fault of the engine. */
export class NoSuchCode extends Error {
  override readonly name = "NoSuchCode";
}

export class Executables {
  readonly #known = new WeakMap<CodeOwner, readonly Executable[]>();

  constructor(
    readonly environment: Environment,
    readonly origins: BlockOrigins,
    readonly parts: PartsDirectory,
    readonly ownerOf: (code: unknown) => CodeOwner | undefined,
  ) {}

  /** The unit of an activation. Throws NoSuchCode. */
  of(code: unknown, ordinal: number): Executable {
    const found = (typeof code === "number" ? this.#kernelUnits(code) : this.#unitsOfCode(code))[ordinal];
    if (found === undefined) throw new NoSuchCode(`no unit ${ordinal} of ${String(code)}`);
    return found;
  }

  /** Units of kernel methods, by their numbers. */
  readonly #ofKernel: (readonly Executable[] | undefined)[] = [];

  #kernelUnits(number: number): readonly Executable[] {
    let known = this.#ofKernel[number];
    if (known === undefined) {
      known = this.#unitsOfCode(number);
      this.#ofKernel[number] = known;
    }
    return known;
  }

  #unitsOfCode(code: unknown): readonly Executable[] {
    const owner = this.ownerOf(code);
    return owner === undefined ? [] : this.unitsOf(owner);
  }

  /** All units of a method or doit, in the order of their text. */
  unitsOf(owner: CodeOwner): readonly Executable[] {
    let known = this.#known.get(owner);
    if (known === undefined) {
      known = this.#prepare(owner);
      this.#known.set(owner, known);
    }
    return known;
  }

  #prepare(owner: CodeOwner): readonly Executable[] {
    const units = unitsInOrder(this.#unitOf(owner));
    const parts = this.parts.of(owner);
    const linker = new Linker(this.environment, this.origins, this.parts);
    const code = owner instanceof KernelMethod ? owner.number : owner;
    const definedIn = owner instanceof Doit ? owner.definedIn : owner.owner;
    return units.map(
      (unit, ordinal): Executable => ({
        owner,
        code,
        ordinal,
        unit,
        constants: unit.constants.map((literal, i) => parts[ordinal]?.[0][i] ?? immediate(literal)),
        bindings: unit.bindings.map((b, i) => {
          const known = parts[ordinal]?.[1][i];
          if (known !== undefined) return known;
          // No instruction refers to it any more.
          if (b.scope === "member") return linker.member(definedIn, b.of, b.name);
          return b.scope === "classVariable" ? linker.classVariable(b.owner, b.name) : linker.global(b.name);
        }),
        blocks: unit.blocks.map((block) => ({ unit: block, code: codeOf(parts, units.indexOf(block)) })),
        properties: unit.instructions.map(propertyOf),
        targets: flowTargets(unit),
        captured: capturedRegisters(unit, livenessOf(unit)),
        definedIn,
        entries: new Map(),
      }),
    );
  }

  #unitOf(owner: CodeOwner): CodeUnit {
    if (!(owner instanceof KernelMethod)) return owner.unit;
    return compileMethod(owner.source, lenientNames(owner.owner, this.environment)).unit;
  }
}

function codeOf(parts: MethodParts, ordinal: number): BlockCode {
  const code = parts[ordinal]?.[2];
  if (code === undefined || code === null) throw new NoSuchCode(`no code of block ${ordinal}`);
  return code;
}

/** A literal that compiled code writes down in place. */
function immediate(literal: LiteralValue): Value {
  switch (literal.type) {
    case "nil":
      return nil;
    case "boolean":
      return literal.value;
    case "integer":
      return Number(literal.value);
    default:
      // No instruction refers to it.
      return nil;
  }
}

/** Sends of these call a block's code directly: see `memory/blocks.ts`. */
const VALUE_SENDS: ReadonlyMap<string, string> = new Map([
  ["value", "b0"],
  ["value:", "b1"],
  ["value:value:", "b2"],
  ["value:value:value:", "b3"],
  ["value:value:value:value:", "b4"],
]);

function propertyOf(i: Instruction): string {
  switch (i.op) {
    case "send":
      return VALUE_SENDS.get(i.selector) ?? mangleSelector(i.selector);
    case "superSend":
      return mangleSelector(i.selector);
    case "getField":
    case "setField":
    case "getScoped":
    case "setScoped":
      return mangleField(i.name);
    default:
      return "";
  }
}

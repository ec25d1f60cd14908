/** The code of blocks as Smalltalk objects: one CompiledBlock for each block of a method's text. */
import { type CodeOwner, defineOn, type Environment, reifiedMethod } from "../classes/index.js";
import { unitsInOrder } from "../ir/index.js";
import { makeString } from "../memory/text.js";
import { nil, type StObject, type Value } from "../memory/values.js";
import { returnsFromHome } from "./contexts.js";
import type { Executables } from "./executable.js";

export class CompiledBlocks {
  readonly #known = new WeakMap<CodeOwner, Map<number, StObject>>();

  constructor(
    readonly environment: Environment,
    readonly executables: Executables,
  ) {}

  /** The CompiledBlock of a unit of a method; the CompiledMethod for its own, nil for one that it does not have. */
  of(owner: CodeOwner, ordinal: number): Value {
    if (ordinal === 0) return reifiedMethod(this.environment, owner);
    let blocks = this.#known.get(owner);
    if (blocks === undefined) {
      blocks = new Map();
      this.#known.set(owner, blocks);
    }
    let block = blocks.get(ordinal);
    if (block === undefined) {
      const made = this.#make(owner, ordinal);
      if (made === null) return nil;
      block = made;
      blocks.set(ordinal, block);
    }
    return block;
  }

  #make(owner: CodeOwner, ordinal: number): StObject | null {
    const executables = this.executables.unitsOf(owner);
    const unit = executables[ordinal]?.unit;
    const cls = this.environment.classNamed("CompiledBlock");
    if (unit === undefined || cls === undefined) return null;
    const outer = executables.findIndex((e) => e.unit.blocks.includes(unit));
    const around = executables[outer]?.unit;
    const pc = around?.instructions.findIndex((i) => i.op === "block" && around.blocks[i.block] === unit);
    const range = pc === undefined ? undefined : around?.ranges[pc];
    const made = new cls.construct();
    defineOn(made, "_outerCode", this.of(owner, outer));
    defineOn(made, "_numArgs", unit.parameterCount);
    const hasNonLocalReturn = unitsInOrder(unit).some(returnsFromHome);
    defineOn(made, "_hasMethodReturn", returnsFromHome(unit));
    defineOn(made, "_hasNonLocalReturn", hasNonLocalReturn);
    defineOn(made, "_isClean", !hasNonLocalReturn && !unit.usesSelf && unit.copiedCount === 0);
    defineOn(
      made,
      "_sourceCode",
      makeString(range === undefined ? "" : owner.source.slice(range.start, range.end)),
    );
    return made;
  }
}

/** The code of blocks as Smalltalk objects: one CompiledBlock for each block of a method's text. */
import {
  ClassObject,
  type CodeOwner,
  defineOn,
  type Environment,
  lenientNames,
  recordOf,
  reifiedMethod,
} from "../classes/index.js";
import { compileMethod } from "../compiler/index.js";
import { type CodeUnit, unitsInOrder } from "../ir/index.js";
import { makeString, toJs } from "../memory/text.js";
import { nil, StArray, type StObject, StString, type Value } from "../memory/values.js";
import { returnsFromHome } from "./contexts.js";
import { type Executables, isOwner } from "./executable.js";

export class CompiledBlocks {
  readonly #known = new WeakMap<CodeOwner, Map<number, StObject>>();
  /** By CompiledMethod that no class has. */
  readonly #ofLoose = new WeakMap<StObject, StArray>();

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
      const made = this.#makeOf(owner, ordinal);
      if (made === null) return nil;
      block = made;
      blocks.set(ordinal, block);
    }
    return block;
  }

  /** The CompiledBlocks of the blocks that a CompiledMethod itself makes; those within them are theirs. */
  inMethod(method: StObject): StArray {
    const record = recordOf(method);
    if (record !== undefined && isOwner(record)) {
      const executables = this.executables.unitsOf(record);
      const blocks = executables[0]?.unit.blocks ?? [];
      return new StArray(
        blocks.map((block) =>
          this.of(
            record,
            executables.findIndex(({ unit }) => unit === block),
          ),
        ),
      );
    }
    let blocks = this.#ofLoose.get(method);
    if (blocks === undefined) {
      blocks = new StArray(this.#makeLoose(method));
      this.#ofLoose.set(method, blocks);
    }
    return new StArray([...blocks.i]);
  }

  /** Of a method that was compiled and is in no class: it has nothing but its source. */
  #makeLoose(method: StObject): StObject[] {
    const cls: unknown = Reflect.get(method, "_methodClass");
    const text: unknown = Reflect.get(method, "_sourceCode");
    if (!(cls instanceof ClassObject && text instanceof StString)) return [];
    const source = toJs(text);
    const { unit } = compileMethod(source, lenientNames(cls, this.environment));
    return unit.blocks.flatMap((block) => this.#make(method, source, block, unit) ?? []);
  }

  #makeOf(owner: CodeOwner, ordinal: number): StObject | null {
    const executables = this.executables.unitsOf(owner);
    const unit = executables[ordinal]?.unit;
    if (unit === undefined) return null;
    const outer = executables.findIndex((e) => e.unit.blocks.includes(unit));
    const around = executables[outer]?.unit;
    return around === undefined ? null : this.#make(this.of(owner, outer), owner.source, unit, around);
  }

  #make(outer: Value, source: string, unit: CodeUnit, around: CodeUnit): StObject | null {
    const cls = this.environment.classNamed("CompiledBlock");
    if (cls === undefined) return null;
    const pc = around.instructions.findIndex((i) => i.op === "block" && around.blocks[i.block] === unit);
    const { range } = unit;
    const made = new cls.construct();
    const hasNonLocalReturn = unitsInOrder(unit).some(returnsFromHome);
    const fields: Readonly<Record<string, Value>> = {
      _outerCode: outer,
      _numArgs: unit.parameterCount,
      _hasMethodReturn: returnsFromHome(unit),
      _hasNonLocalReturn: hasNonLocalReturn,
      _isClean: !hasNonLocalReturn && !unit.usesSelf && unit.copiedCount === 0,
      _sourceCode: makeString(source.slice(range.start, range.end)),
      _start: range.start + 1,
      _pcInOuter: pc + 1,
    };
    for (const [name, value] of Object.entries(fields)) defineOn(made, name, value);
    return made;
  }
}

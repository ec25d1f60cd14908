/** Compiled code that begins at the head of a loop, made when the interpreter comes to it. */
import { type CodeOwner, Doit, KernelMethod, Linker, type LoopCopies } from "../classes/index.js";
import { emitLoopEntry, mangleSelector, Pool, RUNTIME_NAMES } from "../codegen/index.js";
import type { CodeUnit } from "../ir/index.js";
import type { Executable, Executables, LoopEntry } from "./executable.js";

/** What one unit refers to, given from outside: its constants `K`, its associations `G`, the code of its blocks `C`. */
class GivenPool extends Pool {
  readonly #given = new Set<string>();

  override constantOf(_unit: CodeUnit, index: number): string {
    return this.#give(`k${index}=K[${index}]`);
  }

  override bindingOf(_unit: CodeUnit, index: number): string {
    return this.#give(`g${index}=G[${index}]`);
  }

  override get declarations(): string {
    const given = this.#given.size === 0 ? "" : `const ${[...this.#given].join(",")};`;
    return given + super.declarations;
  }

  constructor(readonly unit: CodeUnit) {
    super();
  }

  override blockCode(block: CodeUnit): string {
    const index = this.unit.blocks.indexOf(block);
    return this.#give(`c_${index}=C[${index}]`);
  }

  #give(declaration: string): string {
    this.#given.add(declaration);
    return declaration.slice(0, declaration.indexOf("="));
  }
}

export class LoopEntries {
  constructor(
    /** Values of `RUNTIME_NAMES`. */
    readonly runtime: Readonly<Record<string, unknown>>,
    readonly executables: Executables,
    readonly copies: LoopCopies,
    /** Whether loops are to stay in the interpreter. */
    readonly staysOut: () => boolean = () => false,
  ) {}

  /** The code from the `loop` at `pc` on; null where the interpreter is to go on. */
  at(executable: Executable, pc: number): LoopEntry | null {
    if (this.staysOut()) return null;
    let entry = executable.entries.get(pc);
    if (entry === undefined) {
      entry = this.#make(executable, pc);
      executable.entries.set(pc, entry);
    }
    return entry;
  }

  #make(executable: Executable, pc: number): LoopEntry {
    const { owner, unit, ordinal, definedIn, constants, bindings, blocks } = executable;
    const pool = new GivenPool(unit);
    const text = emitLoopEntry(unit, ordinal, pc, pool, {
      code: owner instanceof KernelMethod ? `${owner.number}` : "u",
      owner: "O",
      name: nameOf(owner),
      copies: (selector) => (owner instanceof KernelMethod ? [] : this.copies.of(selector)),
    });
    const { environment, origins, parts } = this.executables;
    const linker = new Linker(environment, origins, parts);
    const names = [...RUNTIME_NAMES, "E", "O", "u", "K", "G", "C"];
    const values = [...RUNTIME_NAMES.map((part) => this.runtime[part]), linker, definedIn, owner];
    const script = `"use strict";${pool.declarations}return ${text}`;
    const codes = blocks.map((block) => block.code);
    const made: unknown = new Function(...names, script)(...values, constants, bindings, codes);
    if (!isLoopEntry(made)) throw new TypeError("the emitter gave no function");
    return made;
  }
}

function nameOf(owner: CodeOwner): string {
  const name = owner instanceof Doit ? "doIt" : mangleSelector(owner.selector);
  return `st_${name.replace(/[^A-Za-z0-9_$]/g, "_")}_loop`;
}

const isLoopEntry = (made: unknown): made is LoopEntry => typeof made === "function";

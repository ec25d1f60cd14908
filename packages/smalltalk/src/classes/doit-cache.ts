/**
 * Doits that were compiled before. Tools and people send the same text again and again, and compiling takes some ten times
 * as long as running it. Only a doit that nobody could tell from one compiled anew is kept.
 */
import type { CodeUnit } from "../ir/index.js";
import type { StAssociation } from "../memory/values.js";
import type { LiteralValue } from "../syntax/index.js";
import type { Environment } from "./environment.js";
import type { CompiledFunction } from "./install.js";

/** Doits that are kept: those compiled last. */
const MOST_KEPT = 128;
/** Characters of the longest source that is kept. */
const LONGEST = 1_000;

interface Kept {
  readonly code: CompiledFunction;
  /** Globals in it: it holds for as long as their names mean these. */
  readonly globals: ReadonlyMap<string, StAssociation>;
}

export class DoitCache {
  readonly #kept = new Map<string, Kept>();

  constructor(readonly environment: Environment) {}

  /** What `source` was compiled to before, if its names still mean what they did then. */
  find(source: string, isVariable: (name: string) => boolean): CompiledFunction | undefined {
    const known = this.#kept.get(source);
    if (known === undefined) return undefined;
    for (const [name, binding] of known.globals)
      if (isVariable(name) || this.environment.find(name) !== binding) return undefined;
    return known.code;
  }

  keep(source: string, unit: CodeUnit, code: CompiledFunction): void {
    if (source.length > LONGEST) return;
    const globals = new Map<string, StAssociation>();
    if (!this.#gather(unit, globals)) return;
    this.#kept.delete(source);
    this.#kept.set(source, { code, globals });
    if (this.#kept.size <= MOST_KEPT) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Adds the globals; answers whether the unit may be kept. */
  #gather(unit: CodeUnit, globals: Map<string, StAssociation>): boolean {
    for (const { scope, name } of unit.bindings) {
      // A name that nobody has defined may become anything.
      const binding = scope === "global" ? this.environment.find(name) : undefined;
      if (binding === undefined) return false;
      globals.set(name, binding);
    }
    return unit.constants.every(isUnique) && unit.blocks.every((block) => this.#gather(block, globals));
  }
}

/** Whether there is one object for such a literal, wherever it stands: anything else is made by each evaluation for itself. */
function isUnique(literal: LiteralValue): boolean {
  switch (literal.type) {
    case "nil":
    case "boolean":
    case "character":
    case "symbol":
      return true;
    case "integer":
      return Number.isSafeInteger(Number(literal.value));
    case "float":
    case "scaledDecimal":
    case "string":
    case "array":
    case "byteArray":
      return false;
  }
}

/**
 * Doits that were compiled before. Tools and people send the same text again and again, and compiling takes some ten times
 * as long as running it. Only a doit that nobody could tell from one compiled anew is kept.
 */
import type { CodeUnit } from "../ir/index.js";
import type { LiteralValue } from "../syntax/index.js";
import type { Environment } from "./environment.js";
import type { CompiledFunction } from "./install.js";

/** Doits that are kept: those compiled last. */
const MOST_KEPT = 128;
/** Characters of the longest source that is kept. */
const LONGEST = 1_000;

interface Kept {
  readonly code: CompiledFunction;
  /** Names of globals in it: it holds for as long as they mean globals. */
  readonly globals: ReadonlySet<string>;
}

export class DoitCache {
  readonly #kept = new Map<string, Kept>();

  constructor(readonly environment: Environment) {}

  /** What `source` was compiled to before, if its names still mean what they did then. */
  find(source: string, isVariable: (name: string) => boolean): CompiledFunction | undefined {
    const known = this.#kept.get(source);
    if (known === undefined) return undefined;
    for (const name of known.globals)
      if (isVariable(name) || this.environment.find(name) === undefined) return undefined;
    return known.code;
  }

  keep(source: string, unit: CodeUnit, code: CompiledFunction): void {
    if (source.length > LONGEST) return;
    const globals = new Set<string>();
    if (!this.#gather(unit, globals)) return;
    this.#kept.delete(source);
    this.#kept.set(source, { code, globals });
    if (this.#kept.size <= MOST_KEPT) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Adds the names of the globals; answers whether the unit may be kept. */
  #gather(unit: CodeUnit, globals: Set<string>): boolean {
    for (const { scope, name } of unit.bindings) {
      // A name that nobody has defined may become anything.
      if (scope !== "global" || this.environment.find(name) === undefined) return false;
      globals.add(name);
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

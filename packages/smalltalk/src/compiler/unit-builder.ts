/** Gathers one code unit: registers, constants, bindings, instructions. */
import type {
  BindingReference,
  CodeUnit,
  Instruction,
  Operand,
  UnitKind,
  UnitVariable,
} from "../ir/index.js";
import { type LiteralValue, pace, type SourceRange } from "../syntax/index.js";
import type { Analysis, Capture, FunctionScope, LexicalScope, Variable } from "./scope.js";

export const SELF: Operand = { kind: "self" };

export class UnitBuilder {
  readonly #instructions: Instruction[] = [];
  readonly #ranges: SourceRange[] = [];
  readonly #stops = new Set<number>();
  readonly #constants: LiteralValue[] = [];
  readonly #constantIndex = new Map<string, number>();
  readonly #bindings: BindingReference[] = [];
  readonly #blocks: CodeUnit[] = [];
  readonly #homes = new Map<Capture, number>();
  readonly #variableNames = new Map<number, string>();
  readonly #live: number[] = [];
  readonly #free: number[] = [];
  #registerCount = 0;

  constructor(
    readonly kind: UnitKind,
    readonly selector: string,
    readonly scope: FunctionScope,
  ) {}

  emit(instruction: Instruction, range: SourceRange): void {
    pace();
    this.#instructions.push(instruction);
    this.#ranges.push({ start: range.start, end: range.end });
  }

  /** An instruction that a debugger stops before. */
  emitStop(instruction: Instruction, range: SourceRange): void {
    this.#stops.add(this.#instructions.length);
    this.emit(instruction, range);
  }

  get stopCount(): number {
    return this.#stops.size;
  }

  /** The last instruction is one that a debugger stops before, with that range. */
  stopAtLast(range: SourceRange): void {
    const pc = this.#instructions.length - 1;
    this.#stops.add(pc);
    this.#ranges[pc] = { start: range.start, end: range.end };
  }

  /** A register for an intermediate value, free again at the end of the statement. */
  temporary(): number {
    const register = this.#free.pop() ?? this.#registerCount++;
    this.#live.push(register);
    return register;
  }

  /** Runs `statement` and frees the intermediate registers that it took. */
  statement(statement: () => void): void {
    const mark = this.#live.length;
    statement();
    // The last taken is the first to be taken again.
    this.#free.push(...this.#live.splice(mark).reverse());
  }

  /** The register of a variable or heap scope of this unit, taken for good. */
  home(owner: Variable | LexicalScope): number {
    let register = this.#homes.get(owner);
    if (register === undefined) {
      register = this.#registerCount++;
      this.#homes.set(owner, register);
      if ("name" in owner) this.#variableNames.set(register, owner.name);
    }
    return register;
  }

  constant(value: LiteralValue): Operand {
    const key = JSON.stringify(value, (_, v: unknown) =>
      typeof v === "bigint"
        ? `${v}n`
        : Object.is(v, -0)
          ? "-0"
          : typeof v === "number" && !Number.isFinite(v)
            ? `${v}`
            : v,
    );
    let index = this.#constantIndex.get(key);
    if (index === undefined) {
      index = this.#constants.push(value) - 1;
      this.#constantIndex.set(key, index);
    }
    return { kind: "constant", index };
  }

  binding(reference: BindingReference): number {
    const known = this.#bindings.findIndex(
      (b) =>
        b.scope === reference.scope &&
        b.name === reference.name &&
        ("owner" in b ? b.owner : "") === ("owner" in reference ? reference.owner : "") &&
        ("of" in b ? b.of : "") === ("of" in reference ? reference.of : ""),
    );
    return known >= 0 ? known : this.#bindings.push(reference) - 1;
  }

  block(unit: CodeUnit): number {
    return this.#blocks.push(unit) - 1;
  }

  finish(
    analysis: Analysis,
    parameterCount: number,
    copiedCount: number,
    primitive: string | null,
  ): CodeUnit {
    const variables = this.#variables(analysis);
    const { start, end } = this.scope.node;
    return {
      kind: this.kind,
      selector: this.selector,
      range: { start, end },
      parameterCount,
      copiedCount,
      registerCount: this.#registerCount,
      instructions: this.#instructions,
      ranges: this.#ranges,
      stops: this.#stops,
      constants: this.#constants,
      bindings: this.#bindings,
      blocks: this.#blocks,
      primitive,
      hasHome: this.kind !== "block" && this.scope.returnsFromHome,
      usesSelf: this.scope.usesSelf,
      returnsFromHome: this.scope.returnsFromHome,
      variableNames: this.#variableNames,
      variables,
    };
  }

  #variables({ root, outermost, scopes }: Analysis): UnitVariable[] {
    const variables: UnitVariable[] = [];
    const add = (scope: LexicalScope, { start, end }: SourceRange, level: UnitVariable["level"]) => {
      for (const variable of scope.variables.values()) {
        const { name, kind, isScoped } = variable;
        const home = isScoped ? scope : variable;
        if (level === "outside" && !this.#homes.has(home)) continue;
        variables.push({ name, kind, register: this.home(home), isScoped, level, range: { start, end } });
      }
    };
    add(outermost, root.node, root === this.scope ? "unit" : "outside");
    for (const [node, scope] of scopes) if (scope.owner !== this.scope) add(scope, node, "outside");
    let level: UnitVariable["level"] = "unit";
    for (const [node, scope] of scopes) {
      if (scope.owner !== this.scope) continue;
      add(scope, node, level);
      level = "inlined";
    }
    return variables;
  }
}

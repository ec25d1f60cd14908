/** What a context tells of its activation: its unit, its variables, the activation that its block was made in. */
import { ClassObject, type CodeOwner, Doit, KernelMethod } from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import { type CodeUnit, type UnitVariable, visibleVariables } from "../ir/index.js";
import { Activation, contextOfHome, Home, StContext, type StProcess, topContext } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import { nil, type StObject, type Value } from "../memory/values.js";
import { activationOf } from "./enter.js";
import type { Executable } from "./executable.js";
import type { Interpreter } from "./interpreter.js";

/** Of Process: what its outermost context runs, where somebody has looked at it before it began. */
const EVALUATE = "evaluateAndEnd:";

export class Contexts {
  /** Contexts of method activations that are over, by what their blocks still know of them. */
  readonly #gone = new WeakMap<StObject, StContext>();

  constructor(readonly interpreter: Interpreter) {}

  executableOf({ activation }: StContext): Executable {
    return this.interpreter.prepare(activation);
  }

  /** `self` in the activation. */
  receiverOf(context: StContext): Value {
    const { self } = context.activation;
    return isBlock(context) && self instanceof StBlock ? (self.r ?? nil) : self;
  }

  /** Variables that the code can name where it stands: see `visibleVariables`. */
  variablesOf(context: StContext): readonly UnitVariable[] {
    return visibleVariables(this.executableOf(context).unit, context.activation.pc);
  }

  valueOf(context: StContext, variable: UnitVariable): Value {
    this.executableOf(context);
    const { registers } = context.activation;
    const held: unknown = registers[variable.register];
    const value: unknown = variable.isScoped
      ? held === undefined
        ? nil
        : Reflect.get(Object(held), mangleField(variable.name))
      : held;
    return isValue(value) ? value : nil;
  }

  /** Answers false where the variable's scope has not begun. */
  setValueOf(context: StContext, variable: UnitVariable, value: Value): boolean {
    this.executableOf(context);
    const { registers } = context.activation;
    if (!variable.isScoped) {
      registers[variable.register] = value;
      return true;
    }
    const scope = registers[variable.register];
    if (typeof scope !== "object" || scope === null) return false;
    return Reflect.set(scope, mangleField(variable.name), value);
  }

  /** The context of the method (or doit) that the context's block was written in; the context itself where it is no block's. */
  homeOf(context: StContext): StContext {
    const { self } = context.activation;
    if (!isBlock(context) || !(self instanceof StBlock)) return context;
    return this.homeOfBlock(self, this.#around(context)) ?? context;
  }

  /** Whether a block does nothing but answer a literal: it is the same wherever it is made. */
  isConstant({ code }: StBlock): boolean {
    const origin = this.#executables.origins.of(code);
    const unit =
      origin === undefined ? undefined : this.#executables.unitsOf(origin.owner)[origin.unit]?.unit;
    const [first] = unit?.instructions ?? [];
    return first?.op === "return" && first.value.kind === "constant";
  }

  /** As `homeOf`, for a block: the search begins at `context`; null where nobody knows the block's code any more. */
  homeOfBlock(block: StBlock, context: StContext | null): StContext | null {
    return this.#outer(block, context, 0);
  }

  /** Where to look for what is around a context's block: below it, or, where it is over, on the running process's stack. */
  #around(context: StContext): StContext | null {
    if (!context.isDead) return context.sender;
    const { current } = this.interpreter.machine.scheduler;
    return current === null ? null : topContext(current.stack);
  }

  /** The context of the activation that the block was made in. */
  outerOf(context: StContext): StContext | null {
    const { self } = context.activation;
    return isBlock(context) && self instanceof StBlock
      ? this.outerOfBlock(self, this.#around(context))
      : null;
  }

  outerOfBlock(block: StBlock, context: StContext | null): StContext | null {
    const { origins, unitsOf } = this.#executables;
    const origin = origins.of(block.code);
    if (origin === undefined) return null;
    const executables = unitsOf(origin.owner);
    const unit = executables[origin.unit]?.unit;
    const outer = executables.findIndex((e) => unit !== undefined && e.unit.blocks.includes(unit));
    if (outer === 0 || outer === -1) return this.#outer(block, context, 0);
    return this.#outer(block, context, outer) ?? this.#outer(block, context, 0);
  }

  /**
   * The context of that unit of the block's method. A block that may return from its home knows it; another one is taken to
   * have been made in the nearest activation that its receiver and its copied values could be from.
   */
  #outer(block: StBlock, context: StContext | null, ordinal: number): StContext | null {
    const { origins, unitsOf } = this.#executables;
    const origin = origins.of(block.code);
    if (origin === undefined) return null;
    const home = block.home instanceof Home ? block.home : null;
    const [method] = unitsOf(origin.owner);
    if (method === undefined) return null;
    const known = home === null ? undefined : (contextOfHome(home) ?? this.#gone.get(home));
    if (known !== undefined && ordinal === 0) return known;
    for (let c = context; c !== null; c = c.sender) {
      const { activation } = c;
      if (activation.code !== method.code || activation.unit !== ordinal) continue;
      const isIt =
        home === null
          ? this.receiverOf(c) === (block.r ?? nil) || block.r === undefined
          : ordinal === 0
            ? activation.home === home
            : activation.self instanceof StBlock && activation.self.home === home;
      if (!isIt) continue;
      return c;
    }
    return ordinal === 0 ? this.#dead(method, block, home) : null;
  }

  #dead({ unit, code }: Executable, block: StBlock, home: Home | null): StContext {
    const key = home ?? block;
    let dead = this.#gone.get(key);
    if (dead === undefined) {
      const registers: unknown[] = new Array(unit.registerCount).fill(nil);
      const activation = new Activation(code, 0, 0, false, block.r ?? nil, home, registers, true);
      dead = new StContext(activation, { kind: "gone" });
      this.#gone.set(key, dead);
    }
    return dead;
  }

  /** A process that has not begun stands at the beginning: of what evaluates its block, and ends it then. */
  begun(process: StProcess): void {
    const { continuation, stack } = process;
    if (continuation.kind !== "begin" || continuation.block === undefined) return;
    const cls = classOf(process);
    const method = cls instanceof ClassObject ? cls.lookup(EVALUATE) : undefined;
    if (!(method instanceof KernelMethod)) return;
    const { executables } = this.interpreter;
    const [executable] = executables.unitsOf(method);
    if (executable === undefined || executables.origins.of(continuation.block.code) === undefined) return;
    stack.activations.push(activationOf(executable, process, [continuation.block], null));
    process.goOnWith(nil);
  }

  get #executables() {
    const { executables } = this.interpreter;
    return {
      origins: executables.origins,
      unitsOf: (owner: CodeOwner) => executables.unitsOf(owner),
    };
  }

  /** The activation begins again: its arguments stay, its temporaries are nil. */
  beginAgain(context: StContext): void {
    const { unit } = this.executableOf(context);
    const { activation } = context;
    const given = unit.parameterCount + unit.copiedCount;
    activation.registers = activation.registers.map((value, i) =>
      i < given ? value : unit.variableNames.has(i) ? nil : undefined,
    );
    activation.pc = 0;
    activation.waits = false;
    if (unit.instructions.some((i) => i.op === "mark")) activation.home = null;
    else if (activation.home !== null) activation.home.dead = false;
  }
}

export const isBlock = ({ activation }: StContext): boolean => activation.unit > 0;

/** Name of the method that a unit belongs to, as Pharo calls a doit's. */
export const selectorOf = (owner: CodeOwner): string => (owner instanceof Doit ? "DoIt" : owner.selector);

export const returnsFromHome = (unit: CodeUnit): boolean =>
  unit.instructions.some((i) => i.op === "returnFromHome");

function isValue(value: unknown): value is Value {
  return (
    typeof value === "number" || typeof value === "boolean" || (typeof value === "object" && value !== null)
  );
}

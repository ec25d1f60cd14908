/**
 * Scopes: which variable a name means, and where it lives.
 *
 * A function scope is what becomes a code unit: a method, a doit, or a real block. A lexical scope is a sequence with its
 * temporaries: that of a function, or of an inlined block within it. A variable lives in a register of its function
 * unless closures must see it change; then it lives in a heap scope made where its lexical scope begins.
 */
import type { BindingReference } from "../ir/index.js";
import type { BlockNode, MethodNode, SequenceNode, VariableNode } from "../syntax/index.js";

export type VariableKind = "argument" | "temporary";

/** A place in the run of a function, to tell whether an assignment can follow a capture. */
interface Occurrence {
  /** Counts in order of evaluation. */
  readonly order: number;
  /** The outermost inlined loop around it that lies within the variable's own lexical scope, or null. */
  readonly loop: InlinedLoop | null;
}

/** An inlined loop, by identity. */
export class InlinedLoop {
  constructor(readonly parent: InlinedLoop | null) {}
}

export class Variable {
  readonly #assignments: Occurrence[] = [];
  readonly #captures: Occurrence[] = [];
  #assignedFromClosure = false;

  constructor(
    readonly name: string,
    readonly kind: VariableKind,
    readonly scope: LexicalScope,
  ) {}

  noteAssignment(order: number, from: FunctionScope, loop: InlinedLoop | null): void {
    if (from === this.scope.owner) this.#assignments.push({ order, loop: this.#outermost(loop) });
    else this.#assignedFromClosure = true;
  }

  /** `loop` is the loop of the variable's own function that the capturing block stands in. */
  noteCapture(order: number, loop: InlinedLoop | null): void {
    this.#captures.push({ order, loop: this.#outermost(loop) });
  }

  get isAssigned(): boolean {
    return this.#assignments.length > 0 || this.#assignedFromClosure;
  }

  /**
   * Whether a closure could see the variable change after it was made. Then it lives in a heap scope; otherwise closures
   * copy its value.
   */
  get isScoped(): boolean {
    if (this.#captures.length === 0) return false;
    if (this.#assignedFromClosure) return true;
    return this.#captures.some((capture) =>
      this.#assignments.some((a) => a.order > capture.order || (a.loop !== null && a.loop === capture.loop)),
    );
  }

  #outermost(loop: InlinedLoop | null): InlinedLoop | null {
    let outermost: InlinedLoop | null = null;
    for (let l = loop; l !== null && l !== this.scope.loop; l = l.parent) outermost = l;
    return outermost;
  }
}

export class LexicalScope {
  readonly variables = new Map<string, Variable>();
  constructor(
    readonly owner: FunctionScope,
    readonly parent: LexicalScope | null,
    /** The innermost inlined loop of the same function around this scope. */
    readonly loop: InlinedLoop | null,
  ) {}

  declare(name: string, kind: VariableKind): Variable {
    const variable = new Variable(name, kind, this);
    this.variables.set(name, variable);
    return variable;
  }

  find(name: string): Variable | undefined {
    for (let scope: LexicalScope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.variables.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The variables of this scope that live on the heap, in order of declaration. */
  get scoped(): Variable[] {
    return [...this.variables.values()].filter((v) => v.isScoped);
  }
}

/** What a closure takes along: a value that never changes any more, or a heap scope. */
export type Capture = Variable | LexicalScope;

export class FunctionScope {
  /** Variables of outer functions that this one or a block within it uses, in order of first use. */
  readonly free = new Set<Variable>();
  /** Whether it, or a block within it, returns from the method. */
  returnsFromHome = false;
  usesSelf = false;

  constructor(
    readonly node: MethodNode | SequenceNode | BlockNode,
    readonly parent: FunctionScope | null,
    /** Where in the parent's run the block stands. */
    readonly order: number,
    readonly loop: InlinedLoop | null,
  ) {}

  /** What the closure copies; to be asked once the whole method is analysed. */
  get captures(): Capture[] {
    return [...new Set([...this.free].map((v): Capture => (v.isScoped ? v.scope : v)))];
  }
}

/** What a name outside all lexical scopes means. */
export type OuterName =
  | { readonly kind: "field"; readonly name: string }
  /** A slot that is sent `read:` and `write:to:`. */
  | { readonly kind: "slot"; readonly reference: BindingReference }
  /** A class variable that is sent `read` and `write:`. */
  | { readonly kind: "shared"; readonly reference: BindingReference }
  | {
      readonly kind: "binding";
      readonly reference: BindingReference;
      /** Whether it goes on meaning what it does: a class, a global that everyone relies on. */
      readonly isFixed?: boolean;
    };

/** Instance variables, class variables, pools, globals, workspace variables. */
export interface NameSpace {
  /** Undefined where nobody knows the name. */
  resolve(name: string): OuterName | undefined;
  /** What an undeclared name becomes, or undefined where it is an error. */
  declareUndeclared(name: string, assigned: boolean): OuterName | undefined;
}

/** What the analysis found out, by node. */
export interface Analysis {
  readonly root: FunctionScope;
  /** Around the outermost sequence: a method's parameters. */
  readonly outermost: LexicalScope;
  readonly functions: ReadonlyMap<BlockNode, FunctionScope>;
  /** The lexical scope that a sequence opens. */
  readonly scopes: ReadonlyMap<SequenceNode, LexicalScope>;
  /** Pseudo-variables (`self`, `super`, `thisContext`, …) have no entry. */
  readonly names: ReadonlyMap<VariableNode, Variable | OuterName>;
  /** Parameters of functions and of inlined blocks. */
  readonly parameters: ReadonlyMap<VariableNode, Variable>;
}

/** Walks a tree once, in order of evaluation: gives every name its meaning and every sequence its scope. */
import type {
  BlockNode,
  ExpressionNode,
  MethodNode,
  SequenceNode,
  StatementNode,
  VariableNode,
} from "../syntax/index.js";
import { type InlineForm, inlineForm } from "./inline.js";
import { semanticProblem } from "./problem.js";
import {
  type Analysis,
  FunctionScope,
  InlinedLoop,
  LexicalScope,
  type NameSpace,
  type OuterName,
  type Variable,
} from "./scope.js";

export const PSEUDO_VARIABLES: ReadonlySet<string> = new Set([
  "self",
  "super",
  "thisContext",
  "nil",
  "true",
  "false",
]);

/** Throws SyntaxFailure for a name that nobody knows and for what may not be assigned. */
export function analyse(node: MethodNode | SequenceNode, source: string, outer: NameSpace): Analysis {
  return new Analyser(source, outer).run(node);
}

class Analyser {
  readonly #functions = new Map<BlockNode, FunctionScope>();
  readonly #scopes = new Map<SequenceNode, LexicalScope>();
  readonly #names = new Map<VariableNode, Variable | OuterName>();
  readonly #parameters = new Map<VariableNode, Variable>();
  /** Undeclared names of this unit, so that all their uses agree. */
  readonly #undeclared = new Map<string, OuterName>();
  #usesContext = false;
  #order = 0;
  #scope!: LexicalScope;
  #loop: InlinedLoop | null = null;

  constructor(
    readonly source: string,
    readonly outer: NameSpace,
  ) {}

  run(node: MethodNode | SequenceNode): Analysis {
    const root = new FunctionScope(node, null, 0, null);
    const outermost = new LexicalScope(root, null, null);
    this.#scope = outermost;
    if (node.kind === "method") for (const parameter of node.parameters) this.#declare(parameter, "argument");
    this.#sequence(node.kind === "method" ? node.body : node);
    // So that the context of a block finds the activation that it was made in.
    if (this.#usesContext && this.#functions.size > 0)
      for (const f of [root, ...this.#functions.values()]) f.returnsFromHome = true;
    return {
      root,
      outermost,
      functions: this.#functions,
      scopes: this.#scopes,
      names: this.#names,
      parameters: this.#parameters,
    };
  }

  #declare(node: VariableNode, kind: "argument" | "temporary"): void {
    if (PSEUDO_VARIABLES.has(node.name))
      throw semanticProblem(this.source, node, `${node.name} cannot be declared`, "another name");
    const known = this.#scope.variables.get(node.name);
    if (known !== undefined && node.name !== "_")
      throw semanticProblem(this.source, node, `${node.name} is declared twice`, "another name");
    this.#parameters.set(node, this.#scope.declare(node.name, kind));
  }

  /** Opens the lexical scope of a sequence, with parameters that an inlined block or a function declares in it. */
  #sequence(node: SequenceNode, parameters: readonly VariableNode[] = []): void {
    const outer = this.#scope;
    this.#scope = new LexicalScope(outer.owner, outer, this.#loop);
    this.#scopes.set(node, this.#scope);
    for (const parameter of parameters) this.#declare(parameter, "argument");
    for (const temporary of node.temporaries) this.#declare(temporary, "temporary");
    for (const statement of node.statements) this.#statement(statement);
    this.#scope = outer;
  }

  #statement(node: StatementNode): void {
    if (node.kind !== "return") {
      this.#expression(node);
      return;
    }
    this.#expression(node.value);
    const home = this.#scope.owner;
    if (home.parent !== null)
      for (let f: FunctionScope | null = home; f !== null; f = f.parent) f.returnsFromHome = true;
  }

  #expression(node: ExpressionNode): void {
    switch (node.kind) {
      case "literal":
        return;
      case "variable":
        this.#use(node);
        return;
      case "assignment":
        this.#expression(node.value);
        this.#assign(node.variable);
        return;
      case "braceArray":
        for (const element of node.elements) this.#expression(element);
        return;
      case "cascade":
        this.#expression(node.receiver);
        for (const message of node.messages)
          for (const argument of message.arguments) this.#expression(argument);
        return;
      case "send": {
        const form = inlineForm(node);
        if (form !== null) {
          this.#inlined(form);
          return;
        }
        this.#expression(node.receiver);
        for (const argument of node.message.arguments) this.#expression(argument);
        return;
      }
      case "block":
        this.#block(node);
        return;
      case "error":
        throw semanticProblem(this.source, node, node.message, "an expression");
    }
  }

  #block(node: BlockNode): void {
    const outer = this.#scope;
    const outerLoop = this.#loop;
    this.#order += 1;
    const scope = new FunctionScope(node, outer.owner, this.#order, outerLoop);
    this.#functions.set(node, scope);
    this.#scope = new LexicalScope(scope, outer, null);
    this.#loop = null;
    this.#sequence(node.body, node.parameters);
    this.#scope = outer;
    this.#loop = outerLoop;
  }

  #inlined(form: InlineForm): void {
    switch (form.kind) {
      case "conditional":
        this.#expression(form.test);
        for (const arm of [form.whenTrue, form.whenFalse]) if (arm !== null) this.#sequence(arm.body);
        return;
      case "and":
      case "or":
        this.#expression(form.left);
        this.#sequence(form.right.body);
        return;
      case "while":
        this.#looping(() => {
          this.#sequence(form.test.body);
          if (form.body !== null) this.#sequence(form.body.body);
        });
        return;
      case "repeat":
        this.#looping(() => this.#sequence(form.body.body));
        return;
      case "timesRepeat":
        this.#expression(form.count);
        this.#looping(() => this.#sequence(form.body.body));
        return;
      case "toDo":
        this.#expression(form.start);
        this.#expression(form.stop);
        this.#looping(() => this.#sequence(form.body.body, form.body.parameters));
        return;
      case "ifNil":
        this.#expression(form.value);
        if (form.whenNil !== null) this.#sequence(form.whenNil.body);
        if (form.whenNotNil !== null) this.#sequence(form.whenNotNil.body, form.whenNotNil.parameters);
        return;
      case "same":
        this.#expression(form.left);
        this.#expression(form.right);
        return;
    }
  }

  #looping(body: () => void): void {
    this.#loop = new InlinedLoop(this.#loop);
    body();
    this.#loop = this.#loop.parent;
  }

  #use(node: VariableNode): void {
    if (node.name === "thisContext") {
      this.#usesContext = true;
      return;
    }
    if (node.name === "self" || node.name === "super") {
      for (let f: FunctionScope | null = this.#scope.owner; f !== null; f = f.parent) f.usesSelf = true;
      return;
    }
    if (PSEUDO_VARIABLES.has(node.name)) return;
    const variable = this.#scope.find(node.name);
    if (variable !== undefined) {
      this.#bind(node, variable);
      return;
    }
    this.#bindOuter(node, false);
  }

  #assign(node: VariableNode): void {
    const variable = this.#scope.find(node.name);
    if (variable === undefined) {
      this.#bindOuter(node, true);
      return;
    }
    if (variable.kind === "argument")
      throw semanticProblem(
        this.source,
        node,
        `${node.name} is an argument and cannot be assigned`,
        "a temporary variable",
      );
    this.#order += 1;
    variable.noteAssignment(this.#order, this.#scope.owner, this.#loop);
    this.#bind(node, variable);
  }

  #bind(node: VariableNode, variable: Variable): void {
    this.#names.set(node, variable);
    const owner = variable.scope.owner;
    for (let f = this.#scope.owner; f !== owner; ) {
      f.free.add(variable);
      const parent = f.parent;
      if (parent === null) throw new RangeError("a variable's function encloses its uses");
      if (parent === owner) variable.noteCapture(f.order, f.loop);
      f = parent;
    }
  }

  #bindOuter(node: VariableNode, assigned: boolean): void {
    const name =
      this.outer.resolve(node.name) ??
      this.#undeclared.get(node.name) ??
      this.outer.declareUndeclared(node.name, assigned);
    if (name === undefined)
      throw semanticProblem(
        this.source,
        node,
        `undeclared variable ${node.name}`,
        "the name of a variable that is declared",
      );
    if (assigned && name.kind === "binding" && name.isFixed === true)
      throw semanticProblem(
        this.source,
        node,
        `${node.name} is the name of a class, or of a global of the kernel, and cannot be assigned`,
        "a variable of another name",
      );
    if (this.outer.resolve(node.name) === undefined) this.#undeclared.set(node.name, name);
    this.#names.set(node, name);
    if (name.kind === "field" || name.kind === "slot")
      for (let f: FunctionScope | null = this.#scope.owner; f !== null; f = f.parent) f.usesSelf = true;
  }
}

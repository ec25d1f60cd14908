/** From the analysed tree to the register IR: everything but the inlined control structures. */
import type { BindingReference, CodeUnit, MarkerKind, Operand, UnitKind } from "../ir/index.js";
import type {
  AssignmentNode,
  BlockNode,
  CascadeNode,
  ExpressionNode,
  LiteralValue,
  MessageNode,
  MethodNode,
  SendNode,
  SequenceNode,
  SourceRange,
  VariableNode,
} from "../syntax/index.js";
import { inlineForm } from "./inline.js";
import { lowerInlined, type SurroundingLowering } from "./lower-inlined.js";
import { type Analysis, type FunctionScope, Variable } from "./scope.js";
import { SELF, UnitBuilder } from "./unit-builder.js";

export const NIL: LiteralValue = { type: "nil" };

/** `primitive` and `marker` come from the method's pragmas. */
export function lower(
  node: MethodNode | SequenceNode,
  analysis: Analysis,
  primitive: string | null,
  marker: MarkerKind | null,
): CodeUnit {
  const kind: UnitKind = node.kind === "method" ? "method" : "doit";
  const builder = new UnitBuilder(kind, node.kind === "method" ? node.selector : "doIt", analysis.root);
  const lowering = new Lowering(analysis, builder);
  const parameters = node.kind === "method" ? node.parameters : [];
  for (const parameter of parameters) lowering.declare(parameter);
  if (node.kind === "sequence") lowering.body(node);
  else lowering.method(node, marker);
  return builder.finish(analysis, parameters.length, 0, primitive);
}

class Lowering implements SurroundingLowering {
  constructor(
    readonly analysis: Analysis,
    readonly builder: UnitBuilder,
  ) {}

  declare(parameter: VariableNode): number {
    const variable = this.analysis.parameters.get(parameter);
    if (variable === undefined) throw new RangeError(`parameter ${parameter.name} was not analysed`);
    return this.builder.home(variable);
  }

  method(node: MethodNode, marker: MarkerKind | null): void {
    this.open(node.body);
    node.body.statements.forEach((statement, i) => {
      if (i === 0 && marker !== null) this.#mark(node, marker);
      this.statement(statement);
      if (i === 0 && marker !== null) this.builder.emit({ op: "unmark" }, statement);
    });
    if (node.body.statements.at(-1)?.kind !== "return")
      this.builder.emit({ op: "return", value: SELF }, { start: node.end, end: node.end });
  }

  #mark(node: MethodNode, kind: MarkerKind): void {
    const [first, second] = node.parameters.map(
      (p): Operand => ({ kind: "register", index: this.declare(p) }),
    );
    if (first === undefined) throw new RangeError("a marker needs an argument");
    this.builder.emit({ op: "mark", kind, first, second: second ?? null }, node);
  }

  /** The statements of a doit or a real block: the last one's value is the result. */
  body(node: SequenceNode): void {
    this.open(node);
    const last = node.statements.at(-1);
    for (const statement of node.statements) {
      if (statement !== last) {
        this.statement(statement);
        if (statement.kind === "return") {
          this.#end(node);
          return;
        }
      } else if (statement.kind === "return") this.statement(statement);
      else this.builder.statement(() => this.#answer(statement));
    }
    if (last === undefined) this.builder.emit({ op: "return", value: this.builder.constant(NIL) }, node);
  }

  /** The last statement of a doit or a real block. */
  #answer(statement: ExpressionNode): void {
    const before = this.builder.stopCount;
    const value = this.value(statement);
    // Where something is sent or assigned, a debugger has stopped there.
    if (this.builder.stopCount === before) this.builder.emitStop({ op: "return", value }, statement);
    else this.builder.emit({ op: "return", value }, statement);
  }

  /** Ends a unit whose last statements cannot be reached. */
  #end(range: SourceRange): void {
    this.builder.emit({ op: "return", value: this.builder.constant(NIL) }, range);
  }

  /** Makes the heap scope of a sequence and, in a loop, its temporaries nil again. */
  open(node: SequenceNode): void {
    const scope = this.analysis.scopes.get(node);
    if (scope === undefined) throw new RangeError("the sequence was not analysed");
    const scoped = scope.scoped;
    if (scoped.length > 0)
      this.builder.emit(
        { op: "newScope", to: this.builder.home(scope), names: scoped.map((v) => v.name) },
        node,
      );
    for (const variable of scope.variables.values()) {
      if (variable.isScoped) continue;
      const register = this.builder.home(variable);
      if (scope.loop !== null && variable.kind === "temporary")
        this.builder.emit({ op: "move", to: register, from: this.builder.constant(NIL) }, node);
    }
  }

  statement(node: SequenceNode["statements"][number]): void {
    this.builder.statement(() => {
      if (node.kind !== "return") return this.effect(node);
      const value = this.value(node.value);
      this.builder.emitStop({ op: this.builder.kind === "block" ? "returnFromHome" : "return", value }, node);
    });
  }

  /** An inlined block's statements; the last one's value goes into `to`, unless that is null. */
  inlinedBody(node: SequenceNode, to: number | null): void {
    this.open(node);
    if (to === null || node.statements.length === 0) {
      for (const statement of node.statements) {
        this.statement(statement);
        if (statement.kind === "return") return;
      }
      if (to !== null) this.builder.emit({ op: "move", to, from: this.builder.constant(NIL) }, node);
      return;
    }
    const last = node.statements.length - 1;
    node.statements.forEach((statement, i) => {
      if (i < last || statement.kind === "return") this.statement(statement);
      else this.builder.statement(() => this.into(statement, to));
    });
  }

  effect(node: ExpressionNode): void {
    if (node.kind === "literal" || node.kind === "variable" || node.kind === "block") return;
    if (node.kind === "assignment") {
      this.#assign(node);
      return;
    }
    const form = node.kind === "send" ? inlineForm(node) : null;
    if (form !== null) {
      lowerInlined(this, form, node, null);
      return;
    }
    this.into(node, this.builder.temporary());
  }

  /** Where the value of an expression is to be found. */
  value(node: ExpressionNode): Operand {
    switch (node.kind) {
      case "literal":
        return this.builder.constant(node.value);
      case "variable": {
        const at = this.#variable(node);
        if (at !== null) return at;
        break;
      }
      case "assignment":
        return this.#assign(node) ?? this.value(node.variable);
    }
    const to = this.builder.temporary();
    this.into(node, to);
    return { kind: "register", index: to };
  }

  /** A register that holds the value of an expression. */
  register(node: ExpressionNode): number {
    const value = this.value(node);
    if (value.kind === "register") return value.index;
    const to = this.builder.temporary();
    this.builder.emit({ op: "move", to, from: value }, node);
    return to;
  }

  /** Evaluates an expression into a register. */
  into(node: ExpressionNode, to: number): void {
    switch (node.kind) {
      case "variable":
        this.#load(node, to);
        return;
      case "braceArray":
        this.builder.emit({ op: "array", to, elements: this.operands(node.elements) }, node);
        return;
      case "block":
        this.#block(node, to);
        return;
      case "cascade":
        this.#cascade(node, to);
        return;
      case "send": {
        const form = inlineForm(node);
        if (form !== null) {
          lowerInlined(this, form, node, to);
          return;
        }
        this.#send(node, to);
        return;
      }
      default: {
        this.builder.emit({ op: "move", to, from: this.value(node) }, node);
        return;
      }
    }
  }

  /** Operands in order; what a later one could change is copied first. */
  operands(nodes: readonly ExpressionNode[]): Operand[] {
    return nodes.map((node, i) => {
      const value = this.value(node);
      if (value.kind !== "register" || node.kind !== "variable") return value;
      if (!nodes.slice(i + 1).some((later) => assigns(later, node.name))) return value;
      const to = this.builder.temporary();
      this.builder.emit({ op: "move", to, from: value }, node);
      return { kind: "register", index: to };
    });
  }

  #send(node: SendNode, to: number): void {
    const { receiver, message } = node;
    if (isSuper(receiver)) {
      this.#superSend(message, to);
      return;
    }
    const [operand, ...rest] = this.operands([receiver, ...message.arguments]);
    if (operand === undefined) throw new RangeError("a send has a receiver");
    this.builder.emitStop(
      { op: "send", to, selector: message.selector, receiver: operand, arguments: rest },
      messageRange(message),
    );
  }

  #superSend(message: MessageNode, to: number): void {
    const operands = this.operands(message.arguments);
    this.builder.emitStop(
      { op: "superSend", to, selector: message.selector, arguments: operands },
      messageRange(message),
    );
  }

  #cascade(node: CascadeNode, to: number): void {
    const toSuper = isSuper(node.receiver);
    const all = node.messages.flatMap((m) => m.arguments);
    const receiver = toSuper ? SELF : this.value(node.receiver);
    let stable = receiver;
    if (receiver.kind === "register" && node.receiver.kind === "variable") {
      const { name } = node.receiver;
      if (all.some((argument) => assigns(argument, name))) {
        const copy = this.builder.temporary();
        this.builder.emit({ op: "move", to: copy, from: receiver }, node);
        stable = { kind: "register", index: copy };
      }
    }
    const last = node.messages.at(-1);
    for (const message of node.messages) {
      const target = message === last ? to : this.builder.temporary();
      if (toSuper) this.#superSend(message, target);
      else {
        const operands = this.operands(message.arguments);
        const send = {
          op: "send",
          to: target,
          selector: message.selector,
          receiver: stable,
          arguments: operands,
        } as const;
        this.builder.emitStop(send, messageRange(message));
      }
    }
  }

  #block(node: BlockNode, to: number): void {
    const scope = this.analysis.functions.get(node);
    if (scope === undefined) throw new RangeError("the block was not analysed");
    const unit = lowerBlock(node, scope, this.analysis, this.builder.selector);
    const copied = scope.captures.map(
      (capture): Operand => ({ kind: "register", index: this.builder.home(capture) }),
    );
    this.builder.emit({ op: "block", to, block: this.builder.block(unit), copied }, node);
  }

  /** Answers the value where the variable is not the place to read it again. */
  #assign(node: AssignmentNode): Operand | null {
    const name = this.analysis.names.get(node.variable);
    if (name === undefined) throw new RangeError(`${node.variable.name} was not analysed`);
    if (name instanceof Variable && !name.isScoped) {
      this.#assignRegister(node, this.builder.home(name));
      return null;
    }
    const from = this.value(node.value);
    if (name instanceof Variable) {
      this.builder.emitStop(
        { op: "setScoped", scope: this.builder.home(name.scope), name: name.name, from },
        node,
      );
    } else if (name.kind === "field") this.builder.emitStop({ op: "setField", name: name.name, from }, node);
    else if (name.kind === "binding")
      this.builder.emitStop({ op: "setBinding", binding: this.builder.binding(name.reference), from }, node);
    else {
      const receiver = this.#member(name.reference, node);
      const write =
        name.kind === "slot"
          ? ({ selector: "write:to:", arguments: [from, SELF] } as const)
          : ({ selector: "write:", arguments: [from] } as const);
      this.builder.emitStop({ op: "send", to: this.builder.temporary(), receiver, ...write }, node);
      return from;
    }
    return null;
  }

  /** A slot or class variable that is sent messages to. */
  #member(reference: BindingReference, node: SourceRange): Operand {
    const to = this.builder.temporary();
    this.builder.emit({ op: "getBinding", to, binding: this.builder.binding(reference) }, node);
    return { kind: "register", index: to };
  }

  #assignRegister(node: AssignmentNode, to: number): void {
    const { value } = node;
    this.into(value, to);
    // What a send or a control structure answers has gone there at once.
    if (value.kind !== "send" && value.kind !== "cascade") this.builder.stopAtLast(node);
  }

  /** The operand of a variable that needs no instruction to be read, else null. */
  #variable(node: VariableNode): Operand | null {
    switch (node.name) {
      case "self":
      case "super":
        return SELF;
      case "nil":
        return this.builder.constant(NIL);
      case "true":
      case "false":
        return this.builder.constant({ type: "boolean", value: node.name === "true" });
    }
    const name = this.analysis.names.get(node);
    return name instanceof Variable && !name.isScoped
      ? { kind: "register", index: this.builder.home(name) }
      : null;
  }

  /** `thisContext` is a message to its class, whose primitive takes the stack down to look at who sent it. */
  #context(node: VariableNode, to: number): void {
    const context = this.builder.temporary();
    const binding = this.builder.binding({ scope: "global", name: "Context" });
    this.builder.emit({ op: "getBinding", to: context, binding }, node);
    const receiver: Operand = { kind: "register", index: context };
    this.builder.emit({ op: "send", to, selector: "current", receiver, arguments: [] }, node);
  }

  #load(node: VariableNode, to: number): void {
    const at = this.#variable(node);
    if (at !== null) {
      this.builder.emit({ op: "move", to, from: at }, node);
      return;
    }
    if (node.name === "thisContext") {
      this.#context(node, to);
      return;
    }
    const name = this.analysis.names.get(node);
    if (name === undefined) throw new RangeError(`${node.name} was not analysed`);
    if (name instanceof Variable) {
      this.builder.emit({ op: "getScoped", to, scope: this.builder.home(name.scope), name: name.name }, node);
    } else if (name.kind === "field") this.builder.emit({ op: "getField", to, name: name.name }, node);
    else if (name.kind === "binding")
      this.builder.emit({ op: "getBinding", to, binding: this.builder.binding(name.reference) }, node);
    else {
      const receiver = this.#member(name.reference, node);
      const read =
        name.kind === "slot"
          ? ({ selector: "read:", arguments: [SELF] } as const)
          : ({ selector: "read", arguments: [] } as const);
      this.builder.emit({ op: "send", to, receiver, ...read }, node);
    }
  }
}

function lowerBlock(node: BlockNode, scope: FunctionScope, analysis: Analysis, selector: string): CodeUnit {
  const builder = new UnitBuilder("block", selector, scope);
  const lowering = new Lowering(analysis, builder);
  for (const parameter of node.parameters) lowering.declare(parameter);
  const { captures } = scope;
  for (const capture of captures) builder.home(capture);
  lowering.body(node.body);
  return builder.finish(analysis, node.parameters.length, captures.length, null);
}

const isSuper = (node: ExpressionNode): boolean => node.kind === "variable" && node.name === "super";

/** Where a debugger should point for a message: from its selector to its end. */
function messageRange(message: MessageNode): SourceRange {
  return { start: message.selectorRanges[0]?.start ?? message.start, end: message.end };
}

/** Whether evaluating an expression may assign the variable of that name. */
function assigns(node: ExpressionNode, name: string): boolean {
  switch (node.kind) {
    case "assignment":
      return node.variable.name === name || assigns(node.value, name);
    case "send":
      return assigns(node.receiver, name) || node.message.arguments.some((a) => assigns(a, name));
    case "cascade":
      return (
        assigns(node.receiver, name) || node.messages.some((m) => m.arguments.some((a) => assigns(a, name)))
      );
    case "braceArray":
      return node.elements.some((e) => assigns(e, name));
    case "block":
      return node.body.statements.some((s) => assigns(s.kind === "return" ? s.value : s, name));
    default:
      return false;
  }
}

/** What methods mention: the selectors they send or hold as symbols, and the variables they use. */
import type { MethodRecord } from "../memory/values.js";
import {
  type BlockNode,
  type ExpressionNode,
  type LiteralValue,
  type MessageNode,
  parseMethodWithRecovery,
  type SourceRange,
  type StatementNode,
  type VariableNode,
} from "../syntax/index.js";

export interface Mentions {
  /** Selectors sent, and symbols held. */
  readonly selectors: ReadonlySet<string>;
  /** Ranges of the variables that the method does not declare itself, by name. */
  readonly variables: ReadonlyMap<string, readonly SourceRange[]>;
}

/** By source: reads it, whether it is correct or not. */
export function readMentions(source: string): Mentions {
  return new MentionReader().read(source);
}

/** Of a method that changes there is another record. */
const known = new WeakMap<MethodRecord, Mentions>();

export function mentionsOf(method: MethodRecord): Mentions {
  let mentions = known.get(method);
  if (mentions === undefined) {
    mentions = readMentions(method.source);
    known.set(method, mentions);
  }
  return mentions;
}

const PSEUDO_VARIABLES: ReadonlySet<string> = new Set(["self", "super", "thisContext"]);

class MentionReader {
  readonly #selectors = new Set<string>();
  readonly #variables = new Map<string, SourceRange[]>();
  /** Names declared around, the innermost last. */
  readonly #declared: ReadonlySet<string>[] = [];

  read(source: string): Mentions {
    const { node } = parseMethodWithRecovery(source);
    for (const pragma of node.pragmas) {
      this.#selectors.add(pragma.selector);
      for (const argument of pragma.arguments) this.#literal(argument);
    }
    this.#scope([...node.parameters, ...node.body.temporaries], node.body.statements);
    return { selectors: this.#selectors, variables: this.#variables };
  }

  #scope(declared: readonly VariableNode[], statements: readonly StatementNode[]): void {
    this.#declared.push(new Set(declared.map((variable) => variable.name)));
    for (const statement of statements)
      this.#expression(statement.kind === "return" ? statement.value : statement);
    this.#declared.pop();
  }

  #expression(node: ExpressionNode): void {
    switch (node.kind) {
      case "literal":
        this.#literal(node.value);
        return;
      case "variable":
        this.#variable(node);
        return;
      case "assignment":
        this.#variable(node.variable);
        this.#expression(node.value);
        return;
      case "send": {
        // Chains of messages are longer than the stack is deep.
        let receiver: ExpressionNode = node;
        for (; receiver.kind === "send"; receiver = receiver.receiver) this.#message(receiver.message);
        this.#expression(receiver);
        return;
      }
      case "cascade":
        this.#expression(node.receiver);
        for (const message of node.messages) this.#message(message);
        return;
      case "braceArray":
        for (const element of node.elements) this.#expression(element);
        return;
      case "block":
        this.#block(node);
        return;
      case "error":
        return;
    }
  }

  #block({ parameters, body }: BlockNode): void {
    this.#scope([...parameters, ...body.temporaries], body.statements);
  }

  #message({ selector, arguments: args }: MessageNode): void {
    this.#selectors.add(selector);
    for (const argument of args) this.#expression(argument);
  }

  #variable({ name, start, end }: VariableNode): void {
    if (PSEUDO_VARIABLES.has(name)) return;
    if (this.#declared.some((names) => names.has(name))) return;
    const ranges = this.#variables.get(name);
    if (ranges === undefined) this.#variables.set(name, [{ start, end }]);
    else ranges.push({ start, end });
  }

  #literal(value: LiteralValue): void {
    if (value.type === "symbol")
      this.#selectors.add(value.codePoints.map((c) => String.fromCodePoint(c)).join(""));
    else if (value.type === "array") for (const element of value.elements) this.#literal(element);
  }
}

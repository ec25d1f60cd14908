/** The syntax tree of a source, as Smalltalk builds its nodes from it: nested Arrays. */
import { FAIL, type Fail, type PrimitiveTable, type Value } from "../memory/values.js";
import {
  type ExpressionNode,
  type LiteralValue,
  type MessageNode,
  type MethodNode,
  paced,
  parseDoit,
  parseMethod,
  type SequenceNode,
  type SourceRange,
  type StatementNode,
} from "../syntax/index.js";
import type { Linker } from "./linker.js";
import { literal } from "./pragma-primitives.js";
import { guarded, text } from "./reflection-primitives.js";

export function treePrimitives(linker: Linker) {
  const read = (source: Value, parse: (js: string) => (tree: TreeWriter) => LiteralValue): Value | Fail => {
    const js = text(source);
    if (js === undefined) return FAIL;
    return guarded(() => paced(() => literal(linker, parse(js)(new TreeWriter(js)))));
  };
  return {
    /**
     * (source) → the tree of a method: an Array that begins with a Symbol, the node's kind, and the first and last index
     * of its text; then what the kind has, as `TreeWriter` writes it. An Array (message, position, expected) where the
     * source does not parse.
     */
    methodTree: (_self: Value, source: Value): Value | Fail =>
      read(source, (js) => {
        const method = parseMethod(js);
        return (tree) => tree.method(method);
      }),
    /** (source) → the tree of temporaries and statements */
    doitTree: (_self: Value, source: Value): Value | Fail =>
      read(source, (js) => {
        const sequence = parseDoit(js);
        return (tree) => tree.sequence(sequence);
      }),
  } satisfies PrimitiveTable;
}

/** Writes nodes as literal arrays. Indices count characters from 1; UTF-16 offsets count units from 0. */
class TreeWriter {
  readonly #source: string;
  readonly #isPlain: boolean;

  constructor(source: string) {
    this.#source = source;
    this.#isPlain = !/[\ud800-\udfff]/.test(source);
  }

  /** (selector, parameters, pragmas, body, selector ranges) */
  method(node: MethodNode): LiteralValue {
    return this.#node("method", node, [
      symbol(node.selector),
      array(node.parameters.map((each) => this.#expression(each))),
      array(
        node.pragmas.map((each) =>
          this.#node("pragma", each, [symbol(each.selector), array(each.arguments)]),
        ),
      ),
      this.sequence(node.body),
      array(node.selectorRanges.map((each) => this.#range(each))),
    ]);
  }

  /** (temporaries, statements) */
  sequence(node: SequenceNode): LiteralValue {
    return this.#node("sequence", node, [
      array(node.temporaries.map((each) => this.#expression(each))),
      array(node.statements.map((each) => this.#statement(each))),
    ]);
  }

  #statement(node: StatementNode): LiteralValue {
    return node.kind === "return"
      ? this.#node("return", node, [this.#expression(node.value)])
      : this.#expression(node);
  }

  #expression(node: ExpressionNode): LiteralValue {
    switch (node.kind) {
      case "literal":
        return this.#node("literal", node, [node.value]);
      case "variable":
        return this.#node("variable", node, [symbol(node.name)]);
      case "assignment":
        return this.#node("assignment", node, [
          this.#expression(node.variable),
          this.#expression(node.value),
        ]);
      case "send":
        return this.#node("send", node, [this.#expression(node.receiver), ...this.#message(node.message)]);
      case "cascade":
        return this.#node("cascade", node, [
          this.#expression(node.receiver),
          array(
            node.messages.map((each) =>
              array([...this.#bounds({ start: node.start, end: each.end }), ...this.#message(each)]),
            ),
          ),
        ]);
      case "braceArray":
        return this.#node("braceArray", node, [array(node.elements.map((each) => this.#expression(each)))]);
      case "block":
        return this.#node("block", node, [
          array(node.parameters.map((each) => this.#expression(each))),
          this.sequence(node.body),
        ]);
      case "error":
        return this.#node("error", node, [symbol(node.message)]);
    }
  }

  /** (selector, arguments, selector ranges) */
  #message(node: MessageNode): LiteralValue[] {
    return [
      symbol(node.selector),
      array(node.arguments.map((each) => this.#expression(each))),
      array(node.selectorRanges.map((each) => this.#range(each))),
    ];
  }

  #node(kind: string, range: SourceRange, rest: readonly LiteralValue[]): LiteralValue {
    return array([symbol(kind), ...this.#bounds(range), ...rest]);
  }

  #range(range: SourceRange): LiteralValue {
    return array(this.#bounds(range));
  }

  #bounds({ start, end }: SourceRange): LiteralValue[] {
    return [integer(this.#index(start) + 1), integer(this.#index(end))];
  }

  #index(offset: number): number {
    return this.#isPlain ? offset : [...this.#source.slice(0, offset)].length;
  }
}

const array = (elements: readonly LiteralValue[]): LiteralValue => ({ type: "array", elements });
const integer = (value: number): LiteralValue => ({ type: "integer", value: BigInt(value) });
const symbol = (name: string): LiteralValue => ({
  type: "symbol",
  codePoints: [...name].map((char) => char.codePointAt(0) ?? 0),
});

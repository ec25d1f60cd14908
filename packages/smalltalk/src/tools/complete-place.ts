/** What may stand at a place of some code: a variable, or a message to a receiver of which something may be known. */
import type { ClassObject } from "../classes/index.js";
import {
  type ExpressionNode,
  isBinarySelector,
  type MessageNode,
  numArgs,
  parseDoitWithRecovery,
  parseMethodWithRecovery,
  type SequenceNode,
  type SourceRange,
  type StatementNode,
  scan,
  type Token,
  type VariableNode,
} from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { classOfExpression, type Known } from "./receiver-class.js";
import type { Workspace } from "./workspace.js";

interface Word {
  /** The word, as offsets in the code. */
  readonly from: number;
  readonly to: number;
  /** What of it stands before the cursor. */
  readonly prefix: string;
}

export type Place =
  | { readonly kind: "nothing" }
  | ({
      readonly kind: "variable";
      /** Parameters and temporaries around, the innermost first. */
      readonly declared: readonly string[];
      /** The class in whose method it stands. */
      readonly owner: ClassObject | null;
    } & Word)
  | ({
      readonly kind: "selector";
      /** The class of the receiver; null where it cannot be told. */
      readonly receiver: ClassObject | null;
      /** Keyword messages that the word may go on, the innermost first: `at:` where the code is `d at: 1 pu`. */
      readonly begun: readonly Begun[];
    } & Word);

export interface Begun {
  readonly selector: string;
  readonly receiver: ClassObject | null;
}

/** `Foo >> `, `Foo class >> `: the head of a method under its class, as Tonel files have it. */
const METHOD_HEAD = /^\s*(\p{Lu}[\p{L}\p{N}_]*)(\s+class)?\s*>>/u;
/** Stands for a word where there is none yet. */
const PLACEHOLDER = "x";

export function placeOf(
  engine: Engine,
  workspace: Workspace | undefined,
  code: string,
  position: number,
): Place {
  const cursor = Math.min(position, code.length);
  const word = wordAt(code, cursor);
  if (word === null) return { kind: "nothing" };
  const text = word.from === word.to ? `${code.slice(0, cursor)}${PLACEHOLDER}${code.slice(cursor)}` : code;
  const { body, declared, owner } = readCode(engine, text);
  if (word.from < body.start) return { kind: "nothing" };
  const search = new PlaceSearch(engine, workspace, word, owner);
  return search.sequence(body, declared) ?? { kind: "nothing" };
}

/** The word that ends or goes on at the cursor; empty where one may begin there; null within a literal or comment. */
function wordAt(code: string, cursor: number): Word | null {
  for (const token of scan(code)) {
    if (token.start >= cursor) break;
    if (token.end < cursor || (token.end === cursor && !isOpenAt(token))) continue;
    if (token.kind !== "identifier" && token.kind !== "keyword") return null;
    if (token.kind === "keyword" && token.end === cursor) continue;
    return { from: token.start, to: token.end, prefix: code.slice(token.start, cursor) };
  }
  return { from: cursor, to: cursor, prefix: "" };
}

/** Whether what is written at the end of a token goes on with it. */
const isOpenAt = ({ kind, text }: Token): boolean =>
  kind === "identifier" || kind === "error" || (kind === "literal" && !text.endsWith("'"));

interface Read {
  readonly body: SequenceNode;
  readonly declared: readonly VariableNode[];
  readonly owner: ClassObject | null;
}

/** The code as a method where it begins with its class, else as a doit. Offsets stay as they are. */
function readCode(engine: Engine, code: string): Read {
  const head = METHOD_HEAD.exec(code);
  const named = head === null ? undefined : engine.environment.classNamed(head[1] ?? "");
  if (head === null || named === undefined)
    return { body: parseDoitWithRecovery(code).node, declared: [], owner: null };
  const owner = head[2] === undefined ? named : named.cls;
  const blanked = blankBracket(" ".repeat(head[0].length) + code.slice(head[0].length));
  const { node } = parseMethodWithRecovery(blanked);
  return { body: { ...node.body, start: patternEnd(node) + 1 }, declared: node.parameters, owner };
}

function patternEnd({ selectorRanges, parameters }: Pick<Pattern, "selectorRanges" | "parameters">): number {
  return Math.max(0, ...[...selectorRanges, ...parameters].map((range) => range.end));
}

interface Pattern {
  readonly selectorRanges: readonly SourceRange[];
  readonly parameters: readonly VariableNode[];
}

/** Without the bracket that opens the body of a method in Tonel: it is the first one. */
function blankBracket(code: string): string {
  const bracket = /^[\s\p{L}\p{N}_:]*\[|^\s*[^\s\p{L}\p{N}_[\]#$'"]+\s*[\p{L}\p{N}_]+\s*\[/u.exec(code);
  if (bracket === null) return code;
  const at = bracket[0].length - 1;
  return `${code.slice(0, at)} ${code.slice(at + 1)}`;
}

class PlaceSearch {
  /** What is known of variables that the code assigns, as far as it was walked. */
  readonly #known: Known;

  constructor(
    engine: Engine,
    workspace: Workspace | undefined,
    readonly word: Word,
    readonly owner: ClassObject | null,
  ) {
    this.#known = { engine, workspace, owner, assigned: new Map() };
  }

  /** The place in a sequence, if it is there. */
  sequence(node: SequenceNode, around: readonly VariableNode[]): Place | null {
    // A name that is being declared has nothing to be proposed for.
    if (node.temporaries.some((each) => this.#isWord(each))) return { kind: "nothing" };
    const declared = [...node.temporaries, ...around];
    for (const statement of node.statements) {
      const place = this.#statement(statement, declared);
      if (place !== null) return place;
    }
    return null;
  }

  #statement(node: StatementNode, declared: readonly VariableNode[]): Place | null {
    return this.#expression(node.kind === "return" ? node.value : node, declared, []);
  }

  #expression(
    node: ExpressionNode,
    declared: readonly VariableNode[],
    begun: readonly Begun[],
  ): Place | null {
    switch (node.kind) {
      case "variable":
        return this.#isWord(node) ? this.#variable(declared) : null;
      case "literal":
        // `true`, `nil`: words that are complete, or become others.
        return this.#isWord(node) ? this.#variable(declared) : null;
      case "assignment": {
        if (this.#isWord(node.variable)) return this.#variable(declared);
        const place = this.#expression(node.value, declared, []);
        this.#known.assigned.set(node.variable.name, classOfExpression(this.#known, node.value));
        return place;
      }
      case "send":
        return this.#send(node, declared, begun);
      case "cascade": {
        const place = this.#expression(node.receiver, declared, []);
        if (place !== null) return place;
        for (const message of node.messages) {
          const found = this.#message(message, node.receiver, declared, []);
          if (found !== null) return found;
        }
        return null;
      }
      case "braceArray":
        return first(node.elements, (element) => this.#expression(element, declared, []));
      case "block":
        if (node.parameters.some((each) => this.#isWord(each))) return { kind: "nothing" };
        return this.sequence(node.body, [...node.parameters, ...declared]);
      case "error":
        return null;
    }
  }

  /** Chains of messages are longer than the stack is deep. */
  #send(
    node: Extract<ExpressionNode, { kind: "send" }>,
    declared: readonly VariableNode[],
    begun: readonly Begun[],
  ): Place | null {
    const chain: Extract<ExpressionNode, { kind: "send" }>[] = [];
    let innermost: ExpressionNode = node;
    for (; innermost.kind === "send"; innermost = innermost.receiver) chain.push(innermost);
    const place = this.#expression(innermost, declared, []);
    if (place !== null) return place;
    for (const each of chain.reverse()) {
      const found = this.#message(each.message, each.receiver, declared, each === node ? begun : []);
      if (found !== null) return found;
    }
    return null;
  }

  #message(
    message: MessageNode,
    receiver: ExpressionNode,
    declared: readonly VariableNode[],
    begun: readonly Begun[],
  ): Place | null {
    const { selectorRanges, arguments: args, selector } = message;
    const part = selectorRanges.findIndex((range) => this.#isWord(range));
    if (part === 0)
      return {
        kind: "selector",
        ...this.word,
        receiver: classOfExpression(this.#known, receiver),
        begun: numArgs(selector) === 0 ? begun : [],
      };
    if (part > 0) {
      const before = selector
        .split(":")
        .slice(0, part)
        .map((each) => `${each}:`);
      const own = { selector: before.join(""), receiver: classOfExpression(this.#known, receiver) };
      return { kind: "selector", ...this.word, receiver: null, begun: [own] };
    }
    const isKeyword = numArgs(selector) > 0 && !isBinarySelector(selector);
    for (const [i, argument] of args.entries()) {
      const isLast = i === args.length - 1;
      const own: Begun[] =
        isKeyword && isLast ? [{ selector, receiver: classOfExpression(this.#known, receiver) }] : [];
      const place = this.#expression(argument, declared, isKeyword ? own : isLast ? begun : []);
      if (place !== null) return place;
    }
    return null;
  }

  #variable(declared: readonly VariableNode[]): Place {
    const names = [...new Set(declared.filter((each) => !this.#isWord(each)).map((each) => each.name))];
    return { kind: "variable", ...this.word, declared: names, owner: this.owner };
  }

  #isWord({ start }: SourceRange): boolean {
    return start === this.word.from;
  }
}

function first<T>(list: readonly T[], place: (each: T) => Place | null): Place | null {
  for (const each of list) {
    const found = place(each);
    if (found !== null) return found;
  }
  return null;
}

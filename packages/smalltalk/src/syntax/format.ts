/**
 * Code laid out as is customary: the same tree and the same comments, in lines of some hundred columns.
 *
 * A comment stays with its statement: one that follows it on the same line stays there, any other stands above it. Literals
 * and pragmas stay as they are written, and so does a parenthesis around an operand of an operator.
 */
import type {
  BlockNode,
  ExpressionNode,
  LiteralNode,
  MessageNode,
  MethodNode,
  SequenceNode,
  SourceRange,
  StatementNode,
} from "./ast.js";
import { SourceText } from "./format-comments.js";
import {
  blankLine,
  type Document,
  flatWidth,
  group,
  indented,
  isBroken,
  layOut,
  line,
  newLine,
  several,
} from "./format-document.js";
import { parseDoit, parseMethod } from "./parser.js";
import { isBinarySelector, keywordsOf, numArgs } from "./selectors.js";
import type { Token } from "./token.js";

/** Columns of a line, where a tab counts as four. */
const WIDTH = 100;

/** Throws SyntaxFailure. */
export function formatMethod(source: string): string {
  return new Formatter(source).method(parseMethod(source));
}

/** Temporaries and statements, as in a workspace. Throws SyntaxFailure. */
export function formatDoit(source: string): string {
  return new Formatter(source).doit(parseDoit(source));
}

/** How tightly an expression binds; see `print.ts`. */
const LOOSE = 0;
const BINARY = 1;
const UNARY = 2;
const PRIMARY = 3;

/** A comment or a statement on its line, with what follows it there. */
interface Item {
  readonly content: Document;
  readonly isStatement: boolean;
  readonly start: number;
  end: number;
  readonly trailing: Token[];
}

class Formatter {
  readonly #text: SourceText;
  /** Ends of open parentheses and starts of closing ones, by the offsets of what they enclose. */
  readonly #afterOpening = new Set<number>();
  readonly #beforeClosing = new Set<number>();

  constructor(source: string) {
    this.#text = new SourceText(source);
    const tokens = this.#text.tokens.filter((token) => token.kind !== "comment");
    tokens.forEach((token, i) => {
      if (tokens[i - 1]?.kind === "openParen") this.#afterOpening.add(token.start);
      if (tokens[i + 1]?.kind === "closeParen") this.#beforeClosing.add(token.end);
    });
  }

  doit(node: SequenceNode): string {
    const { source } = this.#text;
    return layOut(several(this.#sequence(node, 0, source.length)), WIDTH, 0);
  }

  method(node: MethodNode): string {
    const { pragmas, body } = node;
    const { source } = this.#text;
    const patternEnd = Math.max(
      ...node.selectorRanges.map((range) => range.end),
      ...node.parameters.map((parameter) => parameter.end),
    );
    const head = this.#text.take(0, patternEnd).map((comment) => `${comment.text}\n`);
    head.push(pattern(node));
    for (const { start, end } of pragmas) this.#text.take(start, end);
    const lastPragma = Math.max(patternEnd, ...pragmas.map((each) => each.end));
    const [temporary] = body.temporaries;
    // Above temporaries a comment can only belong here.
    const above =
      temporary === undefined ? [] : this.#text.take(patternEnd, Math.max(temporary.start, lastPragma));
    const items = this.#items(body, patternEnd, source.length);
    const count = temporary === undefined ? this.#headCount(items, lastPragma) : 0;
    const parts: SourceRange[] = [...pragmas, ...above, ...items.splice(0, count)];
    for (const part of parts.sort((a, b) => a.start - b.start)) head.push(`\n\t${this.#text.text(part)}`);
    const lines = this.#lines(body, items, []);
    if (lines.length === 0) return head.join("");
    return `${head.join("")}\n\n\t${layOut(several(lines), WIDTH, 1)}`;
  }

  /** How many of the first comments belong to the method and not to its first statement: the first, and those set apart. */
  #headCount(items: readonly Item[], lastPragma: number): number {
    const comments = items.findIndex((item) => item.isStatement);
    if (comments < 0) return items.length;
    let count = 0;
    items.slice(0, comments).forEach((comment, i) => {
      const next = items[i + 1]?.start ?? comment.end;
      if (i === 0 || comment.start < lastPragma || this.#text.hasBlankLine(comment.end, next)) count = i + 1;
    });
    return count;
  }

  #startOf(statement: StatementNode | undefined): number {
    return statement?.start ?? Number.POSITIVE_INFINITY;
  }

  /** Comments, temporaries and statements of a range, with new lines between them. */
  #sequence(node: SequenceNode, start: number, end: number): Document[] {
    const [temporary] = node.temporaries;
    const bodyStart =
      temporary === undefined ? start : Math.min(temporary.start, this.#startOf(node.statements[0]));
    const above = this.#text.take(start, bodyStart);
    return this.#lines(node, this.#items(node, start, end), above);
  }

  #lines(node: SequenceNode, items: readonly Item[], above: readonly Token[]): Document[] {
    const out: Document[] = [];
    for (const comment of above) out.push(comment.text, newLine);
    if (node.temporaries.length > 0) out.push(`| ${node.temporaries.map((each) => each.name).join(" ")} |`);
    const lastStatement = items.findLast((item) => item.isStatement);
    items.forEach((item, i) => {
      const previous = items[i - 1];
      if (previous !== undefined)
        out.push(this.#text.hasBlankLine(previous.end, item.start) ? blankLine : newLine);
      else if (out.length > 0) out.push(newLine);
      out.push(item.content);
      if (item.isStatement && item !== lastStatement) out.push(".");
      for (const comment of item.trailing) out.push(` ${comment.text}`);
    });
    return out;
  }

  #items(node: SequenceNode, start: number, end: number): Item[] {
    const items: Item[] = [];
    let position = start;
    const between = (limit: number) => {
      for (const comment of this.#text.take(position, limit)) {
        const previous = items.at(-1);
        if (previous?.isStatement === true && !this.#text.hasLineEnd(previous.end, comment.start)) {
          previous.trailing.push(comment);
          previous.end = comment.end;
        } else items.push(commentItem(comment));
      }
    };
    for (const statement of node.statements) {
      between(statement.start);
      items.push(...this.#statementItems(statement));
      position = statement.end;
    }
    between(end);
    return items;
  }

  /** A statement under the comments within it, but for those in its blocks and those behind one in a block. */
  #statementItems(statement: StatementNode): Item[] {
    const content = this.#statement(statement);
    const { start, end } = statement;
    const comments = this.#text.take(start, end);
    const inBlocks = this.#text.firstOther(start, end, comments);
    const above = comments.filter((comment) => comment.start < inBlocks);
    const trailing = comments.slice(above.length);
    return [...above.map(commentItem), { content, isStatement: true, start, end, trailing }];
  }

  #statement(node: StatementNode): Document {
    return node.kind === "return" ? several(["^ ", this.#expression(node.value)]) : this.#expression(node);
  }

  #expression(node: ExpressionNode): Document {
    switch (node.kind) {
      case "literal":
        return this.#literal(node);
      case "variable":
        return node.name;
      case "assignment":
        return several([`${node.variable.name} := `, this.#expression(node.value)]);
      case "send":
        return this.#send(node);
      case "cascade": {
        const [first, ...others] = node.messages;
        if (first === undefined) return this.#expression(node.receiver);
        const receiver = this.#operand(node.receiver, receiverBinding(first));
        const parts: Document[] = [line, this.#message(first)];
        for (const other of others) parts.push(";", line, this.#message(other));
        return group(receiver, indented(...parts));
      }
      case "braceArray": {
        if (node.elements.length === 0) return "{}";
        const parts: Document[] = [];
        node.elements.forEach((element, i) => {
          if (i > 0) parts.push(".");
          parts.push(line, this.#expression(element));
        });
        return group("{", indented(...parts), " }");
      }
      case "block":
        return this.#block(node);
      case "error":
        return "";
    }
  }

  #literal(node: LiteralNode): Document {
    // A comment in a literal array is part of its text.
    this.#text.take(node.start, node.end);
    return this.#text.text(node);
  }

  #block(node: BlockNode): Document {
    const parameters = node.parameters.map((each) => `:${each.name}`).join(" ");
    const opening = parameters === "" ? "[" : `[ ${parameters} |`;
    const body = this.#sequence(node.body, node.start, node.end);
    if (body.length === 0) return `${opening} ]`;
    const { temporaries } = node.body;
    const first: Document = temporaries.length > 0 ? newLine : line;
    return group(opening, indented(first, ...body), " ]");
  }

  /** Chains of messages are longer than the stack is deep. */
  #send(node: Extract<ExpressionNode, { kind: "send" }>): Document {
    const chain: MessageNode[] = [];
    let receiver: ExpressionNode = node;
    let wanted = LOOSE;
    while (receiver.kind === "send" && binding(receiver) >= wanted && !this.#keeps(receiver, node, wanted)) {
      chain.push(receiver.message);
      wanted = receiverBinding(receiver.message);
      receiver = receiver.receiver;
    }
    chain.reverse();
    const head: Document[] = [this.#operand(receiver, wanted)];
    while (chain[0] !== undefined && numArgs(chain[0].selector) === 0)
      head.push(` ${chain.shift()?.selector ?? ""}`);
    const operators: Document[] = [];
    while (chain[0] !== undefined && isBinarySelector(chain[0].selector)) {
      const message = chain.shift();
      if (message !== undefined) operators.push(line, this.#message(message));
    }
    const operated = operators.length === 0 ? several(head) : group(...head, indented(...operators));
    const [message] = chain;
    if (message === undefined) return operated;
    const keywords = this.#keywords(message);
    // What a last block holds may take lines of its own: the message stays with its receiver.
    const isBlock = message.arguments.map((argument) => argument.kind === "block");
    const before = several([operated, ...keywords.slice(0, -1)]);
    if (isBlock.indexOf(true) === isBlock.length - 1 && isShort(before))
      return several([operated, ...keywords.flatMap((part) => [" ", part])]);
    return group(operated, indented(...keywords.flatMap((part) => [line, part])));
  }

  #message(message: MessageNode): Document {
    if (message.arguments.length === 0) return message.selector;
    const parts = this.#keywords(message);
    if (parts.length === 1) return several(parts);
    return group(...parts.flatMap((part, i) => (i === 0 ? [part] : [indented(line, part)])));
  }

  /** Each keyword, or the operator, with its argument. */
  #keywords({ selector, arguments: args }: MessageNode): Document[] {
    const isBinary = isBinarySelector(selector);
    return keywordsOf(selector).map((keyword, i) => {
      const argument = args[i];
      if (argument === undefined) return keyword;
      return several([`${keyword} `, this.#operand(argument, isBinary ? UNARY : BINARY)]);
    });
  }

  #operand(node: ExpressionNode, wanted: number): Document {
    const isOperator = wanted >= BINARY && node.kind === "send" && isBinarySelector(node.message.selector);
    const enclosed = binding(node) < wanted || (isOperator && wanted === BINARY && this.#isEnclosed(node));
    return enclosed ? several(["(", this.#expression(node), ")"]) : this.#expression(node);
  }

  /** Whether a parenthesis around the receiver `node` of a longer chain stays although it is not needed. */
  #keeps(node: Extract<ExpressionNode, { kind: "send" }>, whole: ExpressionNode, wanted: number): boolean {
    return (
      node !== whole && wanted === BINARY && isBinarySelector(node.message.selector) && this.#isEnclosed(node)
    );
  }

  #isEnclosed({ start, end }: SourceRange): boolean {
    return this.#afterOpening.has(start) && this.#beforeClosing.has(end);
  }
}

/** Whether it may stand on a line together with the beginning of a block. */
const isShort = (document: Document): boolean =>
  !isBroken(document) && flatWidth(document, WIDTH) <= WIDTH / 2;

const commentItem = ({ text, start, end }: Token): Item => ({
  content: text,
  isStatement: false,
  start,
  end,
  trailing: [],
});

function binding(node: ExpressionNode): number {
  if (node.kind === "assignment" || node.kind === "cascade") return LOOSE;
  if (node.kind !== "send") return PRIMARY;
  const { selector } = node.message;
  if (numArgs(selector) === 0) return UNARY;
  return isBinarySelector(selector) ? BINARY : LOOSE;
}

function receiverBinding({ selector }: MessageNode): number {
  return numArgs(selector) === 0 ? UNARY : BINARY;
}

function pattern({ selector, parameters }: MethodNode): string {
  if (parameters.length === 0) return selector;
  return keywordsOf(selector)
    .map((part, i) => `${part} ${parameters[i]?.name ?? ""}`)
    .join(" ");
}

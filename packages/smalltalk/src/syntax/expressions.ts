/**
 * Expressions, statements and blocks.
 *
 * expression := variable ':=' expression | cascade
 * cascade := keywordExpression (';' message)*
 * keywordExpression := binaryExpression (keyword binaryExpression)*
 * binaryExpression := unaryExpression (binary unaryExpression)*
 * unaryExpression := operand identifier*
 */
import type { BlockNode, ErrorNode, ExpressionNode, MessageNode, SequenceNode, SourceRange, StatementNode, VariableNode } from "./ast.js";
import { byteArray, literalArray, namedLiteral } from "./literals.js";
import type { TokenKind } from "./token.js";
import type { TokenStream } from "./token-stream.js";

const OPERAND = "an operand (a variable, literal, block, or parenthesis)";
const ARGUMENT = "an argument (a variable, literal, block, or parenthesis)";
const NOT_ASSIGNABLE: ReadonlySet<string> = new Set(["self", "super", "thisContext", "true", "false", "nil"]);

/** Statements up to a token of kind `closing`, with the temporaries declared before or between them. */
export function sequence(tokens: TokenStream, closing: TokenKind): SequenceNode {
  const { start } = tokens.token;
  const found: VariableNode[] = [];
  const statements: StatementNode[] = [];
  let returned: StatementNode | null = null;
  for (;;) {
    while (tokens.accept("period"));
    if (tokens.atBar) {
      temporaries(tokens, found);
      continue;
    }
    if (tokens.is(closing) || tokens.is("end")) break;
    if (returned !== null) tokens.raise(tokens.token.start, "nothing can follow a return", endOf(closing));
    const at = tokens.token.start;
    const next = statement(tokens);
    statements.push(next);
    if (next.kind === "return") returned = next;
    if (tokens.is("period") || tokens.is(closing) || tokens.is("end")) continue;
    tokens.raise(tokens.token.start, `unexpected ${tokens.token.text}`, `a message, a period, or ${endOf(closing)}`);
    // Recovery: what cannot go on here is left out, so that the parse always comes to its end.
    if (tokens.token.start === at || isClosing(tokens.token.kind)) tokens.take();
  }
  return { kind: "sequence", temporaries: found, statements, ...tokens.rangeFrom(start) };
}

const isClosing = (kind: TokenKind): boolean => kind === "closeParen" || kind === "closeBlock" || kind === "closeBrace";

const CLOSING_TEXT: Partial<Record<TokenKind, string>> = { closeParen: ")", closeBlock: "]", closeBrace: "}" };
const endOf = (closing: TokenKind): string => CLOSING_TEXT[closing] ?? "the end";

/** `| a b |`, added to `found`. */
export function temporaries(tokens: TokenStream, found: VariableNode[]): void {
  tokens.takeBar();
  while (tokens.is("identifier")) found.push(variable(tokens));
  if (tokens.atBar) tokens.takeBar();
  else tokens.raise(tokens.token.start, "the declaration of temporaries is not closed", "a variable name or |");
}

function statement(tokens: TokenStream): StatementNode {
  const { start } = tokens.token;
  if (!tokens.accept("caret")) return expression(tokens);
  const value = expression(tokens);
  return { kind: "return", value, ...tokens.rangeFrom(start) };
}

export function expression(tokens: TokenStream): ExpressionNode {
  if (!tokens.is("identifier")) return cascade(tokens, operand(tokens, "an expression"));
  const target = variable(tokens);
  if (!tokens.is("assign")) return cascade(tokens, named(target));
  if (NOT_ASSIGNABLE.has(target.name)) tokens.raise(target.start, `${target.name} cannot be assigned`, "a variable");
  tokens.take();
  const value = tokens.nested(() => expression(tokens));
  return { kind: "assignment", variable: target, value, start: target.start, end: value.end };
}

function cascade(tokens: TokenStream, first: ExpressionNode): ExpressionNode {
  const whole = keywordExpression(tokens, first);
  if (!tokens.is("semicolon")) return whole;
  if (whole.kind !== "send") {
    tokens.raise(tokens.token.start, "a cascade needs a message before it", "a message");
    while (tokens.accept("semicolon")) message(tokens);
    return whole;
  }
  const messages: MessageNode[] = [whole.message];
  while (tokens.accept("semicolon")) {
    const next = message(tokens);
    if (next !== null) messages.push(next);
  }
  return { kind: "cascade", receiver: whole.receiver, messages, start: whole.start, end: tokens.previousEnd };
}

/** One message without a receiver, as in a cascade. */
function message(tokens: TokenStream): MessageNode | null {
  if (tokens.is("identifier")) return unaryMessage(tokens);
  if (tokens.is("binary")) return binaryMessage(tokens);
  if (tokens.is("keyword")) return keywordMessage(tokens);
  tokens.raise(tokens.token.start, "a message is missing", "a message after ;");
  return null;
}

function send(receiver: ExpressionNode, sent: MessageNode): ExpressionNode {
  return { kind: "send", receiver, message: sent, start: receiver.start, end: sent.end };
}

function keywordExpression(tokens: TokenStream, first: ExpressionNode): ExpressionNode {
  const receiver = binaryExpression(tokens, first);
  return tokens.is("keyword") ? send(receiver, keywordMessage(tokens)) : receiver;
}

function binaryExpression(tokens: TokenStream, first: ExpressionNode): ExpressionNode {
  let receiver = unaryExpression(tokens, first);
  while (tokens.is("binary")) receiver = send(receiver, binaryMessage(tokens));
  return receiver;
}

function unaryExpression(tokens: TokenStream, first: ExpressionNode): ExpressionNode {
  let receiver = first;
  while (tokens.is("identifier")) receiver = send(receiver, unaryMessage(tokens));
  return receiver;
}

function unaryMessage(tokens: TokenStream): MessageNode {
  const { text, start, end } = tokens.take();
  return { selector: text, selectorRanges: [{ start, end }], arguments: [], start, end };
}

function binaryMessage(tokens: TokenStream): MessageNode {
  const { text, start, end } = tokens.take();
  const argument = unaryExpression(tokens, operand(tokens, ARGUMENT));
  return { selector: text, selectorRanges: [{ start, end }], arguments: [argument], start, end: argument.end };
}

function keywordMessage(tokens: TokenStream): MessageNode {
  const { start } = tokens.token;
  const selectorRanges: SourceRange[] = [];
  const args: ExpressionNode[] = [];
  let selector = "";
  while (tokens.is("keyword")) {
    const part = tokens.take();
    selector += part.text;
    selectorRanges.push({ start: part.start, end: part.end });
    args.push(binaryExpression(tokens, operand(tokens, ARGUMENT)));
  }
  return { selector, selectorRanges, arguments: args, start, end: tokens.previousEnd };
}

export function variable(tokens: TokenStream): VariableNode {
  const { text, start, end } = tokens.take();
  return { kind: "variable", name: text, start, end };
}

function named(node: VariableNode): ExpressionNode {
  const literal = namedLiteral(node.name);
  return literal === null ? node : { kind: "literal", value: literal, start: node.start, end: node.end };
}

/** A variable, literal, block, brace array, or parenthesis; an ErrorNode where recovery finds none. */
function operand(tokens: TokenStream, expected: string): ExpressionNode {
  tokens.joinMinus();
  const { kind, start, value, text } = tokens.token;
  switch (kind) {
    case "identifier":
      return named(variable(tokens));
    case "literal":
      tokens.take();
      return value === null ? missing(tokens, start, expected) : { kind: "literal", value, ...tokens.rangeFrom(start) };
    case "openArray": {
      tokens.take();
      const array = literalArray(tokens);
      return { kind: "literal", value: array, ...tokens.rangeFrom(start) };
    }
    case "openBytes": {
      tokens.take();
      const bytes = byteArray(tokens);
      return { kind: "literal", value: bytes, ...tokens.rangeFrom(start) };
    }
    case "openBlock":
      return tokens.nested(() => block(tokens));
    case "openBrace":
      return tokens.nested(() => braceArray(tokens));
    case "openParen":
      return tokens.nested(() => parenthesis(tokens));
    default:
      return missing(tokens, start, expected === "an expression" && text !== "" && kind !== "closeParen" ? OPERAND : expected);
  }
}

function missing(tokens: TokenStream, start: number, expected: string): ErrorNode {
  const { text } = tokens.token;
  const message = text === "" ? "the source ends too early" : `unexpected ${text}`;
  tokens.raise(start, message, expected);
  return { kind: "error", message, start, end: start };
}

function parenthesis(tokens: TokenStream): ExpressionNode {
  tokens.take();
  const inner = expression(tokens);
  tokens.expect("closeParen", "the parenthesis is not closed", "a message or )");
  return inner;
}

function braceArray(tokens: TokenStream): ExpressionNode {
  const { start } = tokens.take();
  const elements: ExpressionNode[] = [];
  while (tokens.accept("period"));
  while (!tokens.is("closeBrace") && !tokens.is("end")) {
    const at = tokens.token.start;
    elements.push(expression(tokens));
    if (tokens.is("closeBrace")) break;
    if (!tokens.is("period")) {
      tokens.raise(tokens.token.start, "the brace array is not closed", "a message, a period, or }");
      if (isClosing(tokens.token.kind)) break;
      if (tokens.token.start === at) tokens.take();
    }
    while (tokens.accept("period"));
  }
  tokens.expect("closeBrace", "the brace array is not closed", "}");
  return { kind: "braceArray", elements, ...tokens.rangeFrom(start) };
}

/** `[ :a :b | | t | … ]`; the bar behind the parameters may be left out where the block ends there. */
function block(tokens: TokenStream): BlockNode {
  const { start } = tokens.take();
  const parameters: VariableNode[] = [];
  while (tokens.accept("colon")) {
    if (tokens.is("identifier")) parameters.push(variable(tokens));
    else tokens.raise(tokens.token.start, "a block parameter has no name", "a variable name after :");
  }
  if (parameters.length > 0 && !tokens.is("closeBlock")) {
    if (tokens.atBar) tokens.takeBar();
    else tokens.raise(tokens.token.start, "the block parameters are not closed", "| or ]");
  }
  const body = sequence(tokens, "closeBlock");
  tokens.expect("closeBlock", "the block is not closed", "a message, a period, or ]");
  return { kind: "block", parameters, body, ...tokens.rangeFrom(start) };
}

/**
 * Expressions, statements and blocks.
 *
 * sequence := temporaries? (statement | '.')*
 * statement := '^'? expression
 * expression := variable ':=' expression | cascade
 * cascade := keywordExpression (';' message)*
 * keywordExpression := binaryExpression (keyword binaryExpression)*
 * binaryExpression := unaryExpression (binary unaryExpression)*
 * unaryExpression := operand identifier*
 */
import type {
  BlockNode,
  ErrorNode,
  ExpressionNode,
  MessageNode,
  SequenceNode,
  SourceRange,
  StatementNode,
  VariableNode,
} from "./ast.js";
import { byteArray, literalArray, namedLiteral } from "./literals.js";
import type { TokenKind } from "./token.js";
import { TOO_DEEP, type TokenStream } from "./token-stream.js";

const EXPRESSION = "an expression";
const ARGUMENT = "an argument (a variable, literal, block, or parenthesis)";
const RESERVED: ReadonlySet<string> = new Set(["self", "super", "thisContext", "true", "false", "nil"]);

/** Where a sequence ends, and where temporaries may be declared in it. */
export interface SequenceForm {
  readonly closing: TokenKind;
  readonly text: string;
  readonly temporaries: "nowhere" | "first" | "anywhere";
}

/** Statements up to the token that closes them, which is left; those behind a return are read like any others. */
export function sequence(tokens: TokenStream, form: SequenceForm): SequenceNode {
  const { closing, text } = form;
  const { start } = tokens.token;
  const declared: VariableNode[] = [];
  const statements: StatementNode[] = [];
  if (form.temporaries !== "nowhere" && tokens.atBar) temporaries(tokens, declared);
  for (;;) {
    while (tokens.accept("period"));
    if (tokens.is(closing) || tokens.is("end")) break;
    if (form.temporaries === "anywhere" && tokens.atBar) {
      temporaries(tokens, declared);
      continue;
    }
    const at = tokens.token.start;
    statements.push(statement(tokens));
    if (tokens.is("period") || tokens.is(closing) || tokens.is("end")) continue;
    tokens.raise(tokens.token.start, unexpected(tokens), `a message, a period, or ${text}`);
    // Recovery: what cannot go on here is left out, so that the parse always comes to its end.
    if (tokens.token.start === at || isClosing(tokens.token.kind)) tokens.take();
  }
  return { kind: "sequence", temporaries: declared, statements, ...tokens.rangeFrom(start) };
}

const isClosing = (kind: TokenKind): boolean =>
  kind === "closeParen" || kind === "closeBlock" || kind === "closeBrace";

/** temporaries := '|' variable* '|'; added to `declared`. */
export function temporaries(tokens: TokenStream, declared: VariableNode[]): void {
  tokens.takeBar();
  while (tokens.is("identifier")) declared.push(declaration(tokens));
  if (tokens.atBar) tokens.takeBar();
  else
    tokens.raise(tokens.token.start, "the declaration of temporaries is not closed", "a variable name or |");
}

function statement(tokens: TokenStream): StatementNode {
  const { start } = tokens.token;
  if (!tokens.accept("caret")) return expression(tokens);
  const value = expression(tokens);
  return { kind: "return", value, ...tokens.rangeFrom(start) };
}

export function expression(tokens: TokenStream): ExpressionNode {
  const { start } = tokens.token;
  if (!tokens.is("identifier")) return cascade(tokens, start, operand(tokens, EXPRESSION));
  const target = variable(tokens);
  if (!tokens.is("assign")) return cascade(tokens, start, named(target));
  if (RESERVED.has(target.name)) tokens.raise(start, `${target.name} cannot be assigned`, "a variable");
  tokens.take();
  const within = tokens.token.start;
  if (!tokens.enter()) return omitted(tokens, within);
  const value = expression(tokens);
  tokens.leave();
  return { kind: "assignment", variable: target, value, ...tokens.rangeFrom(start) };
}

/** `first` is the operand at `start` that the expression begins with. */
function cascade(tokens: TokenStream, start: number, first: ExpressionNode): ExpressionNode {
  const receiver = binaryExpression(tokens, start, first);
  const whole = tokens.is("keyword") ? send(start, receiver, keywordMessage(tokens)) : receiver;
  if (!tokens.is("semicolon")) return whole;
  // A send in parentheses is an operand like any other: its receiver is out of the cascade's reach.
  if (whole.kind !== "send" || whole === first) {
    tokens.raise(tokens.token.start, "a cascade needs a message before it", "a message");
    while (tokens.accept("semicolon")) message(tokens);
    return whole;
  }
  const messages: MessageNode[] = [whole.message];
  while (tokens.accept("semicolon")) {
    const next = message(tokens);
    if (next !== null) messages.push(next);
  }
  if (messages.length === 1) return whole;
  return { kind: "cascade", receiver: whole.receiver, messages, ...tokens.rangeFrom(start) };
}

/** One message without a receiver, as in a cascade. */
function message(tokens: TokenStream): MessageNode | null {
  if (tokens.is("identifier")) return unaryMessage(tokens);
  if (tokens.is("binary")) return binaryMessage(tokens);
  if (tokens.is("keyword")) return keywordMessage(tokens);
  tokens.raise(tokens.token.start, "a message is missing", "a message after ;");
  return null;
}

function binaryExpression(tokens: TokenStream, start: number, first: ExpressionNode): ExpressionNode {
  let receiver = unaryExpression(tokens, start, first);
  while (tokens.is("binary")) receiver = send(start, receiver, binaryMessage(tokens));
  return receiver;
}

function unaryExpression(tokens: TokenStream, start: number, first: ExpressionNode): ExpressionNode {
  let receiver = first;
  while (tokens.is("identifier")) receiver = send(start, receiver, unaryMessage(tokens));
  return receiver;
}

/** `start` is the receiver's, a parenthesis around it included. */
function send(start: number, receiver: ExpressionNode, sent: MessageNode): ExpressionNode {
  return { kind: "send", receiver, message: sent, start, end: sent.end };
}

function unaryMessage(tokens: TokenStream): MessageNode {
  const { text, start, end } = tokens.take();
  return { selector: text, selectorRanges: [{ start, end }], arguments: [], start, end };
}

function binaryMessage(tokens: TokenStream): MessageNode {
  const { text, start, end } = tokens.take();
  const at = tokens.token.start;
  const argument = unaryExpression(tokens, at, operand(tokens, ARGUMENT));
  return {
    selector: text,
    selectorRanges: [{ start, end }],
    arguments: [argument],
    ...tokens.rangeFrom(start),
  };
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
    const at = tokens.token.start;
    args.push(binaryExpression(tokens, at, operand(tokens, ARGUMENT)));
  }
  return { selector, selectorRanges, arguments: args, ...tokens.rangeFrom(start) };
}

/** The name of a parameter or temporary. */
export function declaration(tokens: TokenStream): VariableNode {
  const { text, start } = tokens.token;
  if (RESERVED.has(text)) tokens.raise(start, `${text} cannot be declared`, "a variable name of its own");
  return variable(tokens);
}

function variable(tokens: TokenStream): VariableNode {
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
  const { kind, start, value, problem } = tokens.token;
  switch (kind) {
    case "identifier":
      return named(variable(tokens));
    case "literal":
      tokens.take();
      return value === null
        ? missing(tokens, expected)
        : { kind: "literal", value, ...tokens.rangeFrom(start) };
    case "openArray":
      return { kind: "literal", value: literalArray(tokens), ...tokens.rangeFrom(start) };
    case "openBytes":
      return { kind: "literal", value: byteArray(tokens), ...tokens.rangeFrom(start) };
    case "openBlock":
      return tokens.enter() ? block(tokens) : omitted(tokens, start);
    case "openBrace":
      return tokens.enter() ? braceArray(tokens) : omitted(tokens, start);
    case "openParen":
      return tokens.enter() ? parenthesis(tokens) : omitted(tokens, start);
    case "error":
      tokens.take();
      return { kind: "error", message: problem?.message ?? "", ...tokens.rangeFrom(start) };
    default:
      return missing(tokens, expected);
  }
}

function missing(tokens: TokenStream, expected: string): ErrorNode {
  const { start } = tokens.token;
  const message = unexpected(tokens);
  tokens.raise(start, message, expected);
  return { kind: "error", message, start, end: start };
}

/** Stands for the rest of the source, which is too deep. */
function omitted(tokens: TokenStream, start: number): ErrorNode {
  return { kind: "error", message: TOO_DEEP, ...tokens.rangeFrom(start) };
}

export function unexpected(tokens: TokenStream): string {
  return tokens.is("end") ? "the source ends too early" : `unexpected ${tokens.token.text}`;
}

function parenthesis(tokens: TokenStream): ExpressionNode {
  tokens.take();
  const inner = expression(tokens);
  tokens.expect("closeParen", "the parenthesis is not closed", "a message or )");
  tokens.leave();
  return inner;
}

/** braceArray := '{' (expression | '.')* '}' */
function braceArray(tokens: TokenStream): ExpressionNode {
  const { start } = tokens.take();
  const elements: ExpressionNode[] = [];
  while (tokens.accept("period"));
  while (!tokens.is("closeBrace") && !tokens.is("end")) {
    elements.push(expression(tokens));
    if (!tokens.is("period")) break;
    while (tokens.accept("period"));
  }
  tokens.expect("closeBrace", "the brace array is not closed", "a message, a period, or }");
  tokens.leave();
  return { kind: "braceArray", elements, ...tokens.rangeFrom(start) };
}

/** block := '[' (':' variable)* '|'? sequence ']'; the bar is needed between parameters and anything else. */
function block(tokens: TokenStream): BlockNode {
  const { start } = tokens.take();
  const parameters: VariableNode[] = [];
  while (tokens.accept("colon")) {
    if (tokens.is("identifier")) parameters.push(declaration(tokens));
    else tokens.raise(tokens.token.start, "a block parameter has no name", "a variable name after :");
  }
  if (parameters.length > 0 && !tokens.is("closeBlock")) {
    if (tokens.atBar) tokens.takeBar();
    else tokens.raise(tokens.token.start, "the block parameters are not closed", "| or ]");
  }
  const body = sequence(tokens, BLOCK);
  tokens.expect("closeBlock", "the block is not closed", "a message, a period, or ]");
  tokens.leave();
  return { kind: "block", parameters, body, ...tokens.rangeFrom(start) };
}

const BLOCK: SequenceForm = { closing: "closeBlock", text: "]", temporaries: "first" };

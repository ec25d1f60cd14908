/** Methods and doits: the doors of the parser. */
import type { LiteralValue, MethodNode, PragmaNode, SequenceNode, SourceRange, SyntaxProblem, VariableNode } from "./ast.js";
import { expression, sequence, temporaries, variable } from "./expressions.js";
import { pragmaArgument } from "./literals.js";
import { TokenStream } from "./token-stream.js";

/** Throws SyntaxFailure. */
export function parseMethod(source: string): MethodNode {
  return method(new TokenStream(source, null));
}

/** Temporaries and statements, as in a workspace. Throws SyntaxFailure. */
export function parseDoit(source: string): SequenceNode {
  return doit(new TokenStream(source, null));
}

/** Throws SyntaxFailure also where something follows the expression. */
export function parseExpression(source: string): SequenceNode["statements"][number] {
  const tokens = new TokenStream(source, null);
  const node = expression(tokens);
  tokens.expect("end", `unexpected ${tokens.token.text}`, "the end");
  return node;
}

export interface Recovered<Node> {
  /** With ErrorNodes where something could not be read. */
  readonly node: Node;
  /** In order of their position; empty for a correct source. */
  readonly problems: readonly SyntaxProblem[];
}

/** Throws SyntaxFailure only where the source is nested too deeply. */
export function parseMethodWithRecovery(source: string): Recovered<MethodNode> {
  const problems: SyntaxProblem[] = [];
  return { node: method(new TokenStream(source, problems)), problems };
}

export function parseDoitWithRecovery(source: string): Recovered<SequenceNode> {
  const problems: SyntaxProblem[] = [];
  return { node: doit(new TokenStream(source, problems)), problems };
}

function doit(tokens: TokenStream): SequenceNode {
  const node = sequence(tokens, "end");
  return { ...node, start: 0, end: tokens.source.length };
}

/** method := pattern (pragma | temporaries)* statements */
function method(tokens: TokenStream): MethodNode {
  const start = tokens.token.start;
  const pattern = messagePattern(tokens);
  const patternEnd = tokens.previousEnd;
  const pragmas: PragmaNode[] = [];
  const declared: VariableNode[] = [];
  for (;;) {
    if (tokens.is("binary", "<")) pragmas.push(pragma(tokens));
    else if (tokens.atBar) temporaries(tokens, declared);
    else break;
  }
  const statements = sequence(tokens, "end");
  const body = { ...statements, temporaries: [...declared, ...statements.temporaries] };
  const comment = tokens.comments.find((c) => c.start >= patternEnd);
  return {
    kind: "method",
    ...pattern,
    pragmas,
    body,
    comment: comment === undefined ? "" : comment.text.slice(1, -1).replaceAll('""', '"'),
    start,
    end: tokens.source.length,
  };
}

interface Pattern {
  readonly selector: string;
  readonly selectorRanges: readonly SourceRange[];
  readonly parameters: readonly VariableNode[];
}

function messagePattern(tokens: TokenStream): Pattern {
  if (tokens.is("identifier")) {
    const { text, start, end } = tokens.take();
    return { selector: text, selectorRanges: [{ start, end }], parameters: [] };
  }
  if (tokens.is("binary")) {
    const { text, start, end } = tokens.take();
    return { selector: text, selectorRanges: [{ start, end }], parameters: parameter(tokens) };
  }
  if (!tokens.is("keyword")) tokens.raise(tokens.token.start, "a method begins with its message pattern", "a selector with its parameters");
  let selector = "";
  const selectorRanges: SourceRange[] = [];
  const parameters: VariableNode[] = [];
  while (tokens.is("keyword")) {
    const { text, start, end } = tokens.take();
    selector += text;
    selectorRanges.push({ start, end });
    parameters.push(...parameter(tokens));
  }
  return { selector, selectorRanges, parameters };
}

function parameter(tokens: TokenStream): VariableNode[] {
  if (tokens.is("identifier")) return [variable(tokens)];
  tokens.raise(tokens.token.start, "a parameter is missing", "a variable name");
  return [];
}

/** `<primitive: #name>` */
function pragma(tokens: TokenStream): PragmaNode {
  const { start } = tokens.take();
  let selector = "";
  const args: LiteralValue[] = [];
  if (tokens.is("identifier")) selector = tokens.take().text;
  else if (!tokens.is("keyword")) tokens.raise(tokens.token.start, "a pragma has no selector", "a selector");
  while (tokens.is("keyword")) {
    selector += tokens.take().text;
    const argument = pragmaArgument(tokens);
    if (argument === null) tokens.raise(tokens.token.start, "a pragma's argument is a literal", "a literal");
    else args.push(argument);
  }
  if (tokens.is("binary", ">")) tokens.take();
  else tokens.raise(tokens.token.start, "the pragma is not closed", ">");
  return { kind: "pragma", selector, arguments: args, ...tokens.rangeFrom(start) };
}

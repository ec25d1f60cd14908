/** Methods and doits: the doors of the parser. */
import type {
  ExpressionNode,
  LiteralValue,
  MethodNode,
  PragmaNode,
  SequenceNode,
  SourceRange,
  SyntaxProblem,
  VariableNode,
} from "./ast.js";
import {
  declaration,
  expression,
  type SequenceForm,
  sequence,
  temporaries,
  unexpected,
} from "./expressions.js";
import { pragmaArgument } from "./literals.js";
import { MAX_NESTING, TokenStream } from "./token-stream.js";

/** Throws SyntaxFailure. */
export function parseMethod(source: string): MethodNode {
  return parsed(source, null, method);
}

/** Temporaries and statements, as in a workspace: temporaries also between statements. Throws SyntaxFailure. */
export function parseDoit(source: string): SequenceNode {
  return parsed(source, null, doit);
}

/** Throws SyntaxFailure also where something follows the expression. */
export function parseExpression(source: string): ExpressionNode {
  return parsed(source, null, (tokens) => {
    const node = expression(tokens);
    tokens.expect("end", unexpected(tokens), "a message or the end");
    return node;
  });
}

export interface Recovered<Node> {
  /** With ErrorNodes where something could not be read. */
  readonly node: Node;
  /** In order of their position; empty for a correct source. */
  readonly problems: readonly SyntaxProblem[];
}

/** Reads on behind every problem; never throws. */
export function parseMethodWithRecovery(source: string): Recovered<MethodNode> {
  return recovered(source, method);
}

/** Reads on behind every problem; never throws. */
export function parseDoitWithRecovery(source: string): Recovered<SequenceNode> {
  return recovered(source, doit);
}

function recovered<Node>(source: string, read: (tokens: TokenStream) => Node): Recovered<Node> {
  const problems: SyntaxProblem[] = [];
  const node = parsed(source, problems, read);
  return { node, problems: problems.sort((a, b) => a.position - b.position) };
}

/** Reads again with fewer levels where the stack does not suffice for all of them: the caller may stand deep in it. */
function parsed<Node>(
  source: string,
  problems: SyntaxProblem[] | null,
  read: (tokens: TokenStream) => Node,
): Node {
  for (let levels = MAX_NESTING; ; levels >>= 1) {
    try {
      return read(new TokenStream(source, problems, levels));
    } catch (error) {
      if (!(error instanceof RangeError) || levels === 0) throw error;
      problems?.splice(0);
    }
  }
}

const METHOD_BODY: SequenceForm = { closing: "end", text: "the end", temporaries: "nowhere" };
const DOIT: SequenceForm = { closing: "end", text: "the end", temporaries: "anywhere" };

function doit(tokens: TokenStream): SequenceNode {
  return { ...sequence(tokens, DOIT), start: 0, end: tokens.source.length };
}

/** method := pattern pragma* temporaries? pragma* statements */
function method(tokens: TokenStream): MethodNode {
  const { start } = tokens.token;
  const pattern = messagePattern(tokens);
  const patternEnd = tokens.previousEnd;
  const pragmas: PragmaNode[] = [];
  const declared: VariableNode[] = [];
  while (tokens.is("binary", "<")) pragmas.push(pragma(tokens));
  const bodyStart = tokens.token.start;
  if (tokens.atBar) {
    temporaries(tokens, declared);
    while (tokens.is("binary", "<")) pragmas.push(pragma(tokens));
  }
  const { statements } = sequence(tokens, METHOD_BODY);
  const comment = tokens.comments.find((c) => c.start >= patternEnd);
  return {
    kind: "method",
    ...pattern,
    pragmas,
    body: {
      kind: "sequence",
      temporaries: declared,
      statements,
      ...tokens.rangeFrom(bodyStart),
    },
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
  if (!tokens.is("keyword"))
    tokens.raise(
      tokens.token.start,
      "a method begins with its message pattern",
      "a selector with its parameters",
    );
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
  if (tokens.is("identifier")) return [declaration(tokens)];
  tokens.raise(tokens.token.start, "a parameter is missing", "a variable name");
  return [];
}

/** pragma := '<' (identifier | binary literal | (keyword literal)+) '>' */
function pragma(tokens: TokenStream): PragmaNode {
  const { start } = tokens.take();
  let selector = "";
  const args: LiteralValue[] = [];
  const argument = (): void => {
    const value = pragmaArgument(tokens);
    if (value !== null) args.push(value);
    else tokens.raise(tokens.token.start, "a pragma's argument is missing", "a literal");
  };
  if (tokens.is("identifier")) selector = tokens.take().text;
  else if (tokens.is("binary") && !tokens.is("binary", ">")) {
    selector = tokens.take().text;
    argument();
  } else if (!tokens.is("keyword"))
    tokens.raise(tokens.token.start, "a pragma has no selector", "a selector");
  while (tokens.is("keyword")) {
    selector += tokens.take().text;
    argument();
  }
  if (!tokens.accept("binary", ">")) tokens.raise(tokens.token.start, "the pragma is not closed", ">");
  return { kind: "pragma", selector, arguments: args, ...tokens.rangeFrom(start) };
}

/**
 * What a text that was typed, pasted or piped consists of: statements, methods under their classes, Tonel, commands of the
 * prompt.
 */
import type { ExpressionNode, MessageNode } from "@stui/server/syntax";
import { isIncomplete, scanCode } from "../sources/scan.js";
import { hasCode, readDoit } from "./completeness.js";

export type Piece =
  | CodePiece
  /** One message that defines a class or a trait. */
  | { readonly kind: "definition"; readonly text: string }
  | MethodPiece
  /** Classes, traits and extensions with their methods, as Tonel files have them. */
  | { readonly kind: "tonel"; readonly text: string }
  /** `:name rest` */
  | { readonly kind: "command"; readonly name: string; readonly rest: string };

/** Statements. */
export interface CodePiece {
  readonly kind: "code";
  /** As it was written. */
  readonly text: string;
  /** The same with spaces in place of what is not to be sent: offsets are those of `text`. */
  readonly code: string;
  /** Offset of the statement whose value is the result; undefined where the code is wrong. */
  readonly lastStatement: number | undefined;
}

/** A method under its class. */
export interface MethodPiece {
  readonly kind: "method";
  /** As it was written, head and brackets included. */
  readonly text: string;
  readonly className: string;
  readonly isClassSide: boolean;
  readonly protocol: string | undefined;
  readonly selector: string;
  /** Message pattern and body. */
  readonly source: string;
  /** Whether there is nothing behind the pattern, not even brackets: `Foo >> bar` may have been meant otherwise. */
  readonly isBare: boolean;
  /** Whether the bracket that begins its body is closed; true where there is none. */
  readonly isClosed: boolean;
}

export interface Input {
  readonly pieces: readonly Piece[];
  /** Whether the last piece has come to its end. */
  readonly isComplete: boolean;
}

const COMMENTS = /(?:"(?:[^"]|"")*"\s*)*/y;
/** `| a b |`: at the prompt the variables belong to the session, as those that nobody declares. */
const DECLARATION = /^((?:"(?:[^"]|"")*"|\s)*)\|([\s\p{L}\p{N}_]*)\|/u;
const COMMAND = /:([a-z?]+)(?:[ \t]+([^\n]*))?(?:\n|$)/y;
const TONEL = /(?:"(?:[^"]|"")*"\s*)?(?:Class|Trait|Extension|Package)\s*\{/y;
/** `{ #category : 'accessing' }` may stand before it, as in Tonel. */
const METHOD =
  /(?:\{\s*#(?:category|protocol)\s*:\s*#?(?:'([^']*)'|([\p{L}\p{N}_-]+))\s*\}\s*)?(\p{Lu}[\p{L}\p{N}_]*)([ \t]+class(?:Side)?)?[ \t]*>>[ \t]*/uy;
/** What stands before a method that is still to come. */
const PROTOCOL_ALONE = /\{\s*#(?:category|protocol)\s*:[^{}]*\}\s*$/y;
const PATTERN =
  /(?:[\p{L}_][\p{L}\p{N}_]*:\s*[\p{L}_][\p{L}\p{N}_]*\s*)+|[\p{L}_][\p{L}\p{N}_]*(?!:)|[!%&*+,\-/<=>?@\\~|]+\s*[\p{L}_][\p{L}\p{N}_]*/uy;

export const readInput = (text: string): Input => {
  const pieces: Piece[] = [];
  let at = 0;
  let isComplete = true;
  for (;;) {
    at = skipBlank(text, at);
    if (at >= text.length) return { pieces, isComplete };
    const { piece, end, complete } = pieceAt(text, at);
    if (piece !== undefined) pieces.push(piece);
    isComplete = complete;
    at = end;
  }
};

/**
 * Whether a text that is complete is the beginning of a definition that people write over several lines: it names no
 * package yet, and no empty line follows.
 */
export const mayGoOn = (text: string): boolean => {
  if (/\n[ \t]*$/.test(text)) return false;
  const last = readInput(text).pieces.at(-1);
  return last?.kind === "definition" && !/\b(?:package|category|tag):/.test(last.text);
};

/** Whether a line goes on with a message that was begun in the line before. */
export const isContinuation = (line: string): boolean => /^\s*(?:[\p{L}_][\p{L}\p{N}_]*:(?!=)|;)/u.test(line);

interface Found {
  /** None where there are comments only. */
  readonly piece: Piece | undefined;
  readonly end: number;
  readonly complete: boolean;
}

const pieceAt = (text: string, at: number): Found => {
  const behind = skipComments(text, at);
  return tonelAt(text, at) ?? commandAt(text, behind) ?? methodAt(text, behind) ?? codeAt(text, at);
};

/** Comments before a method or a command belong to neither. */
const skipComments = (text: string, at: number): number => {
  COMMENTS.lastIndex = at;
  return at + (COMMENTS.exec(text)?.[0].length ?? 0);
};

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const skipBlank = (text: string, at: number): number => {
  let next = at;
  while (next < text.length && /\s/.test(text.charAt(next))) next += 1;
  return next;
};

const commandAt = (text: string, at: number): Found | undefined => {
  const match = matchAt(COMMAND, text, at);
  if (match === null) return undefined;
  const piece = { kind: "command", name: match[1] ?? "", rest: (match[2] ?? "").trim() } as const;
  return { piece, end: at + match[0].length, complete: true };
};

/** Goes to the end: methods follow their class. */
const tonelAt = (text: string, at: number): Found | undefined => {
  if (matchAt(TONEL, text, at) === null) return undefined;
  const rest = text.slice(at);
  return { piece: { kind: "tonel", text: rest }, end: text.length, complete: !isIncomplete(rest) };
};

const methodAt = (text: string, at: number): Found | undefined => {
  const head = matchAt(METHOD, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const pattern = matchAt(PATTERN, text, start);
  if (pattern === null) return undefined;
  const patternEnd = start + pattern[0].trimEnd().length;
  const open = skipBlank(text, patternEnd);
  const made = (source: string, end: number, complete: boolean, isClosed = true): Found => ({
    piece: {
      kind: "method",
      text: text.slice(at, end),
      className: head[3] ?? "",
      isClassSide: head[4] !== undefined,
      protocol: head[1] ?? head[2],
      selector: selectorOf(pattern[0]),
      source,
      isBare: text.charAt(open) !== "[" && source.trim().length <= patternEnd - start,
      isClosed,
    },
    end,
    complete,
  });
  if (text.charAt(open) === "[") {
    const close = closingBracket(text, open);
    if (close === undefined)
      return made(sourceOf(text, start, patternEnd, open + 1, text.length), text.length, false, false);
    return made(sourceOf(text, start, patternEnd, open + 1, close), close + 1, true);
  }
  // Without brackets it goes on to an empty line; a body on the line of the pattern may be all.
  const blank = /\n[ \t]*(?:\n|$)/g;
  blank.lastIndex = patternEnd;
  const ending = blank.exec(text);
  const end = ending === null ? text.length : ending.index;
  const source = text.slice(start, end).trimEnd();
  const isOneLine = !source.includes("\n") && source.length > patternEnd - start;
  const complete =
    ending !== null || (isOneLine && readDoit(text.slice(patternEnd, end)).kind !== "incomplete");
  return made(source, ending === null ? end : ending.index + ending[0].length, complete);
};

/** Of a message pattern: its keywords, its operator or its only word. */
const selectorOf = (pattern: string): string =>
  pattern.match(/[\p{L}_][\p{L}\p{N}_]*:/gu)?.join("") ?? /^\S+/.exec(pattern)?.[0] ?? "";

/** Pattern and body as a method's source has them: the brackets' lines go. */
const sourceOf = (text: string, start: number, patternEnd: number, from: number, to: number): string => {
  const body = text
    .slice(from, to)
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
  const isOneLine = !text.slice(from, to).includes("\n");
  return `${text.slice(start, patternEnd)}${isOneLine ? "\n\t" : "\n"}${isOneLine ? body.trim() : body}`;
};

/** Offset of the bracket that closes the one at `open`, outside strings, comments and characters. */
const closingBracket = (text: string, open: number): number | undefined => {
  let depth = 0;
  let found: number | undefined;
  scanCode(text.slice(open), (character, position) => {
    if (found !== undefined) return;
    if (character === "[" || character === "(" || character === "{") depth += 1;
    if (character === "]" || character === ")" || character === "}") depth -= 1;
    if (depth === 0) found = open + position;
  });
  return found;
};

/** Statements, up to where a method with brackets, Tonel or a command begins on a line of its own. */
const codeAt = (text: string, at: number): Found => {
  const end = codeEnd(text, at);
  const written = text.slice(at, end).trimEnd();
  const code = withoutDeclaration(written);
  const made = (lastStatement: number | undefined): CodePiece => ({
    kind: "code",
    text: written,
    code,
    lastStatement,
  });
  if (matchAt(PROTOCOL_ALONE, text, at) !== null)
    return { piece: made(undefined), end: text.length, complete: false };
  if (!hasCode(code)) return { piece: undefined, end, complete: !isIncomplete(code) };
  const reading = readDoit(code);
  if (reading.kind !== "complete")
    return { piece: made(undefined), end, complete: reading.kind === "wrong" || end < text.length };
  const { statements, temporaries } = reading.tree;
  const [only] = statements;
  if (
    statements.length === 1 &&
    temporaries.length === 0 &&
    only !== undefined &&
    only.kind !== "return" &&
    isDefinition(only)
  )
    return { piece: { kind: "definition", text: written }, end, complete: true };
  const last = statements.at(-1);
  return { piece: made(last?.kind === "return" ? last.value.start : last?.start), end, complete: true };
};

/** Spaces in place of the declaration: what it declares would be gone with the piece. */
const withoutDeclaration = (code: string): string =>
  code.replace(
    DECLARATION,
    (_all, before: string, names: string) => `${before} ${names.replace(/\S/g, " ")} `,
  );

const codeEnd = (text: string, at: number): number => {
  let depth = 0;
  let end: number | undefined;
  const rest = text.slice(at);
  const mayDefine = DEFINITION_HEAD.test(rest);
  scanCode(rest, (character, position) => {
    if (end !== undefined) return;
    if (character === "[" || character === "(" || character === "{") depth += 1;
    else if (character === "]" || character === ")" || character === "}") depth -= 1;
    else if (character === "\n" && depth <= 0) {
      const line = at + position + 1;
      if (beginsPiece(text, line) || (mayDefine && endsDefinition(rest, position))) end = line;
    }
  });
  return end ?? text.length;
};

const DEFINITION_HEAD = /^(?:\p{Lu}[\p{L}\p{N}_]*|nil)\s+(?:<<|\w*[sS]ubclass:|named:)\s*#/u;

/** Whether a definition ends at a line end, since what follows does not go on with it; nobody writes a period there. */
const endsDefinition = (code: string, lineEnd: number): boolean => {
  const behind = code.slice(lineEnd).trimStart();
  if (behind === "" || isContinuation(behind)) return false;
  const before = code.slice(0, lineEnd).trimEnd();
  return !before.endsWith(".") && readDoit(before).kind === "complete";
};

const beginsPiece = (text: string, line: number): boolean => {
  if (matchAt(COMMAND, text, line) !== null || matchAt(TONEL, text, line) !== null) return true;
  const head = matchAt(METHOD, text, line);
  if (head === null) return false;
  const pattern = matchAt(PATTERN, text, line + head[0].length);
  if (pattern === null) return false;
  return text.charAt(skipBlank(text, line + head[0].length + pattern[0].length)) === "[";
};

/** The first message of the chain says what is made: `Object << #Foo`, `Object subclass: #Foo …`, `Trait named: …`. */
const isDefinition = (expression: ExpressionNode): boolean => {
  let node = expression;
  let first: MessageNode | undefined;
  while (node.kind === "send" || node.kind === "cascade") {
    first = node.kind === "send" ? node.message : node.messages[0];
    node = node.receiver;
  }
  if (first === undefined || node.kind !== "variable" || !/^(\p{Lu}|nil$)/u.test(node.name)) return false;
  const { selector } = first;
  if (selector === "<<") return isClassName(first.arguments[0]);
  return /^\w*[sS]ubclass:/.test(selector) || (node.name === "Trait" && selector === "named:");
};

/** `#Foo`: others are written to with `<<` as well. */
const isClassName = (node: ExpressionNode | undefined): boolean => {
  const value = node?.kind === "literal" ? node.value : undefined;
  return value?.type === "symbol" && /^\p{Lu}/u.test(String.fromCodePoint(value.codePoints[0] ?? 0));
};

/** Tokens, as the scanner gives them. */
import type { LiteralValue, SourceRange } from "./ast.js";

export type TokenKind =
  | "identifier"
  /** `foo:` */
  | "keyword"
  | "binary"
  /** A number, character, string, or symbol: `value` is set. */
  | "literal"
  | "assign"
  | "caret"
  | "period"
  | "semicolon"
  | "colon"
  | "openParen"
  | "closeParen"
  | "openBlock"
  | "closeBlock"
  | "openBrace"
  | "closeBrace"
  /** `#(` */
  | "openArray"
  /** `#[` */
  | "openBytes"
  | "comment"
  | "end"
  /** A character that begins no token, or a literal that is not closed: `problem` says what. */
  | "error";

export interface Token extends SourceRange {
  readonly kind: TokenKind;
  /** The source text. */
  readonly text: string;
  readonly value: LiteralValue | null;
  readonly problem: TokenProblem | null;
}

export interface TokenProblem {
  readonly position: number;
  readonly message: string;
  readonly expected: string;
}

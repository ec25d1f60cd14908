/** The tokens of one source as the parser reads them: one ahead, comments set aside, problems raised or gathered. */
import type { SourceRange, SyntaxProblem } from "./ast.js";
import { lineStarts, problemOnLine, SyntaxFailure } from "./failure.js";
import { pace } from "./pace.js";
import { Scanner } from "./scanner.js";
import type { Token, TokenKind } from "./token.js";

/** Brackets, blocks, assignments and literal arrays within one another. */
export const MAX_NESTING = 1000;
export const TOO_DEEP = "nested too deeply";

export class TokenStream {
  readonly #scanner: Scanner;
  readonly #problems: SyntaxProblem[] | null;
  readonly #maxNesting: number;
  #lineStarts: readonly number[] | null = null;
  #token: Token;
  #previousEnd = 0;
  #depth = 0;
  #hasGivenUp = false;
  readonly comments: Token[] = [];

  /** Without a list of problems the first one is thrown as a SyntaxFailure; with one, they are added to it. */
  constructor(
    readonly source: string,
    problems: SyntaxProblem[] | null,
    maxNesting: number = MAX_NESTING,
  ) {
    this.#maxNesting = maxNesting;
    this.#problems = problems;
    this.#scanner = new Scanner(source);
    this.#token = this.#read();
  }

  get token(): Token {
    return this.#token;
  }

  /** End of the token before the current one. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  is(kind: TokenKind, text?: string): boolean {
    return this.#token.kind === kind && (text === undefined || this.#token.text === text);
  }

  /** Answers the current token and goes on to the next. */
  take(): Token {
    const taken = this.#token;
    this.#previousEnd = taken.end;
    this.#token = this.#read();
    return taken;
  }

  accept(kind: TokenKind, text?: string): boolean {
    if (!this.is(kind, text)) return false;
    this.take();
    return true;
  }

  /** Takes the token, or raises; recovery goes on as if it had been there. */
  expect(kind: TokenKind, message: string, expected: string): void {
    if (!this.accept(kind)) this.raise(this.#token.start, message, expected);
  }

  /** Whether a binary token begins with `|`; such a one is split where a bar is meant. */
  get atBar(): boolean {
    return this.#token.kind === "binary" && this.#token.text.startsWith("|");
  }

  takeBar(): void {
    this.#previousEnd = this.#token.start + 1;
    this.#scanner.position = this.#previousEnd;
    this.#token = this.#read();
  }

  /** Makes `-` and the digits behind it the current token, where they are a number. */
  joinMinus(): void {
    if (this.#token.kind !== "binary") return;
    const number = this.#scanner.negativeNumber(this.#token);
    if (number !== null) this.#token = this.#checked(number);
  }

  /** Makes the name or keyword that is current a symbol with all names and colons that follow without a space. */
  joinSymbol(): void {
    this.#token = this.#scanner.symbol(this.#token.start);
  }

  /**
   * Throws, or notes the problem and returns. Of several problems at one place only the first is noted, and none that is
   * but the consequence of a token that could not be read.
   */
  raise(position: number, message: string, expected: string): void {
    if (this.#problems !== null) {
      if (this.#hasGivenUp || this.#token.kind === "error") return;
      if (this.#problems.at(-1)?.position === position) return;
    }
    this.#report(position, message, expected);
  }

  /**
   * Goes one level deeper and answers true; beyond the last level raises, leaves the rest of the source out and answers
   * false. Not a function around the reading of a level: that would cost two more frames of the stack for each.
   */
  enter(): boolean {
    if (this.#depth < this.#maxNesting) {
      this.#depth += 1;
      return true;
    }
    this.raise(this.#token.start, TOO_DEEP, `at most ${this.#maxNesting} levels`);
    this.#hasGivenUp = true;
    this.#scanner.position = this.source.length;
    this.take();
    return false;
  }

  leave(): void {
    this.#depth -= 1;
  }

  rangeFrom(start: number): SourceRange {
    return { start, end: Math.max(start, this.#previousEnd) };
  }

  #read(): Token {
    pace();
    for (;;) {
      const token = this.#checked(this.#scanner.next());
      if (token.kind !== "comment") return token;
      this.comments.push(token);
    }
  }

  /** Reports an error token's problem. */
  #checked(token: Token): Token {
    const { problem } = token;
    if (problem !== null) this.#report(problem.position, problem.message, problem.expected);
    return token;
  }

  #report(position: number, message: string, expected: string): void {
    this.#lineStarts ??= lineStarts(this.source);
    const problem = problemOnLine(this.source, this.#lineStarts, position, message, expected);
    if (this.#problems === null) throw new SyntaxFailure(problem);
    this.#problems.push(problem);
  }
}

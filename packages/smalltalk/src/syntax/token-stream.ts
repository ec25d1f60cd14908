/** The tokens of one source as the parser reads them: one ahead, comments set aside, problems raised or gathered. */
import type { SourceRange, SyntaxProblem } from "./ast.js";
import { problemAt, SyntaxFailure } from "./failure.js";
import { Scanner } from "./scanner.js";
import type { Token, TokenKind } from "./token.js";

/** Brackets and blocks within one another. */
export const MAX_NESTING = 1000;

export class TokenStream {
  readonly #scanner: Scanner;
  #token: Token;
  #previousEnd = 0;
  #depth = 0;
  readonly comments: Token[] = [];

  /** Without a list of problems the first one is thrown as a SyntaxFailure. */
  constructor(
    readonly source: string,
    readonly problems: SyntaxProblem[] | null,
  ) {
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
    const { start } = this.#token;
    this.#previousEnd = start + 1;
    this.#scanner.position = start + 1;
    this.#token = this.#read();
  }

  /** Makes `-` and the digits behind it the current token, where they are a number. */
  joinMinus(): void {
    if (this.#token.kind !== "binary") return;
    const { position } = this.#scanner;
    this.#scanner.position = this.#token.end;
    const number = this.#scanner.negativeNumber(this.#token);
    if (number === null) this.#scanner.position = position;
    else this.#token = this.#checked(number);
  }

  /** Throws, or notes the problem and returns. */
  raise(position: number, message: string, expected: string): void {
    const problem = problemAt(this.source, position, message, expected);
    if (this.problems === null) throw new SyntaxFailure(problem);
    this.problems.push(problem);
  }

  /** Runs `read` one level deeper; too many levels end the parse also when recovering. */
  nested<T>(read: () => T): T {
    if (this.#depth >= MAX_NESTING) {
      throw new SyntaxFailure(problemAt(this.source, this.#token.start, "nested too deeply", `at most ${MAX_NESTING} levels`));
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  rangeFrom(start: number): SourceRange {
    return { start, end: Math.max(start, this.#previousEnd) };
  }

  #read(): Token {
    for (;;) {
      const token = this.#checked(this.#scanner.next());
      if (token.kind === "comment") this.comments.push(token);
      else if (token.kind !== "error") return token;
    }
  }

  /** Raises an error token's problem; when recovering it is left out. */
  #checked(token: Token): Token {
    if (token.problem !== null) this.raise(token.problem.position, token.problem.message, token.problem.expected);
    return token;
  }
}

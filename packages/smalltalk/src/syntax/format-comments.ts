/** Where the comments of a source stand, so that a layout of the tree keeps them. */
import type { SourceRange } from "./ast.js";
import { scan } from "./scanner.js";
import type { Token } from "./token.js";

export class SourceText {
  readonly tokens: readonly Token[];
  readonly #comments: readonly Token[];
  /** Comments that were given away. */
  readonly #taken = new Set<Token>();

  constructor(readonly source: string) {
    this.tokens = scan(source);
    this.#comments = this.tokens.filter((token) => token.kind === "comment");
  }

  text({ start, end }: SourceRange): string {
    return this.source.slice(start, end);
  }

  /** The comments that begin in a range and that nobody has yet; from now on somebody has them. */
  take(start: number, end: number): Token[] {
    const found: Token[] = [];
    for (let i = this.#firstFrom(start); i < this.#comments.length; i += 1) {
      const comment = this.#comments[i];
      if (comment === undefined || comment.start >= end) break;
      if (this.#taken.has(comment)) continue;
      this.#taken.add(comment);
      found.push(comment);
    }
    return found;
  }

  /** Offset of the first comment in a range that is none of these; infinite where there is none. */
  firstOther(start: number, end: number, these: readonly Token[]): number {
    for (let i = this.#firstFrom(start); i < this.#comments.length; i += 1) {
      const comment = this.#comments[i];
      if (comment === undefined || comment.start >= end) break;
      if (!these.includes(comment)) return comment.start;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Index of the first comment that begins at an offset or behind it. */
  #firstFrom(start: number): number {
    let low = 0;
    let high = this.#comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#comments[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a line ends between two offsets. */
  hasLineEnd(start: number, end: number): boolean {
    return /[\r\n]/.test(this.source.slice(start, end));
  }

  /** Whether there is a blank line between two offsets. */
  hasBlankLine(start: number, end: number): boolean {
    return /(\r\n|\r|\n)[ \t\f]*(\r\n|\r|\n)/.test(this.source.slice(start, end));
  }
}

/** Whether code is complete, as the parser sees it. */
import { parseDoit, type SequenceNode, SyntaxFailure, scan } from "@stui/server/syntax";

export type Reading =
  | { readonly kind: "complete"; readonly tree: SequenceNode }
  /** More must follow: a bracket, a string or a comment is open, or an operand is missing at the end. */
  | { readonly kind: "incomplete" }
  /** No further text can mend it. */
  | { readonly kind: "wrong" };

export const readDoit = (source: string): Reading => {
  try {
    return { kind: "complete", tree: parseDoit(source) };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const isAtEnd = error.problem.position >= source.trimEnd().length;
    return isAtEnd || endsWithinToken(source) ? { kind: "incomplete" } : { kind: "wrong" };
  }
};

/** Whether a string or a comment is open at the end. */
export const endsWithinToken = (source: string): boolean => {
  const last = scan(source).at(-1);
  return last?.kind === "error" && last.end === source.length && /^(?:#*'|")/.test(last.text);
};

/** Whether there is anything but spaces and comments. */
export const hasCode = (source: string): boolean => scan(source).some(({ kind }) => kind !== "comment");

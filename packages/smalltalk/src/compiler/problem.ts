/** Errors of meaning, in the same shape as errors of syntax. */
import { problemAt, type SourceRange, SyntaxFailure } from "../syntax/index.js";

/** A SyntaxFailure at the start of `range`. */
export function semanticProblem(
  source: string,
  range: SourceRange,
  message: string,
  expected: string,
): SyntaxFailure {
  return new SyntaxFailure(problemAt(source, range.start, message, expected));
}

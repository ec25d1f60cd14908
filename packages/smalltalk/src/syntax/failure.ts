/** Errors of syntax: where, what, and what would have been accepted. */
import type { SyntaxProblem } from "./ast.js";

export class SyntaxFailure extends Error {
  override readonly name = "SyntaxFailure";
  constructor(readonly problem: SyntaxProblem) {
    super(
      `${problem.message} (line ${problem.line}, column ${problem.column}): expected ${problem.expected}`,
    );
  }
}

/**
 * `position` is a UTF-16 offset, clamped to the source; the column counts UTF-16 code units as well. `expected` completes
 * "expected …".
 */
export function problemAt(
  source: string,
  position: number,
  message: string,
  expected: string,
): SyntaxProblem {
  return problemOnLine(source, lineStarts(source), position, message, expected);
}

/** The same for many problems of one source, whose `lineStarts` are given. */
export function problemOnLine(
  source: string,
  starts: readonly number[],
  position: number,
  message: string,
  expected: string,
): SyntaxProblem {
  const at = Math.max(0, Math.min(position, source.length));
  let line = 0;
  for (let after = starts.length; after - line > 1; ) {
    const middle = (line + after) >> 1;
    if ((starts[middle] ?? 0) <= at) line = middle;
    else after = middle;
  }
  const start = starts[line] ?? 0;
  let end = starts[line + 1] ?? source.length;
  while (end > start && isLineEnding(source.charCodeAt(end - 1))) end -= 1;
  const excerpt = source.slice(start, end);
  return { message, position: at, line: line + 1, column: at - start + 1, expected, excerpt };
}

const isLineEnding = (code: number): boolean => code === 10 || code === 13;

/** Offsets at which lines begin; CR, LF and CR LF end one. */
export function lineStarts(source: string): number[] {
  const starts = [0];
  for (const ending of source.matchAll(/\r\n|\r|\n/g)) starts.push(ending.index + ending[0].length);
  return starts;
}

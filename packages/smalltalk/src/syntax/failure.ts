/** Errors of syntax: where, what, and what would have been accepted. */
import type { SyntaxProblem } from "./ast.js";

export class SyntaxFailure extends Error {
  override readonly name = "SyntaxFailure";
  constructor(readonly problem: SyntaxProblem) {
    super(`${problem.message} (line ${problem.line}, column ${problem.column}): expected ${problem.expected}`);
  }
}

/** `position` is a UTF-16 offset, clamped to the source; `expected` completes "expected …". */
export function problemAt(source: string, position: number, message: string, expected: string): SyntaxProblem {
  const at = Math.max(0, Math.min(position, source.length));
  const before = source.slice(0, at);
  const lineStart = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  const line = before.split(/\r\n|\r|\n/).length;
  const lineEnd = /[\r\n]/.exec(source.slice(lineStart));
  const excerpt = source.slice(lineStart, lineEnd === null ? source.length : lineStart + lineEnd.index);
  return { message, position: at, line, column: at - lineStart + 1, expected, excerpt };
}

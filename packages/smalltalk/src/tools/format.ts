/** Lays out code. */
import { formatDoit, formatMethod, SyntaxFailure } from "../syntax/index.js";
import type { CodeAnswers, CodeRequests } from "./code-requests.js";
import { syntaxErrorOf } from "./failure-report.js";

export function format({ code, kind }: CodeRequests["format"]): CodeAnswers["format"] {
  try {
    return { kind: "formatted", code: kind === "method" ? formatMethod(code) : formatDoit(code) };
  } catch (error) {
    if (error instanceof SyntaxFailure) return syntaxErrorOf(error);
    throw error;
  }
}

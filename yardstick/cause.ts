/** Why a test did not pass, in a line that is the same for the same cause. */
import type { TestResult } from "@stui/smalltalk";

/** `absent`: classes that code names and nobody loaded; they mean nil. */
export function causeOf(result: TestResult, absent: ReadonlySet<string>): string {
  const message = (result.message ?? "").split(/\r?\n|\r/, 1)[0] ?? "";
  const excerpt = result.stack?.[0]?.sourceExcerpt ?? "";
  if (/^receiver of .* is nil/.test(message)) {
    const name = [...excerpt.matchAll(/\p{Lu}[\p{L}\p{N}_]*/gu)].map(([n]) => n).find((n) => absent.has(n));
    if (name !== undefined) return `no class ${name}`;
  }
  if (result.exceptionClass === "MessageNotUnderstood") return message;
  if (result.exceptionClass === "TestFailure") {
    const place = result.stack?.find((entry) => entry.className.replace(/ class$/, "") !== "TestAsserter");
    return `assertion: ${(place?.sourceExcerpt ?? message).slice(0, 120)}`;
  }
  if (/^it took more than/.test(message)) return "took too long";
  return result.exceptionClass === undefined ? message : `${result.exceptionClass}: ${message}`.slice(0, 160);
}

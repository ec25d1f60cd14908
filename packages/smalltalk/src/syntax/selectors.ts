/** What a selector says of itself. */
import { isBinary, isDigit, isLetter } from "./characters.js";

/** `+`, `->`: operator characters only. */
export function isBinarySelector(selector: string): boolean {
  return selector !== "" && every(selector, isBinary);
}

/** `size`: a name. */
export function isUnarySelector(selector: string): boolean {
  return isLetter(selector.codePointAt(0) ?? Number.NaN) && every(selector, (c) => isLetter(c) || isDigit(c));
}

/** `at:put:`: names, each with its colon. */
export function isKeywordSelector(selector: string): boolean {
  return selector.endsWith(":") && keywordsOf(selector).every((part) => isUnarySelector(part.slice(0, -1)));
}

/** The parts of a keyword selector with their colons; another selector is its only part. */
export function keywordsOf(selector: string): string[] {
  return selector.match(/[^:]*:|[^:]+$/g) ?? [];
}

/** Number of arguments. */
export function numArgs(selector: string): number {
  if (isBinarySelector(selector)) return 1;
  let count = 0;
  for (const c of selector) if (c === ":") count += 1;
  return count;
}

function every(text: string, test: (code: number) => boolean): boolean {
  for (const c of text) if (!test(c.codePointAt(0) ?? Number.NaN)) return false;
  return true;
}

/** A message pattern with made-up argument names: `at: argument1 put: argument2`. */
export function patternOf(selector: string): string {
  const count = numArgs(selector);
  if (count === 0) return selector;
  const keywords = count === 1 && !selector.endsWith(":") ? [selector] : keywordsOf(selector);
  return keywords.map((keyword, i) => `${keyword} argument${i + 1}`).join(" ");
}

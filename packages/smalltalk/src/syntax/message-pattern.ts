/** The beginning of a method's source. */
import { Scanner } from "./scanner.js";

/** Selector and parameters with a space between: `at: index put: anObject`; the rest of the source is not read. */
export function messagePattern(source: string): string {
  const scanner = new Scanner(source);
  const next = () => {
    for (;;) {
      const token = scanner.next();
      if (token.kind !== "comment") return token;
    }
  };
  const words: string[] = [];
  const first = next();
  words.push(first.text);
  if (first.kind === "binary") words.push(next().text);
  if (first.kind !== "keyword") return words.join(" ");
  words.push(next().text);
  for (let token = next(); token.kind === "keyword"; token = next()) words.push(token.text, next().text);
  return words.join(" ");
}

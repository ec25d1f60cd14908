/** What a new line begins with. */
import { scan } from "@stui/server/syntax";

const OPENS = new Set(["openBlock", "openParen", "openBrace", "openArray", "openBytes"]);
const CLOSES = new Set(["closeBlock", "closeParen", "closeBrace"]);

/** The indentation of the line before, and a tab more where it leaves a bracket open or is the head of a method or class. */
export const indentationAfter = (text: string): string => {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const own = /^[ \t]*/.exec(line)?.[0] ?? "";
  if (line.trim() === "") return own;
  let depth = 0;
  for (const { kind } of scan(line)) {
    if (OPENS.has(kind)) depth += 1;
    else if (CLOSES.has(kind)) depth = Math.max(0, depth - 1);
  }
  const isHead = /^\p{Lu}[\p{L}\p{N}_]*(?:\s+class)?\s*>>\s*[^#\s]/u.test(line);
  const isDefinition = /^\p{Lu}[\p{L}\p{N}_]*\s+(?:<<|\w*[sS]ubclass:)\s*#\w+$/u.test(line);
  return depth > 0 || isDefinition || (isHead && !/\^|\]\s*$/.test(line)) ? `${own}\t` : own;
};

/**
 * What stands outside strings, comments and characters of Smalltalk source: just enough of its lexis to tell where a chunk
 * ends and whether something is still open.
 */

/** A string or a comment that does not end. */
export type Unclosed = "string" | "comment";

/**
 * Calls `visit` for each character that belongs to no string, comment or character literal, in order.
 *
 * @returns what was still open at the end
 */
export const scanCode = (
  source: string,
  visit: (character: string, position: number) => void,
): Unclosed | undefined => {
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === "'" || character === '"') {
      const end = source.indexOf(character, at + 1);
      if (end < 0) return character === "'" ? "string" : "comment";
      // A doubled quote within a string closes one and opens the next, which comes to the same.
      at = end + 1;
    } else if (character === "$") at += 2;
    else {
      visit(character, at);
      at += 1;
    }
  }
  return undefined;
};

const CLOSES: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

/**
 * Whether code ends within a string, a comment or brackets, so that more of it must follow. What no further text can mend,
 * as a bracket too many, counts as complete: the parser has more to say about it.
 */
export const isIncomplete = (source: string): boolean => {
  const open: string[] = [];
  let broken = false;
  const unclosed = scanCode(source, (character) => {
    if (character === "(" || character === "[" || character === "{") open.push(character);
    const opener = CLOSES.get(character);
    if (opener !== undefined && open.pop() !== opener) broken = true;
  });
  return !broken && (unclosed !== undefined || open.length > 0);
};

/** Whether a text is written in chunks: a `!` outside strings and comments that begins or ends a line. */
export const hasChunkMarks = (source: string): boolean => {
  let found = false;
  scanCode(source, (character, position) => {
    if (character !== "!" || found) return;
    const lineStart = source.lastIndexOf("\n", position - 1) + 1;
    const after = /[^\n\r]*/y;
    after.lastIndex = position + 1;
    const rest = after.exec(source)?.[0] ?? "";
    found = rest.trim() === "" || source.slice(lineStart, position).trim() === "";
  });
  return found;
};

/** A line of source with a mark below one of its columns. */

/** Characters that a terminal shows two columns wide. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]$/u;

/**
 * @param line from 1
 * @param column from 1, in UTF-16 units; a column behind the end stands just behind it
 * @returns two lines without a line end; undefined where the source has no such line
 */
export const caretExcerpt = (source: string, line: number, column: number): string | undefined => {
  const text = source.split(/\r\n|\r|\n/)[line - 1];
  if (text === undefined) return undefined;
  const before = [...text.slice(0, column - 1)];
  const pad = before.map((c) => (c === "\t" ? "\t" : WIDE.test(c) ? "  " : " ")).join("");
  return `${text}\n${pad}^`;
};

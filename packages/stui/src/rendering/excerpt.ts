/** A line of source with a mark below one of its columns. */

import { graphemesOf, graphemeWidth } from "./width.js";

/**
 * @param line from 1
 * @param column from 1, in UTF-16 units; a column behind the end stands just behind it
 * @returns two lines without a line end; undefined where the source has no such line
 */
export const caretExcerpt = (source: string, line: number, column: number): string | undefined => {
  const text = source.split(/\r\n|\r|\n/)[line - 1];
  if (text === undefined) return undefined;
  const before = [...graphemesOf(text.slice(0, column - 1))];
  const pad = before.map((c) => (c.text === "\t" ? "\t" : " ".repeat(graphemeWidth(c.text)))).join("");
  return `${text}\n${pad}^`;
};

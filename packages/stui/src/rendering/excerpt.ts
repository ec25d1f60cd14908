/** A line of source with a mark below one of its columns. */

import { graphemesOf, graphemeWidth, textWidth } from "./width.js";

/** @param line from 1; undefined where the source has no such line */
export const lineOf = (source: string, line: number): string | undefined =>
  source.split(/\r\n|\r|\n/)[line - 1];

/**
 * @param line from 1
 * @param column from 1, in UTF-16 units; a column behind the end stands just behind it
 * @param columns of the terminal that it may take, from 10; of a longer line the part around the column is shown, with `…`
 *   where it is cut
 * @returns two lines without a line end; undefined where the source has no such line
 */
export const caretExcerpt = (
  source: string,
  line: number,
  column: number,
  columns = Number.POSITIVE_INFINITY,
): string | undefined => {
  const text = lineOf(source, line);
  if (text === undefined) return undefined;
  const graphemes = [...graphemesOf(text)];
  const before = graphemes.filter(({ at }) => at < column - 1).map((each) => each.text);
  const after = graphemes.slice(before.length).map((each) => each.text);
  if (textWidth(text) <= columns) return marked(before.join(""), after.join(""));
  const half = columns >> 1;
  const kept = fittingFrom(before.reverse(), half - 1).reverse();
  const left = (kept.length < before.length ? "…" : "") + kept.join("");
  const shown = fittingFrom(after, columns - textWidth(left) - 1);
  return marked(left, shown.join("") + (shown.length < after.length ? "…" : ""));
};

const marked = (before: string, after: string): string => {
  const pad = [...graphemesOf(before)].map(({ text }) =>
    text === "\t" ? "\t" : " ".repeat(graphemeWidth(text)),
  );
  return `${before}${after}\n${pad.join("")}^`;
};

/** The first that fit into some columns. */
const fittingFrom = (graphemes: readonly string[], columns: number): string[] => {
  let width = 0;
  const beyond = graphemes.findIndex((text) => {
    width += graphemeWidth(text);
    return width > columns;
  });
  return beyond < 0 ? [...graphemes] : graphemes.slice(0, beyond);
};

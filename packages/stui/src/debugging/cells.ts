/** Text that takes exactly some columns, and windows over more rows than there is room for. */
import { harmless } from "../rendering/harmless.js";
import { cutToWidth, graphemesOf, graphemeWidth, textWidth } from "../rendering/width.js";

/** One line of it, cut or filled up; nothing in it controls a terminal. */
export const cell = (text: string, columns: number): string => {
  if (columns <= 0) return "";
  const line = harmless(text.replace(/\s+/g, (blank) => (/[\n\r\t]/.test(blank) ? " " : blank)));
  const cut = cutToWidth(line, columns);
  return cut + " ".repeat(Math.max(0, columns - textWidth(cut)));
};

/** The columns from `from` on, filled up; half of a wide character is a blank. */
export const columnsFrom = (text: string, from: number, columns: number): string => {
  let shown = "";
  let at = 0;
  for (const { text: grapheme } of graphemesOf(text)) {
    const width = graphemeWidth(grapheme);
    const end = at + width;
    if (end > from + columns) break;
    if (at >= from) shown += grapheme;
    else if (end > from) shown += " ".repeat(end - from);
    at = end;
  }
  return shown + " ".repeat(Math.max(0, columns - textWidth(shown)));
};

/** The first row that is shown of `count`, so that `at` is among `height` of them, in their middle where that can be. */
export const firstOf = (count: number, at: number, height: number): number =>
  Math.max(0, Math.min(at - (height >> 1), count - height));

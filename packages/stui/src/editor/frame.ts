/** What of the terminal the editor has drawn, and the escape sequences that draw it anew. */
import type { Layout, Place } from "./layout.js";

export interface Frame {
  readonly rows: readonly string[];
  readonly widths: readonly number[];
  readonly cursor: Place;
}

const ESC = "\u001b";
const ERASE_BELOW = `${ESC}[J`;
const up = (count: number): string => (count > 0 ? `${ESC}[${count}A` : "");
const right = (count: number): string => (count > 0 ? `${ESC}[${count}C` : "");

/** The rows around the cursor that fit, with what stands below them as far as it does. */
export const frameOf = (text: Layout, below: readonly string[], height: number): Frame => {
  const first = Math.max(0, text.cursor.row - height + 1);
  const rows = text.rows.slice(first, first + height);
  const widths = text.widths.slice(first, first + height);
  const room = Math.max(0, height - rows.length);
  const added = below.slice(0, room);
  return {
    rows: [...rows, ...added],
    // What stands below is cut to the width, and erased with what is above it.
    widths: [...widths, ...added.map(() => 0)],
    cursor: { row: text.cursor.row - first, column: text.cursor.column },
  };
};

/** To the beginning of the frame; rows that a narrower terminal has broken take several. */
const toBeginning = ({ widths, cursor }: Frame, columns: number): string => {
  const physical = (width: number): number => Math.max(1, Math.ceil(width / columns));
  const above = widths.slice(0, cursor.row).reduce((sum, width) => sum + physical(width), 0);
  return `\r${up(above + Math.floor(cursor.column / columns))}`;
};

export const erase = (frame: Frame | undefined, columns: number): string =>
  frame === undefined ? "" : `${toBeginning(frame, columns)}${ERASE_BELOW}`;

/** From where the cursor was left by `before`. */
export const draw = (before: Frame | undefined, after: Frame, columns: number): string => {
  const start = before === undefined ? "\r" : toBeginning(before, columns);
  // Erased before it is written: behind a full row the cursor still stands on its last character.
  const rows = after.rows.join("\n");
  const back = up(after.rows.length - 1 - after.cursor.row);
  return `${start}${ERASE_BELOW}${rows}${back}\r${right(after.cursor.column)}`;
};

/** The cursor behind the frame, on a row of its own. */
export const leave = (frame: Frame | undefined): string =>
  frame === undefined ? "" : `${"\n".repeat(frame.rows.length - frame.cursor.row)}`;

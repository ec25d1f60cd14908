/** A screen that is drawn as a whole: rows, of which only those are written that have changed. */
import type { Place } from "./layout.js";

const ESC = "\u001b";
const HIDE_CURSOR = `${ESC}[?25l`;
const SHOW_CURSOR = `${ESC}[?25h`;

/** What was on the terminal stays, and is there again after LEAVE_SCREEN. */
export const ENTER_SCREEN = `${ESC}[?1049h${HIDE_CURSOR}${ESC}[H${ESC}[2J`;
export const LEAVE_SCREEN = `${ESC}[?1049l${SHOW_CURSOR}`;

export interface ScreenRows {
  /** From the top, with colours; none wider than the terminal. */
  readonly rows: readonly string[];
  /** Where something is typed. */
  readonly cursor: Place | undefined;
}

/** @param before undefined where nothing is known of what the terminal shows */
export const drawScreen = (before: ScreenRows | undefined, after: ScreenRows): string => {
  const changed = after.rows.flatMap((row, i) =>
    // Erased before it is written: behind a full row the cursor still stands on its last character.
    before?.rows[i] === row ? [] : [`${ESC}[${i + 1};1H${ESC}[K${row}`],
  );
  const clear = before === undefined || before.rows.length !== after.rows.length ? `${ESC}[2J` : "";
  const all = clear === "" ? changed : after.rows.map((row, i) => `${ESC}[${i + 1};1H${row}`);
  const { cursor } = after;
  const at = cursor === undefined ? "" : `${ESC}[${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}`;
  return `${HIDE_CURSOR}${clear}${all.join("")}${at}`;
};

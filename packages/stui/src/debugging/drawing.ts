/** The debugger on a screen: what is shown where. */
import { columns as inColumns } from "../arguments/help.js";
import { frameOf } from "../editor/frame.js";
import type { ScreenRows } from "../editor/full-screen.js";
import { columnsOf, layout } from "../editor/layout.js";
import type { EditorState } from "../editor/state.js";
import { highlight } from "../language/highlight.js";
import { paintOf } from "../rendering/code.js";
import type { Colours } from "../rendering/colours.js";
import { frameText, type View } from "../rendering/debugger.js";
import { sourceRows } from "../rendering/source-rows.js";
import { textWidth } from "../rendering/width.js";
import { cell, columnsFrom, firstOf } from "./cells.js";
import { operations } from "./operations.js";
import type { Breakpoint } from "./stopped-process.js";
import { currentLevel, type Levels } from "./variables.js";

export type Pane = "stack" | "source" | "variables";

export interface Logged {
  readonly text: string;
  readonly kind: "asked" | "told" | "failed" | "written";
}

/** Something that is being typed. */
export interface Asking {
  readonly question: string;
  /** A whole text, which takes what room there is. */
  readonly isText: boolean;
  readonly state: EditorState;
}

export interface Shown {
  /** What is debugged, where that is not plain. */
  readonly title: string;
  readonly view: View;
  readonly breakpoints: readonly Breakpoint[];
  readonly levels: Levels;
  readonly focus: Pane;
  /** Of the source, from 1. */
  readonly line: number;
  readonly log: readonly Logged[];
  readonly asking: Asking | undefined;
  readonly isHelping: boolean;
  readonly isRunning: boolean;
}

/** Columns before the source: the cursor, a breakpoint, the number. */
const GUTTER = 8;
const KEYS = "i into  o over  t through  u out  p proceed  e evaluate  q leave  ? all keys";

/** @param rows of the terminal, from 2; columns from 10 */
export const draw = (shown: Shown, rows: number, columns: number, colours: Colours): ScreenRows => {
  const bottom = bottomOf(shown, rows, columns, colours);
  const height = Math.max(1, rows - bottom.rows.length);
  const top = shown.isHelping ? helpRows(columns) : debuggerRows(shown, height, columns, colours);
  const blank = " ".repeat(columns);
  const filled = Array.from({ length: height }, (_, i) => top[i] ?? blank);
  const cursor =
    bottom.cursor === undefined
      ? undefined
      : { row: height + bottom.cursor.row, column: bottom.cursor.column };
  return { rows: [...filled, ...bottom.rows].slice(0, rows), cursor };
};

/** What is typed, or what can be. */
const bottomOf = (
  { asking, isRunning, isHelping }: Shown,
  rows: number,
  columns: number,
  colours: Colours,
): ScreenRows => {
  if (asking === undefined) {
    const text = isRunning ? "running … Ctrl-C interrupts" : isHelping ? "any key: back" : KEYS;
    const paint = isRunning ? colours.yellow : colours.dim;
    return { rows: [paint(cell(text, columns))], cursor: undefined };
  }
  const { state, question, isText } = asking;
  const prompt = isText ? "" : `${question.slice(0, columns >> 1)}> `;
  const laid = layout({
    text: state.buffer.text,
    cursor: state.buffer.cursor,
    spans: highlight(state.buffer.text),
    prompt,
    continuation: " ".repeat(textWidth(prompt)),
    columns: columns - 1,
    paint: (text, style) => paintOf(style, colours)(text),
    paintPrompt: colours.bold,
  });
  const room = Math.max(1, isText ? rows - 3 : Math.floor(rows / 3));
  const below = columnsOf(state.proposals, columns - 1, Math.max(1, room - laid.rows.length));
  const { rows: typed, cursor } = frameOf(laid, below.map(colours.dim), room);
  if (!isText) return { rows: typed, cursor };
  const head = colours.bold(cell(`${question}: Ctrl-S accepts it, Ctrl-C drops it`, columns));
  return { rows: [head, ...typed], cursor: { ...cursor, row: cursor.row + 1 } };
};

const debuggerRows = (shown: Shown, height: number, columns: number, colours: Colours): string[] => {
  const { view, title, focus, levels } = shown;
  const log = height >= 16 ? Math.min(6, Math.floor(height / 5)) : height >= 10 ? 1 : 0;
  // The title and two headings, and that of the log.
  const free = Math.max(2, height - 3 - (log > 0 ? log + 1 : 0));
  const top = Math.max(1, Math.min(12, Math.floor(free * 0.4)));
  const left = Math.floor((columns - 1) / 2);
  const right = columns - 1 - left;
  const stack = stackRows(shown, top, left, colours);
  const variables = variableRows(shown, top, right, colours);
  const deeper = levels.length > 1 ? "Variables, Backspace: up" : "Variables";
  const reason = `${title}${view.reason} in ${view.frame.method}`;
  return [
    colours.red(cell(reason, columns)),
    colours.dim(
      `${heading("Stack", focus === "stack", left)}┬${heading(deeper, focus === "variables", right)}`,
    ),
    ...stack.map((row, i) => `${row}${colours.dim("│")}${variables[i] ?? ""}`),
    colours.dim(heading(`Source of ${view.frame.method}`, focus === "source", columns)),
    ...sourcePane(shown, Math.max(1, free - top), columns, colours),
    ...(log === 0
      ? []
      : [colours.dim(heading("Log", false, columns)), ...logRows(shown, log, columns, colours)]),
  ];
};

const heading = (name: string, isFocused: boolean, columns: number): string => {
  const text = cell(isFocused ? `─[${name}]` : `─ ${name} `, columns);
  return text
    .trimEnd()
    .padEnd(text.trimEnd().length + 1)
    .slice(0, text.length)
    .padEnd(text.length, "─");
};

const filledUp = (rows: readonly string[], height: number, columns: number): string[] =>
  Array.from({ length: height }, (_, i) => rows[i] ?? " ".repeat(Math.max(0, columns)));

const stackRows = (
  { view: { stack, frame } }: Shown,
  height: number,
  columns: number,
  colours: Colours,
): string[] => {
  const at = stack.findIndex(({ index }) => index === frame.index);
  const first = firstOf(stack.length, at, height);
  const rows = stack.slice(first, first + height).map((each) => {
    const isMeant = each.index === frame.index;
    const text = cell(`${isMeant ? "> " : "  "}${frameText(each)}`, columns);
    return isMeant ? colours.bold(text) : text;
  });
  return filledUp(rows, height, columns);
};

const variableRows = (
  { levels, focus }: Shown,
  height: number,
  columns: number,
  colours: Colours,
): string[] => {
  const { heading: above, variables, selected } = currentLevel(levels);
  const head = above === undefined ? [] : [colours.bold(cell(`  ${above}`, columns))];
  const room = Math.max(1, height - head.length);
  const first = firstOf(variables.length, selected, room);
  const shown = variables.slice(first, first + room);
  const width = Math.min(columns >> 1, Math.max(0, ...shown.map(({ name }) => textWidth(name))));
  const rows = shown.map(({ name, value }, i) => {
    const mark = focus === "variables" && first + i === selected ? "> " : "  ";
    return `${mark}${colours.cyan(cell(name, width))}  ${cell(value, columns - width - 4)}`;
  });
  return filledUp([...head, ...rows], height, columns);
};

const sourcePane = (
  { view: { frame }, line, breakpoints, focus }: Shown,
  height: number,
  columns: number,
  colours: Colours,
): string[] => {
  const rows = sourceRows(frame);
  const room = Math.max(1, columns - GUTTER);
  const place = rows.find(({ marked }) => marked !== undefined)?.marked;
  const from = place === undefined || place.from + place.width <= room ? 0 : Math.max(0, place.from - 4);
  const at = rows.findIndex((row) => row.line === line);
  const first = firstOf(rows.length, at, height);
  const painted = rows.slice(first, first + height).map((row) => {
    const text = columnsFrom(row.text, from, room);
    if (row.kind === "marks") return `${" ".repeat(GUTTER)}${colours.yellow(text)}`;
    const breakpoint = breakpoints.find((each) => each.line === row.line);
    const mark = breakpoint === undefined ? " " : breakpoint.condition === null ? "*" : "?";
    const cursor = row.line === line ? (focus === "source" ? ">" : "-") : " ";
    const number = `${row.line}`.padStart(GUTTER - 4);
    return `${cursor}${colours.red(mark)}${colours.dim(number)}  ${text}`;
  });
  return filledUp(painted, height, columns);
};

const logRows = ({ log }: Shown, height: number, columns: number, colours: Colours): string[] => {
  const rows = log.slice(-height).map(({ text, kind }) => {
    const row = cell(kind === "asked" ? `> ${text}` : text, columns);
    if (kind === "failed") return colours.red(row);
    return kind === "asked" ? colours.dim(row) : row;
  });
  return filledUp(rows, height, columns);
};

const OTHER_KEYS: readonly (readonly [key: string, doc: string])[] = [
  ["Tab", "Go to the next pane: stack, source, variables."],
  ["Up, Down", "Move in it: to another activation, line or variable; so do j and k, Page Up and Page Down."],
  ["Enter", "Look into the variable, one level down; Backspace goes up again."],
  ["q, Ctrl-C", "Leave; the process stays where it stands."],
  ["Q, Ctrl-D", "Leave, and whatever would be debugged next."],
  ["Ctrl-L", "Draw everything anew; Ctrl-Z suspends."],
];

const helpRows = (columns: number): string[] => {
  const rows = [
    ...operations.map(({ key, otherKey, doc, name }): readonly [string, string] => [
      otherKey === undefined ? key : `${key}, ${otherKey}`,
      `${doc.replace(/\.$/, "")} (:${name}).`,
    ]),
    ...OTHER_KEYS,
  ];
  return inColumns(rows, columns)
    .split("\n")
    .map((row) => cell(row, columns));
};

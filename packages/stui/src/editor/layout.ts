/** Text, prompts and cursor as rows of a terminal. */
import type { Span } from "../language/highlight.js";
import { graphemesOf, graphemeWidth, textWidth } from "../rendering/width.js";

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Layout {
  /** As they are written, with colours. */
  readonly rows: readonly string[];
  /** Columns that each takes. */
  readonly widths: readonly number[];
  readonly cursor: Place;
}

export interface Shown {
  readonly text: string;
  readonly cursor: number;
  readonly spans: readonly Span[];
  /** Before the first line, and before every other. They take as many columns, and at most half of a row. */
  readonly prompt: string;
  readonly continuation: string;
  readonly columns: number;
  paint(text: string, style: Span["style"]): string;
  paintPrompt(text: string): string;
}

const TAB = 4;
/** Control characters are shown as these. */
const shownControl = (code: number): string => (code < 32 ? String.fromCodePoint(0x2400 + code) : "�");

/** Lines longer than a row go on in the next one, below the text. */
export const layout = (shown: Shown): Layout => {
  const rows = new Rows(shown);
  const spans = [...shown.spans];
  let span = spans.shift();
  for (const { text, at } of graphemesOfLines(shown.text)) {
    while (span !== undefined && span.end <= at) span = spans.shift();
    if (at === shown.cursor) rows.markCursor();
    if (text === "\n") {
      rows.endLine();
      continue;
    }
    rows.add(text, span !== undefined && span.start <= at ? span.style : undefined);
  }
  if (shown.cursor >= shown.text.length) rows.markCursor();
  return rows.finish();
};

/** Line ends are graphemes of their own, `\r\n` too would be one. */
const graphemesOfLines = function* (text: string): Generator<{ readonly text: string; readonly at: number }> {
  let start = 0;
  for (const line of text.split("\n")) {
    for (const { text: grapheme, at } of graphemesOf(line)) yield { text: grapheme, at: start + at };
    start += line.length;
    if (start < text.length) yield { text: "\n", at: start };
    start += 1;
  }
};

class Rows {
  readonly #rows: string[] = [];
  readonly #widths: number[] = [];
  readonly #margin: number;
  #row = "";
  #width = 0;
  /** What has one style and is not painted yet. */
  #run = "";
  #style: Span["style"] | undefined;
  #cursor: Place | undefined;
  /** The cursor stands on what comes next. */
  #cursorIsNext = false;

  constructor(readonly shown: Shown) {
    this.#margin = textWidth(shown.prompt);
    this.#begin(shown.prompt);
  }

  markCursor(): void {
    this.#cursorIsNext = true;
  }

  add(grapheme: string, style: Span["style"] | undefined): void {
    const isTab = grapheme === "\t";
    const code = grapheme.codePointAt(0) ?? 0;
    const isControl = !isTab && (code < 32 || (code >= 127 && code < 160));
    const text = isTab
      ? " ".repeat(TAB - ((this.#width - this.#margin) % TAB))
      : isControl
        ? shownControl(code)
        : grapheme;
    const width = isTab ? text.length : isControl ? 1 : graphemeWidth(grapheme);
    if (this.#width + width > this.shown.columns) {
      this.#endRow();
      this.#begin(" ".repeat(this.#margin));
    }
    this.#placeCursor();
    if (style !== this.#style) {
      this.#paintRun();
      this.#style = style;
    }
    this.#run += text;
    this.#width += width;
  }

  endLine(): void {
    this.#placeCursorAtEnd();
    this.#endRow();
    this.#begin(this.shown.continuation);
  }

  finish(): Layout {
    this.#placeCursorAtEnd();
    this.#endRow();
    return { rows: this.#rows, widths: this.#widths, cursor: this.#cursor ?? { row: 0, column: 0 } };
  }

  /** A cursor behind a full row stands in the next one. */
  #placeCursorAtEnd(): void {
    if (this.#cursorIsNext && this.#width >= this.shown.columns) {
      this.#endRow();
      this.#begin(" ".repeat(this.#margin));
    }
    this.#placeCursor();
  }

  #placeCursor(): void {
    if (!this.#cursorIsNext) return;
    this.#cursorIsNext = false;
    this.#cursor = { row: this.#rows.length, column: this.#width };
  }

  #begin(prompt: string): void {
    this.#row = this.shown.paintPrompt(prompt);
    this.#width = this.#margin;
  }

  #paintRun(): void {
    this.#row += this.#style === undefined ? this.#run : this.shown.paint(this.#run, this.#style);
    this.#run = "";
  }

  #endRow(): void {
    this.#paintRun();
    this.#style = undefined;
    this.#rows.push(this.#row);
    this.#widths.push(this.#width);
  }
}

/** Words in columns, filled downwards; at most `height` rows, the last of which says how many are left out. */
export const columnsOf = (words: readonly string[], columns: number, height: number): string[] => {
  if (words.length === 0 || height < 1) return [];
  const cell = Math.min(columns, Math.max(...words.map(textWidth)) + 2);
  const across = Math.max(1, Math.floor(columns / cell));
  const fits = across * height >= words.length;
  const rowCount = fits ? Math.ceil(words.length / across) : Math.max(1, height - 1);
  const shown = words.slice(0, rowCount * across);
  const rows = Array.from({ length: Math.min(rowCount, shown.length) }, (_, row) => {
    const inRow = shown.filter((_word, i) => i % rowCount === row);
    return inRow
      .map((word, i) =>
        i === inRow.length - 1 ? word : word + " ".repeat(Math.max(1, cell - textWidth(word))),
      )
      .join("");
  });
  const hidden = words.length - shown.length;
  return hidden > 0 ? [...rows, `… and ${hidden} more`] : rows;
};

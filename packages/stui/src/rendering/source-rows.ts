/** The source of an activation as rows, with marks below what it stands at. */
import { harmless } from "./harmless.js";
import { textWidth } from "./width.js";

export interface SourceRow {
  /** Of the source, from 1. */
  readonly line: number;
  readonly kind: "code" | "marks";
  /** As wide as it is; nothing in it controls a terminal. */
  readonly text: string;
  /** Columns before the marks, and of them; of the code likewise. Undefined where nothing of the line is marked. */
  readonly marked: { readonly from: number; readonly width: number } | undefined;
}

interface Marked {
  readonly source: string;
  /** Offsets; `end` is exclusive. */
  readonly range: { readonly start: number; readonly end: number } | null;
}

/** A row for each line, and one more below each that has something of the range. */
export const sourceRows = ({ source, range }: Marked): SourceRow[] => {
  const starts = lineStarts(source);
  return source.split(/\r\n|\r|\n/).flatMap((text, i): SourceRow[] => {
    const line = i + 1;
    const start = starts[i] ?? 0;
    const marked = range === null ? undefined : markedOf(text, range.start - start, range.end - start);
    const code = { line, kind: "code", text: visible(text), marked } as const;
    if (marked === undefined) return [code];
    const marks = `${" ".repeat(marked.from)}${"^".repeat(marked.width)}`;
    return [code, { line, kind: "marks", text: marks, marked }];
  });
};

/** What of a line lies in a range, without the blanks that it begins with there. */
const markedOf = (text: string, start: number, end: number): SourceRow["marked"] => {
  if (start > text.length || end <= 0) return undefined;
  const to = Math.min(text.length, end);
  const begin = Math.max(0, start);
  const from = to - text.slice(begin, to).trimStart().length;
  const width = textWidth(visible(text.slice(from, to)));
  return width === 0 ? undefined : { from: textWidth(visible(text.slice(0, from))), width };
};

const visible = (text: string): string => harmless(text.replaceAll("\t", "    "));

/** Offsets at which the lines begin. */
const lineStarts = (source: string): number[] => [
  0,
  ...[...source.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length),
];

/** The line of an offset, from 1. */
export const lineOfOffset = (source: string, offset: number): number =>
  Math.max(1, lineStarts(source).findLastIndex((start) => start <= offset) + 1);

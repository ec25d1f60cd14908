/** Text with a cursor, and what keys do to the two. Offsets are UTF-16 units, and always between graphemes. */
import { graphemesOf } from "../rendering/width.js";

export interface Buffer {
  readonly text: string;
  readonly cursor: number;
}

export const EMPTY: Buffer = { text: "", cursor: 0 };

export const withText = (text: string): Buffer => ({ text, cursor: text.length });

export const insert = ({ text, cursor }: Buffer, added: string): Buffer => ({
  text: text.slice(0, cursor) + added + text.slice(cursor),
  cursor: cursor + added.length,
});

/** Takes out what lies between; the cursor goes there. */
export const removeRange = ({ text }: Buffer, from: number, to: number): Buffer => ({
  text: text.slice(0, from) + text.slice(to),
  cursor: from,
});

export const lineStart = ({ text, cursor }: Buffer): number =>
  cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
export const lineEnd = ({ text, cursor }: Buffer): number => {
  const end = text.indexOf("\n", cursor);
  return end < 0 ? text.length : end;
};
export const isOnFirstLine = (buffer: Buffer): boolean => lineStart(buffer) === 0;
export const isOnLastLine = (buffer: Buffer): boolean => lineEnd(buffer) === buffer.text.length;

/** Where the grapheme before the cursor begins. */
export const previous = (buffer: Buffer): number => {
  const { text, cursor } = buffer;
  if (cursor === 0) return 0;
  const start = lineStart(buffer);
  if (start === cursor) return cursor - 1;
  let last = start;
  for (const { at } of graphemesOf(text.slice(start, cursor))) last = start + at;
  return last;
};

/** Where the grapheme at the cursor ends. */
export const next = (buffer: Buffer): number => {
  const { text, cursor } = buffer;
  if (cursor >= text.length) return text.length;
  const end = lineEnd(buffer);
  if (end === cursor) return cursor + 1;
  for (const { text: grapheme } of graphemesOf(text.slice(cursor, end))) return cursor + grapheme.length;
  return cursor + 1;
};

const WORD = /[\p{L}\p{N}_]/u;

export const wordLeft = ({ text, cursor }: Buffer): number => {
  let at = cursor;
  while (at > 0 && !WORD.test(text.charAt(at - 1))) at -= 1;
  while (at > 0 && WORD.test(text.charAt(at - 1))) at -= 1;
  return at;
};

export const wordRight = ({ text, cursor }: Buffer): number => {
  let at = cursor;
  while (at < text.length && !WORD.test(text.charAt(at))) at += 1;
  while (at < text.length && WORD.test(text.charAt(at))) at += 1;
  return at;
};

/** The cursor one line up or down, at the same column or the line's end; undefined where there is no such line. */
export const vertical = (buffer: Buffer, by: -1 | 1): Buffer | undefined => {
  const start = lineStart(buffer);
  const column = [...graphemesOf(buffer.text.slice(start, buffer.cursor))].length;
  const target = by < 0 ? start - 1 : lineEnd(buffer) + 1;
  if (target < 0 || target > buffer.text.length) return undefined;
  const there = { text: buffer.text, cursor: target };
  const from = lineStart(there);
  const line = buffer.text.slice(from, lineEnd(there));
  const graphemes = [...graphemesOf(line)];
  const offset = graphemes[column]?.at ?? line.length;
  return { text: buffer.text, cursor: from + offset };
};

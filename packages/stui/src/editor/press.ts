/** What each key does. */
import {
  type Buffer,
  EMPTY,
  insert,
  isOnFirstLine,
  isOnLastLine,
  lineEnd,
  lineStart,
  next,
  previous,
  removeRange,
  vertical,
  withText,
  wordLeft,
  wordRight,
} from "./buffer.js";
import type { Key } from "./keys.js";
import { pressInSearch, startSearch } from "./search.js";
import type { Change, EditorState, Effect, Language, Pressed } from "./state.js";

const UNDO_LIMIT = 200;

export const press = (state: EditorState, key: Key, language: Language): Pressed => {
  const fresh = state.proposals.length === 0 ? state : { ...state, proposals: [] };
  if (fresh.search !== undefined) {
    const searched = pressInSearch(fresh, fresh.search, key);
    if (searched.kind === "done") return only(searched.state);
    return press(searched.state, key, language);
  }
  switch (key.kind) {
    case "text":
      return only(changed(fresh, insert(fresh.buffer, key.text), "typing"));
    case "paste":
      return only(changed(fresh, insert(fresh.buffer, expandPasted(key.text)), "other"));
    case "control":
      return control(fresh, key.letter);
    case "alt":
      return alt(fresh, key.text);
    case "key":
      return named(fresh, key, language);
  }
};

const only = (state: EditorState): Pressed => ({ state, effect: "none" });
const effect = (state: EditorState, what: Effect): Pressed => ({ state, effect: what });

/** A pasted text has no use for its last line end, nor a terminal for characters that control it. */
const expandPasted = (text: string): string => text.replace(/\n$/, "").replace(/[^\P{Cc}\n\t]/gu, "");

export const changed = (state: EditorState, buffer: Buffer, change: Change): EditorState => {
  if (buffer.text === state.buffer.text) return { ...state, buffer, lastChange: undefined };
  const joins = change !== "other" && change === state.lastChange;
  const undo = joins ? state.undo : [...state.undo, state.buffer].slice(-UNDO_LIMIT);
  return { ...state, buffer, undo, lastChange: change };
};

const moved = (state: EditorState, cursor: number): EditorState => ({
  ...state,
  buffer: { text: state.buffer.text, cursor },
  lastChange: undefined,
});

/** Takes out and keeps what lies between. */
const killed = (state: EditorState, from: number, to: number): EditorState =>
  from === to
    ? state
    : {
        ...changed(state, removeRange(state.buffer, from, to), "other"),
        killed: state.buffer.text.slice(from, to),
      };

const removed = (state: EditorState, from: number, to: number): Pressed =>
  only(changed(state, removeRange(state.buffer, from, to), "deleting"));

const control = (state: EditorState, letter: string): Pressed => {
  const { buffer } = state;
  const { cursor } = buffer;
  switch (letter) {
    case "a":
      return only(moved(state, lineStart(buffer)));
    case "b":
      return only(moved(state, previous(buffer)));
    case "c":
      return effect(state, "interrupt");
    case "d":
      return buffer.text === "" ? effect(state, "end") : removed(state, cursor, next(buffer));
    case "e":
      return only(moved(state, lineEnd(buffer)));
    case "f":
      return only(moved(state, next(buffer)));
    case "k":
      // At the end of a line, the line end.
      return only(killed(state, cursor, lineEnd(buffer) === cursor ? next(buffer) : lineEnd(buffer)));
    case "l":
      return effect(state, "clear screen");
    case "n":
      return walked(state, 1);
    case "p":
      return walked(state, -1);
    case "r":
      return only(startSearch(state));
    // What Smalltalkers accept code with, wherever the cursor stands.
    case "s":
      return effect(state, "submit");
    case "u":
      return only(killed(state, lineStart(buffer), cursor));
    case "w":
      return only(killed(state, wordLeft(buffer), cursor));
    case "y":
      return only(changed(state, insert(buffer, state.killed), "other"));
    case "z":
      return effect(state, "suspend");
    case "_":
      return undone(state);
    default:
      return effect(state, "bell");
  }
};

const alt = (state: EditorState, text: string): Pressed => {
  const { buffer } = state;
  switch (text.toLowerCase()) {
    case "b":
      return only(moved(state, wordLeft(buffer)));
    case "f":
      return only(moved(state, wordRight(buffer)));
    case "d":
      return only(killed(state, buffer.cursor, wordRight(buffer)));
    default:
      return effect(state, "bell");
  }
};

const named = (state: EditorState, key: Extract<Key, { kind: "key" }>, language: Language): Pressed => {
  const { buffer } = state;
  const { text, cursor } = buffer;
  const byWord = key.control || key.alt;
  switch (key.name) {
    case "enter":
      return key.alt ? newLine(state, language) : entered(state, language);
    case "tab":
      return text.slice(lineStart(buffer), cursor).trim() === ""
        ? only(changed(state, insert(buffer, "\t"), "typing"))
        : effect(state, "complete");
    case "backspace":
      if (byWord) return only(killed(state, wordLeft(buffer), cursor));
      return removed(state, backspaceTo(buffer), cursor);
    case "delete":
      return removed(state, cursor, next(buffer));
    case "left":
      return only(moved(state, byWord ? wordLeft(buffer) : previous(buffer)));
    case "right":
      return only(moved(state, byWord ? wordRight(buffer) : next(buffer)));
    case "home":
      return only(moved(state, key.control ? 0 : lineStart(buffer)));
    case "end":
      return only(moved(state, key.control ? text.length : lineEnd(buffer)));
    case "up":
      return isOnFirstLine(buffer) ? walked(state, -1) : upOrDown(state, -1);
    case "down":
      return isOnLastLine(buffer) ? walked(state, 1) : upOrDown(state, 1);
    case "page up":
      return walked(state, -1);
    case "page down":
      return walked(state, 1);
    case "escape":
      return only(state);
  }
};

/** A combining character goes alone, what is joined otherwise goes whole. */
const backspaceTo = (buffer: Buffer): number => {
  const from = previous(buffer);
  const last = buffer.text.charAt(buffer.cursor - 1);
  return /\p{Mn}/u.test(last) && buffer.cursor - from > 1 ? buffer.cursor - 1 : from;
};

const upOrDown = (state: EditorState, by: -1 | 1): Pressed => {
  const buffer = vertical(state.buffer, by);
  return buffer === undefined ? only(state) : only({ ...state, buffer, lastChange: undefined });
};

/** Enter evaluates what is complete; within a longer text, and in one that is not, it begins a line. */
const entered = (state: EditorState, language: Language): Pressed => {
  const { buffer } = state;
  const { text } = buffer;
  if (text.trim() === "") return effect({ ...state, buffer: EMPTY }, "submit");
  const isLong = text.includes("\n");
  if (isLong && !isOnLastLine(buffer)) return newLine(state, language);
  // Two empty lines at the end: whoever writes them wants to hear what is missing.
  const insists = /\n[ \t]*\n[ \t]*$/.test(text);
  return insists || language.isComplete(text) ? effect(state, "submit") : newLine(state, language);
};

const newLine = (state: EditorState, language: Language): Pressed => {
  const { buffer } = state;
  const before = buffer.text.slice(0, buffer.cursor);
  return only(changed(state, insert(buffer, `\n${language.indentation(before)}`), "other"));
};

const walked = (state: EditorState, by: -1 | 1): Pressed => {
  const { entries, at } = state.walk;
  const target = at + by;
  if (target < 0 || target > entries.length) return effect(state, "bell");
  const draft = at === entries.length ? state.buffer.text : state.walk.draft;
  const text = target === entries.length ? draft : (entries[target] ?? "");
  return only({
    ...state,
    buffer: withText(text),
    undo: [...state.undo, state.buffer].slice(-UNDO_LIMIT),
    lastChange: undefined,
    walk: { entries, at: target, draft },
  });
};

const undone = (state: EditorState): Pressed => {
  const buffer = state.undo.at(-1);
  if (buffer === undefined) return effect(state, "bell");
  return only({ ...state, buffer, undo: state.undo.slice(0, -1), lastChange: undefined });
};

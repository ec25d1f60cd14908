/** All that an edit is: the text, where one is in the history, a search under way, what was proposed. */
import { type Buffer, EMPTY, withText } from "./buffer.js";

/** Walking through earlier entries. */
export interface Walk {
  /** The oldest first. */
  readonly entries: readonly string[];
  /** The entry that is shown; `entries.length` for what is being written. */
  readonly at: number;
  /** What was being written. */
  readonly draft: string;
}

/** Ctrl-R: a search backwards through the history. */
export interface Search {
  readonly query: string;
  /** The entry found; undefined where none has the query in it. */
  readonly found: number | undefined;
  /** What to come back to. */
  readonly before: Buffer;
}

/** The latest change's kind: several of one kind are undone together. */
export type Change = "typing" | "deleting" | "other";

export interface EditorState {
  readonly buffer: Buffer;
  /** What Ctrl-K, Ctrl-U and Ctrl-W took out last. */
  readonly killed: string;
  readonly undo: readonly Buffer[];
  readonly lastChange: Change | undefined;
  readonly walk: Walk;
  readonly search: Search | undefined;
  /** Proposals, shown below the text until the next key. */
  readonly proposals: readonly string[];
}

export const beginning = (entries: readonly string[], text = ""): EditorState => ({
  buffer: text === "" ? EMPTY : withText(text),
  killed: "",
  undo: [],
  lastChange: undefined,
  walk: { entries, at: entries.length, draft: text },
  search: undefined,
  proposals: [],
});

export type Effect =
  | "none"
  /** The text is to be evaluated. */
  | "submit"
  /** Proposals are wanted for what stands at the cursor. */
  | "complete"
  /** Ctrl-C. */
  | "interrupt"
  /** Ctrl-D where there is nothing. */
  | "end"
  | "clear screen"
  /** Ctrl-Z. */
  | "suspend"
  | "bell";

export interface Pressed {
  readonly state: EditorState;
  readonly effect: Effect;
}

/** What the editor has to know of the language. */
export interface Language {
  isComplete(text: string): boolean;
  /** What the line behind the text begins with. */
  indentation(text: string): string;
}

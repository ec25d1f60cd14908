/** What is typed at the bottom of the screen. */

import type { Key } from "../editor/keys.js";
import { press } from "../editor/press.js";
import { applyCompletion, type Completion } from "../editor/proposals.js";
import { beginning, type EditorState, type Language } from "../editor/state.js";
import { indentationAfter } from "../language/indentation.js";

/** Enter ends it. */
const LINE: Language = { isComplete: () => true, indentation: () => "" };
/** Enter begins a line; Ctrl-S ends it. */
const TEXT: Language = { isComplete: () => false, indentation: indentationAfter };

export type Answered =
  | { readonly kind: "typing"; readonly state: EditorState }
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "dropped" };

export const beginAsking = (entries: readonly string[], text: string): EditorState => {
  const state = beginning(entries, text);
  // Of a text the beginning is what is looked at first.
  return text.includes("\n") ? { ...state, buffer: { text, cursor: 0 } } : state;
};

/** @param complete what may stand at a place */
export const pressWhileAsking = async (
  before: EditorState,
  key: Key,
  isText: boolean,
  complete: (text: string, cursor: number) => Promise<Completion>,
): Promise<Answered> => {
  if (key.kind === "key" && key.name === "escape" && before.search === undefined) return { kind: "dropped" };
  const { state, effect } = press(before, key, isText ? TEXT : LINE);
  const { text, cursor } = state.buffer;
  switch (effect) {
    case "submit":
      return text.trim() === "" ? { kind: "dropped" } : { kind: "answered", text };
    case "interrupt":
    case "end":
      return { kind: "dropped" };
    case "complete":
      return { kind: "typing", state: applyCompletion(state, await complete(text, cursor)).state };
    default:
      return { kind: "typing", state };
  }
};

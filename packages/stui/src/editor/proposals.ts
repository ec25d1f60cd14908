/** What may stand at the cursor, put there. */
import { changed } from "./press.js";
import type { EditorState } from "./state.js";

export interface Completion {
  /** What the proposals stand for, as offsets. */
  readonly from: number;
  readonly to: number;
  /** The best first. */
  readonly proposals: readonly Proposal[];
}

export interface Proposal {
  readonly text: string;
  /** As it is listed. */
  readonly shown: string;
  /** Whether a selector is meant, and not a message that wants arguments. */
  readonly isName?: boolean;
}

export const NOTHING: Completion = { from: 0, to: 0, proposals: [] };

/** One is put in; of several, what they have in common, and where that is nothing new they are listed. */
export const applyCompletion = (
  state: EditorState,
  { from, to, proposals }: Completion,
): { readonly state: EditorState; readonly found: boolean } => {
  const [first] = proposals;
  if (first === undefined) return { state, found: false };
  const { text } = state.buffer;
  const put = (added: string, cursor: number): EditorState =>
    changed(state, { text: text.slice(0, from) + added + text.slice(to), cursor: from + cursor }, "other");
  if (proposals.length === 1) {
    const { added, cursor } =
      first.isName === true
        ? { added: first.text, cursor: first.text.length }
        : withRoom(first.text, text.slice(to));
    return { state: put(added, cursor), found: true };
  }
  const common = commonPrefix(proposals.map((proposal) => proposal.text));
  const isLonger =
    common.length > state.buffer.cursor - from && common.startsWith(text.slice(from, state.buffer.cursor));
  const longer = isLonger ? put(common, common.length) : state;
  return { state: { ...longer, proposals: proposals.map(({ shown }) => shown) }, found: true };
};

/** A keyword message gets room for its arguments; the cursor goes to the first. */
const withRoom = (text: string, after: string): { readonly added: string; readonly cursor: number } => {
  const parts = text.match(/[^:]+:/g);
  if (parts === null || parts.join("") !== text) return { added: text, cursor: text.length };
  const [first = ""] = parts;
  const added = parts.map((part) => `${part} `).join(" ");
  const isSpaced = parts.length === 1 && after.startsWith(" ");
  return { added: isSpaced ? text : added, cursor: first.length + 1 };
};

export const commonPrefix = (words: readonly string[]): string => {
  const [first = "", ...rest] = words;
  let length = first.length;
  for (const word of rest) {
    let same = 0;
    while (same < length && word.charAt(same) === first.charAt(same)) same += 1;
    length = same;
  }
  return first.slice(0, length);
};

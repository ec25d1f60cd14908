/** Searching the history backwards, as one types. */
import { type Buffer, withText } from "./buffer.js";
import type { Key } from "./keys.js";
import type { EditorState, Search } from "./state.js";

export const startSearch = (state: EditorState): EditorState => ({
  ...state,
  search: { query: "", found: undefined, before: state.buffer },
});

/** `ended`: the search is over, and the key is still to be pressed. */
type Searched =
  | { readonly kind: "done"; readonly state: EditorState }
  | { readonly kind: "ended"; readonly state: EditorState };

export const pressInSearch = (state: EditorState, search: Search, key: Key): Searched => {
  const { entries } = state.walk;
  if (key.kind === "text") return done(looked(state, search, search.query + key.text, entries.length));
  if (key.kind === "control" && key.letter === "r")
    return done(looked(state, search, search.query, search.found ?? entries.length));
  if (key.kind === "key" && key.name === "backspace")
    return done(looked(state, search, [...search.query].slice(0, -1).join(""), entries.length));
  const isCancelled =
    (key.kind === "control" && (key.letter === "c" || key.letter === "g")) ||
    (key.kind === "key" && key.name === "escape");
  if (isCancelled) return done({ ...state, search: undefined, buffer: search.before });
  const at = search.found ?? state.walk.at;
  return { kind: "ended", state: { ...state, search: undefined, walk: { ...state.walk, at } } };
};

const done = (state: EditorState): Searched => ({ kind: "done", state });

/** The latest entry before `from` with the query in it. */
const looked = (state: EditorState, search: Search, query: string, from: number): EditorState => {
  const { entries } = state.walk;
  if (query === "")
    return { ...state, search: { ...search, query, found: undefined }, buffer: search.before };
  for (let at = from - 1; at >= 0; at -= 1) {
    const entry = entries[at] ?? "";
    if (entry.includes(query))
      return { ...state, search: { ...search, query, found: at }, buffer: foundIn(entry, query) };
  }
  // What was found stays where there is none before it.
  const stays = search.found !== undefined && (entries[search.found] ?? "").includes(query);
  return { ...state, search: { ...search, query, found: stays ? search.found : undefined } };
};

const foundIn = (entry: string, query: string): Buffer => ({
  ...withText(entry),
  cursor: entry.indexOf(query) + query.length,
});

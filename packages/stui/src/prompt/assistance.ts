/** What the editor asks of the language and of the session. */
import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Caller } from "../callers/caller.js";
import type { OwnSession } from "../callers/session.js";
import type { Assistance } from "../editor/line-editor.js";
import { type Completion, NOTHING } from "../editor/proposals.js";
import { indentationAfter } from "../language/indentation.js";
import { mayGoOn, readInput } from "../language/pieces.js";
import { isFault } from "../rendering/explain.js";
import { expandHome } from "./commands/files.js";
import { commandNamed, promptCommands } from "./commands/table.js";

/** Milliseconds: whoever presses Tab does not wait for long. */
const COMPLETION_MS = 2_000;

export const assistanceFor = (caller: Caller, session: OwnSession): Assistance => ({
  isComplete: (text) => readInput(text).isComplete && !mayGoOn(text),
  indentation: indentationAfter,
  complete: async (text, cursor) => {
    try {
      return await completionAt(text, cursor, caller, session);
    } catch (error) {
      // No proposals are no reason to disturb whoever types.
      if (isFault(error)) throw error;
      return NOTHING;
    }
  },
});

const completionAt = (
  text: string,
  cursor: number,
  caller: Caller,
  session: OwnSession,
): Completion | Promise<Completion> => {
  const command = /^\s*:([a-z]*)(\s+)?/.exec(text);
  if (command === null) return codeCompletion(text, cursor, 0, caller, session);
  const [head, name = "", space] = command;
  if (space === undefined || cursor < head.length) return commandCompletion(name, head.length - name.length);
  const completes = commandNamed(name)?.completes ?? "nothing";
  if (completes === "path") return pathCompletion(text, cursor);
  const method = METHOD_NAME.exec(text.slice(head.length, cursor));
  if (completes === "code" && method !== null) return methodCompletion(method, head.length, cursor, caller);
  if (completes === "code") return codeCompletion(text, cursor, head.length, caller, session);
  return NOTHING;
};

const commandCompletion = (begun: string, from: number): Completion => ({
  from,
  to: from + begun.length,
  proposals: promptCommands
    .filter(({ name }) => name.startsWith(begun))
    .map(({ name }) => ({ text: `${name} `, shown: `:${name}` })),
});

/** `Foo class >> ba`, as commands name a method. */
const METHOD_NAME = /^(\p{Lu}[\p{L}\p{N}_]*)(\s+class)?\s*>>\s*#?(\S*)$/u;

/** Of the class's own selectors. */
const methodCompletion = async (
  [all, className = "", side, begun = ""]: RegExpExecArray,
  from: number,
  cursor: number,
  caller: Caller,
): Promise<Completion> => {
  const { instance_methods, class_methods } = await caller.call("browse_class", { class_name: className });
  const methods = side === undefined ? instance_methods : class_methods;
  return {
    from: from + all.length - begun.length,
    to: cursor,
    proposals: methods
      .filter(({ name }) => name.startsWith(begun))
      .map(({ name }) => ({ text: name, shown: name, isName: true })),
  };
};

const codeCompletion = async (
  text: string,
  cursor: number,
  from: number,
  caller: Caller,
  session: OwnSession,
): Promise<Completion> => {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), COMPLETION_MS).unref();
  });
  const asked = caller.call("complete", {
    session_id: session.id,
    code: text.slice(from),
    position: cursor - from,
  });
  const found = await Promise.race([asked, late]);
  if (found === undefined) return NOTHING;
  return {
    from: from + found.replace_from,
    to: from + found.replace_to,
    proposals: found.completions.map((each) => ({ text: each.text, shown: each.text })),
  };
};

/** Of the last word: a folder ends with a slash. */
const pathCompletion = (text: string, cursor: number): Completion => {
  const before = text.slice(0, cursor);
  const from = before.search(/\S*$/);
  const word = before.slice(from);
  const folder = word.endsWith("/") ? word : `${dirname(word)}/`;
  const begun = word.endsWith("/") ? "" : basename(word);
  const entries = listed(expandHome(folder)).filter(
    ({ name }) => name.startsWith(begun) && (begun.startsWith(".") || !name.startsWith(".")),
  );
  const prefix = word.slice(0, word.length - begun.length);
  return {
    from,
    to: cursor,
    proposals: entries.map(({ name, isFolder }) => {
      const shown = isFolder ? `${name}/` : name;
      return { text: `${prefix}${shown}`, shown };
    }),
  };
};

const listed = (folder: string): { readonly name: string; readonly isFolder: boolean }[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch (error) {
    if (error instanceof Error && "code" in error) return [];
    throw error;
  }
};

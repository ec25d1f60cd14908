/** All commands of the prompt, and running one by its name. */
import { columns, wrap } from "../../arguments/help.js";
import { CommandMisused, type RunCommand } from "../work.js";
import { browseCommand, docCommand, editCommand, findCommand } from "./browsing.js";
import type { PromptCommand } from "./command.js";
import { debugCommand, debuggingCommands } from "./debugging.js";
import { loadCommand, saveCommand } from "./files.js";
import { stackCommand, varsCommand } from "./inspecting.js";
import { inspectCommand } from "./inspector.js";
import { sessionsCommand } from "./server.js";
import { testCommand } from "./testing.js";

/** Columns. */
const HELP_WIDTH = 110;

/** How code is written at the prompt; paragraphs are wrapped. */
const CODE_HELP = `Type Smalltalk: Enter evaluates what is complete, and goes on in a new line where something is open. A result is called it, and it1, it2 … from then on.

  Object subclass: #Counter instanceVariableNames: 'count' package: 'Demo'
  Object << #Counter slots: { #count }; package: 'Demo'
  Counter >> increment [ ^ count := (count ifNil: [ 0 ]) + 1 ]
  Counter class >> startingAt: aNumber [ … ]

A class may be defined over several lines: an empty one ends it where no package does. A method is written under its class: in brackets, which may go over many lines, or without them up to an empty line. Before it its protocol may stand, as { #category : 'accessing' }. Classes and methods may be pasted from Tonel files.`;

const KEYS_HELP =
  "Tab completes; Ctrl-R searches what was entered before, Up and Down walk through it. Alt-Enter begins a new line, Ctrl-S evaluates from anywhere in the text, Ctrl-_ takes back. Ctrl-C interrupts what runs, or drops what is typed; Ctrl-D leaves.";

const helpCommand: PromptCommand = {
  name: "help",
  usage: "",
  doc: "Show this.",
  completes: "nothing",
  run: async (_rest, { console }) => {
    const rows = promptCommands.map(
      ({ name, usage, doc }) => [`:${name}${usage === "" ? "" : ` ${usage}`}`, doc] as const,
    );
    const width = Math.min(console.columns, HELP_WIDTH);
    const wrapped = (text: string): string[] =>
      text.split("\n").flatMap((line) => (line.startsWith(" ") ? [line] : wrap(line, width)));
    await console.page([
      ...wrapped(CODE_HELP),
      "",
      ...columns(rows, width).split("\n"),
      "",
      ...wrapped(KEYS_HELP),
    ]);
    return true;
  },
};

const quitCommand: PromptCommand = {
  name: "quit",
  usage: "",
  doc: "Leave.",
  completes: "nothing",
  run: async () => true,
};

export const promptCommands: readonly PromptCommand[] = [
  inspectCommand,
  browseCommand,
  docCommand,
  findCommand,
  editCommand,
  testCommand,
  loadCommand,
  saveCommand,
  varsCommand,
  stackCommand,
  debugCommand,
  ...debuggingCommands,
  sessionsCommand,
  helpCommand,
  quitCommand,
];

/** The command that a name, or its beginning, means. */
export const commandNamed = (name: string): PromptCommand | undefined => {
  const exact = promptCommands.find((each) => each.name === name);
  if (exact !== undefined) return exact;
  // Those of an open debugger take no beginnings from the others.
  const all = promptCommands.filter((each) => each.name.startsWith(name));
  const others = all.filter((each) => each !== debugCommand && !debuggingCommands.includes(each));
  const begun = others.length > 0 ? others : all;
  return begun.length === 1 ? begun[0] : name === "?" ? helpCommand : undefined;
};

export const isQuit = (name: string): boolean => commandNamed(name) === quitCommand;

export const runCommand: RunCommand = async (name, rest, surroundings) => {
  const command = commandNamed(name);
  if (command === undefined)
    throw new CommandMisused(
      `there is no command :${name}; there are ${promptCommands.map((each) => `:${each.name}`).join(", ")}.`,
    );
  return command.run(rest, surroundings);
};

/** `stui repl`: a session, line by line. */
import { openCaller } from "../callers/open.js";
import { Repl } from "../repl/repl.js";
import { CONNECT } from "./options.js";
import { subcommand } from "./subcommand.js";

export const replCommand = subcommand(
  {
    name: "repl",
    summary: "Work in a session, line by line.",
    operands: { usage: "", minimum: 0, maximum: 0 },
    options: { connect: CONNECT },
    notes: [
      "Each line is evaluated and its result printed; variables live as long as the session. A line that leaves a bracket, a string or a comment open goes on in the next one; an empty line evaluates what there is.",
      "Ctrl-C interrupts what runs, or drops the line; Ctrl-D ends. From a pipe it reads the lines without a prompt.",
    ],
    examples: [
      { line: "stui repl", doc: "In an image of its own" },
      { line: "stui repl --connect tcp://127.0.0.1:5555", doc: "On a server" },
      { line: "printf 'a := 6\\na * 7\\n' | stui repl", doc: "From a pipe" },
    ],
  },
  async (_operands, given, terminal) =>
    (await Repl.open(await openCaller(given.text("connect"), undefined), terminal)).run(),
);

/** `stui repl`: a prompt in a session. */
import { openCaller } from "../callers/open.js";
import { CONNECT, TIMEOUT } from "./options.js";
import { subcommand } from "./subcommand.js";

export const replCommand = subcommand(
  {
    name: "repl",
    summary: "Work in a session at a prompt.",
    operands: { usage: "", minimum: 0, maximum: 0 },
    options: { connect: CONNECT, timeout: TIMEOUT },
    notes: [
      "Enter evaluates what is complete and goes on in a new line where something is open. Results are called it1, it2 … and it. Classes are defined by their messages, methods as Foo >> bar: x [ … ]. Tab completes; :help tells the rest.",
      "Ctrl-C interrupts what runs, or drops what is typed; Ctrl-D leaves. What was entered is kept in $XDG_STATE_HOME/stui/history, by default in ~/.local/state.",
      "From a pipe it reads the same, prints each result on lines of its own and nothing else, and goes on after errors; the exit code is 1 where something failed. NO_COLOR turns colours off.",
    ],
    examples: [
      { line: "stui repl", doc: "In an image of its own" },
      { line: "stui repl --connect tcp://127.0.0.1:5555", doc: "On a server" },
      { line: "printf 'a := 6\\na * 7\\n' | stui repl", doc: "From a pipe" },
    ],
  },
  async (_operands, given, terminal) => {
    const timeoutMs = given.count("timeout");
    const caller = await openCaller(given.text("connect"), timeoutMs);
    const { stdin, stdout } = process;
    // A terminal without a cursor to move is written to as a pipe is.
    if (!stdin.isTTY || !stdout.isTTY || process.env.TERM === "dumb") {
      const { runPiped } = await import("../prompt/piped.js");
      return runPiped(caller, terminal, timeoutMs);
    }
    const { Prompt } = await import("../prompt/prompt.js");
    return (await Prompt.open(caller, terminal, { input: stdin, output: stdout }, { timeoutMs })).run();
  },
);

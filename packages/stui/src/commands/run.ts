/** `stui run`: files and folders, loaded in the order given in one session. */
import { openCaller } from "../callers/open.js";
import { OwnSession } from "../callers/session.js";
import { isStuiError, outputOf, renderFailure } from "../rendering/failure.js";
import { showResult } from "../rendering/result.js";
import { RECOGNITION, readSource, type Source } from "../sources/source.js";
import type { Terminal } from "../terminal.js";
import { CONNECT, TIMEOUT } from "./options.js";
import { subcommand } from "./subcommand.js";

export const runCommand = subcommand(
  {
    name: "run",
    summary: "Load files and folders of Smalltalk in the order given, and run them.",
    operands: { usage: "FILE|FOLDER…", minimum: 1, maximum: Number.POSITIVE_INFINITY },
    options: {
      eval: { kind: "text", value: "CODE", doc: "Then evaluate this and print its result." },
      connect: CONNECT,
      timeout: TIMEOUT,
    },
    notes: [
      ...RECOGNITION,
      "All is read before anything is loaded, and loaded in one session. What the code writes to the Transcript goes to standard output. The first error ends the run: it goes to standard error, and the exit code is 1.",
    ],
    examples: [
      { line: "stui run hello.st", doc: "A script" },
      {
        line: "stui run examples/tally/Tally --eval 'Tally factorial'",
        doc: "A Tonel package, then an expression",
      },
      {
        line: "stui run src setup.st --connect tcp://127.0.0.1:5555",
        doc: "Load a folder and a script into a server",
      },
    ],
  },
  async (operands, given, terminal) => {
    const sources = operands.map(readSource);
    const timeoutMs = given.count("timeout");
    const caller = await openCaller(given.text("connect"), timeoutMs);
    try {
      const session = await OwnSession.open(caller);
      const forget = onceInterrupted(() => session.close());
      try {
        for (const source of sources) {
          const path = source.path;
          const code = source.kind === "script" ? source.code : undefined;
          const step = () => load(session, source, timeoutMs, terminal);
          if (!(await attempt(step, { path, code }, terminal))) return 1;
        }
        const code = given.text("eval");
        if (code === undefined) return 0;
        const evaluate = async () => showResult(await session.evaluate(code, timeoutMs), terminal);
        return (await attempt(evaluate, { path: "--eval", code }, terminal)) ? 0 : 1;
      } finally {
        forget();
        await session.close();
      }
    } finally {
      await caller.close();
    }
  },
);

const load = async (
  session: OwnSession,
  source: Source,
  timeoutMs: number | undefined,
  terminal: Terminal,
): Promise<void> => {
  switch (source.kind) {
    case "script": {
      const { output } = await session.evaluate(source.code, timeoutMs);
      terminal.show(output);
      return;
    }
    case "chunks":
      terminal.show(
        (await session.fileIn({ format: "chunk", files: { [source.path]: source.text } })).output,
      );
      return;
    case "tonel":
      terminal.show((await session.fileIn({ format: "tonel", files: source.files })).output);
      return;
  }
};

/** Whether it succeeded; a failure of the code is shown. */
const attempt = async (
  step: () => Promise<void>,
  origin: { readonly path: string; readonly code: string | undefined },
  terminal: Terminal,
): Promise<boolean> => {
  try {
    await step();
    return true;
  } catch (error) {
    if (!isStuiError(error)) throw error;
    terminal.show(outputOf(error));
    terminal.error(`${renderFailure(error, { colours: terminal.errorColours, ...origin })}\n`);
    return false;
  }
};

/** Ctrl-C stops what runs by ending its session, so that a server does not go on with it; a second one ends at once. */
const onceInterrupted = (stop: () => Promise<void>): (() => void) => {
  const onSignal = (): void => {
    void stop();
  };
  process.once("SIGINT", onSignal);
  return () => process.removeListener("SIGINT", onSignal);
};

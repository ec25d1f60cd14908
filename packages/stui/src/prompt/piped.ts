/** The prompt without a terminal: reads pieces from standard input, prints results and nothing else. */
import { createInterface } from "node:readline";
import { type Caller, ConnectionLost } from "../callers/caller.js";
import { OwnSession } from "../callers/session.js";
import { isContinuation, mayGoOn, readInput } from "../language/pieces.js";
import { isStuiError } from "../rendering/failure.js";
import type { ExitCode, Terminal } from "../terminal.js";
import { isQuit, runCommand } from "./commands/table.js";
import { PipedConsole } from "./console.js";
import { Work } from "./work.js";

/** The caller is closed at the end. Answers 1 where something failed. */
export const runPiped = async (
  caller: Caller,
  terminal: Terminal,
  timeoutMs: number | undefined,
): Promise<ExitCode> => {
  try {
    const session = await OwnSession.open(caller);
    try {
      return await readAll(new Work(caller, session, new PipedConsole(terminal), runCommand, timeoutMs));
    } finally {
      await closeSession(session);
    }
  } finally {
    await caller.close();
  }
};

const readAll = async (work: Work): Promise<ExitCode> => {
  const lines = createInterface({ input: process.stdin, terminal: false });
  let isBusy = false;
  const onInterrupt = (): void => {
    if (isBusy) work.interrupt();
    else lines.close();
  };
  process.on("SIGINT", onInterrupt);
  let exitCode: ExitCode = 0;
  /** Whether to go on. */
  const carryOut = async (text: string): Promise<boolean> => {
    isBusy = true;
    for (const piece of readInput(text).pieces) {
      if (piece.kind === "command" && isQuit(piece.name)) return false;
      if (!(await work.carryOut(piece))) exitCode = 1;
    }
    isBusy = false;
    return true;
  };
  let pending = "";
  try {
    for await (const line of lines) {
      // A definition that waited for its next line, which is not one.
      if (pending !== "" && readInput(pending).isComplete && mayGoOn(pending) && !isContinuation(line)) {
        const text = pending;
        pending = "";
        if (!(await carryOut(text))) return exitCode;
      }
      pending = pending === "" ? line : `${pending}\n${line}`;
      const { pieces, isComplete } = readInput(pending);
      // Comments belong to what comes behind them.
      if (!isComplete || pieces.length === 0 || mayGoOn(pending)) continue;
      const text = pending;
      pending = "";
      if (!(await carryOut(text))) return exitCode;
    }
    await carryOut(pending);
    return exitCode;
  } finally {
    process.removeListener("SIGINT", onInterrupt);
    lines.close();
  }
};

const closeSession = async (session: OwnSession): Promise<void> => {
  try {
    await session.close();
  } catch (error) {
    // It ends anyway: a server that is gone has ended the session as well.
    if (!isStuiError(error) && !(error instanceof ConnectionLost)) throw error;
  }
};

/** Failed tests in the debugger, one after another: each is run again, and stopped where it fails. */
import type { ReadStream, WriteStream } from "node:tty";
import type { Caller } from "../callers/caller.js";
import type { OwnSession } from "../callers/session.js";
import { DebuggerScreen, type Left } from "../debugging/screen.js";
import { debuggerOf, StoppedProcess } from "../debugging/stopped-process.js";
import { type Assistance, LineEditor } from "../editor/line-editor.js";
import { NOTHING } from "../editor/proposals.js";
import { isFault } from "../rendering/explain.js";
import { isStuiError, outputOf, renderFailure } from "../rendering/failure.js";
import { quoted } from "../sources/baseline-plan.js";
import type { Terminal } from "../terminal.js";
import type { ClassReport } from "./report.js";

/** Nothing is edited. */
const NO_ASSISTANCE: Assistance = {
  isComplete: () => true,
  indentation: () => "",
  complete: async () => NOTHING,
};
/** Signals that leave as Ctrl-D does: the terminal is given back as it was. */
const ENDING = ["SIGTERM", "SIGHUP"] as const;

export interface Failed {
  /** `FooTest>>testBar` */
  readonly name: string;
  /** What runs it again. */
  readonly code: string;
}

/** Those that failed, in the order in which they ran. */
export const failedTests = (reports: readonly ClassReport[]): Failed[] =>
  reports.flatMap(({ name: className, results }) =>
    results.flatMap(({ class_name, selector, outcome }, i) => {
      if (outcome !== "failed" && outcome !== "error") return [];
      // Parametrised tests have several of one selector.
      const number = results.slice(0, i + 1).filter((each) => each.selector === selector).length;
      const tests = `${className} testsForReport select: [ :each | each selector = #${quoted(selector)} ]`;
      return [{ name: `${class_name}>>${selector}`, code: `((${tests}) at: ${number}) debug` }];
    }),
  );

export interface Surroundings {
  readonly caller: Caller;
  readonly session: OwnSession;
  readonly terminal: Terminal;
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Milliseconds that each may take until it fails; what the server allows where absent. */
  readonly timeoutMs: number | undefined;
}

/** Until all have been looked at, or whoever looks has seen enough. The terminal is as it was then. */
export const debugFailed = async (
  failed: readonly Failed[],
  { caller, session, terminal, input, output, timeoutMs }: Surroundings,
): Promise<void> => {
  const editor = new LineEditor(input, output, terminal.colours, NO_ASSISTANCE);
  const onEnd = (): void => editor.end();
  const interrupt = (): void => {
    if (!caller.giveUp()) session.interrupt().catch(() => undefined);
  };
  const look = async (process: StoppedProcess, title: string): Promise<Left> => {
    const { stack } = await process.look();
    // Whoever wrote the test looks for it, not for what asserts.
    const own = stack.find(({ class_name }) => class_name !== "TestAsserter");
    await process.look(own?.index ?? 0);
    const onOutput = (text: string): void => editor.print(text);
    const { colours } = terminal;
    return DebuggerScreen.run(process, { caller, session, editor, colours, title, onOutput });
  };
  for (const signal of ENDING) process.on(signal, onEnd);
  editor.open();
  try {
    for (const [i, { name, code }] of failed.entries()) {
      const stopped = await editor.interruptible(interrupt, () => runAgain(session, code, timeoutMs));
      if (stopped.kind === "ended") {
        editor.print(`${name}: ${stopped.text}\n`);
        continue;
      }
      const process = new StoppedProcess(caller, session, stopped.id);
      const left = await look(process, `${i + 1} of ${failed.length}, ${name}: `);
      if (left.kind === "finished") editor.print(`${left.result.output}${name}: ${left.result.result}\n`);
      if (left.kind === "terminated") editor.print(left.output);
      if (left.kind !== "left") continue;
      await process.terminate();
      if (left.everything) return;
    }
  } catch (error) {
    if (isFault(error)) throw error;
    // The report is still to come.
    editor.print(`${renderFailure(error, { colours: terminal.colours })}\n`);
  } finally {
    for (const signal of ENDING) process.removeListener(signal, onEnd);
    editor.close();
  }
};

type Again =
  | { readonly kind: "stopped"; readonly id: string }
  /** It cannot be debugged: why not. */
  | { readonly kind: "ended"; readonly text: string };

const runAgain = async (session: OwnSession, code: string, timeoutMs: number | undefined): Promise<Again> => {
  try {
    await session.evaluate(code, timeoutMs, true);
    return { kind: "ended", text: "it did not fail when it was run again." };
  } catch (error) {
    if (!isStuiError(error)) throw error;
    const id = debuggerOf(error);
    if (id !== undefined) return { kind: "stopped", id };
    return { kind: "ended", text: `${outputOf(error)}${error.message}` };
  }
};

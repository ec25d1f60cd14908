/** `stui test`: the tests of classes, packages and folders. */
import { writeFileSync } from "node:fs";
import { UsageError } from "../arguments/declaration.js";
import { openCaller } from "../callers/open.js";
import { OwnSession } from "../callers/session.js";
import { loadedText } from "../loading/project.js";
import { isStuiError, outputOf, renderFailure } from "../rendering/failure.js";
import { Progress } from "../rendering/progress.js";
import type { ExitCode, Terminal } from "../terminal.js";
import type { Surroundings } from "../testing/debug-failed.js";
import { choose } from "../testing/filter.js";
import { findTests, loadAll, NoTests, type Operands, readOperands } from "../testing/find.js";
import { junitXml } from "../testing/junit.js";
import { classLine, failuresText, isGood, totalsText } from "../testing/print.js";
import { totalsOf } from "../testing/report.js";
import { type TestRun, TestRunner } from "../testing/run.js";
import { CONNECT, TIMEOUT } from "./options.js";
import { subcommand } from "./subcommand.js";

interface Asked {
  readonly operands: Operands;
  readonly filter: string | undefined;
  readonly baseline: string | undefined;
  readonly groups: readonly string[];
  readonly timeoutMs: number | undefined;
  readonly asJson: boolean;
}

export const testCommand = subcommand(
  {
    name: "test",
    summary: "Run the tests of classes, packages and folders.",
    operands: { usage: "CLASS|PACKAGE|FOLDER…", minimum: 1, maximum: Number.POSITIVE_INFINITY },
    options: {
      filter: {
        kind: "text",
        value: "PATTERN",
        doc: "Only tests with this in Class>>selector; with *, which stands for any characters, from beginning to end.",
      },
      junit: { kind: "text", value: "FILE", doc: "Write a report in JUnit's XML as well." },
      baseline: {
        kind: "text",
        value: "NAME",
        doc: "The baseline to load the first folder by, where it has several.",
      },
      group: {
        kind: "texts",
        value: "NAME",
        doc: "A group, or a package, to load of the first folder; may be given several times.",
      },
      json: {
        kind: "flag",
        doc: "Print the report as one line of JSON on standard output, and nothing else.",
      },
      debug: {
        kind: "flag",
        doc: "On a terminal: run each test that failed again, in a debugger that stops where it fails.",
      },
      connect: CONNECT,
      timeout: TIMEOUT,
    },
    notes: [
      "Folders are loaded first, as stui load does, and the tests of the packages that were loaded are run. A name is a class or a package of the image; where there is a folder of that name, it is the folder. An abstract class stands for its subclasses.",
      "Each test has a time limit of its own, and whatever one does costs that one only. Ctrl-C stops the run and prints what is known.",
      "With --debug the failed tests come one after another, when all have run: in the debugger ? shows the keys, q goes on to the next one, Q to the report. The report and the exit code are those of the run before.",
      "The exit code is 0 where all passed; 1 where something failed, was not found or was stopped; 2 where the command line makes no sense.",
    ],
    examples: [
      { line: "stui test src/Shop src/Shop-Tests", doc: "Folders" },
      {
        line: "stui test NeoJSON --group tests --junit report.xml",
        doc: "A project, for continuous integration",
      },
      { line: "stui test src --filter 'Shop*Test>>test*Price*'", doc: "Some of the tests" },
      { line: "stui test src --debug", doc: "What fails in the debugger, on a terminal" },
      { line: "stui test CounterTest --connect tcp://127.0.0.1:5555", doc: "A class of a server" },
    ],
  },
  async (words, given, terminal) => {
    const operands = readOperands(words);
    const baseline = given.text("baseline");
    const groups = given.texts("group");
    if (operands.repositories.length === 0 && (baseline !== undefined || groups.length > 0))
      throw new UsageError(
        "--baseline and --group say how a folder is loaded, and no folder is named.",
        "test",
      );
    const debugs = given.flag("debug");
    if (debugs && !hasTerminal())
      throw new UsageError(
        "--debug needs a terminal to show the debugger on: neither input nor output may be a pipe or a file.",
        "test",
      );
    const timeoutMs = given.count("timeout");
    const asked: Asked = {
      operands,
      filter: given.text("filter"),
      baseline,
      groups,
      timeoutMs,
      asJson: given.flag("json"),
    };
    const started = performance.now();
    const progress = new Progress();
    const caller = await openCaller(given.text("connect"), timeoutMs);
    try {
      const session = await OwnSession.open(caller);
      try {
        const run = await testIn(session, asked, progress, terminal);
        const durationMs = performance.now() - started;
        if (debugs) await debug(run, { caller, session, terminal, timeoutMs });
        const junit = given.text("junit");
        if (junit !== undefined) writeReport(junit, junitXml(run.reports, durationMs));
        return show(run, asked, durationMs, terminal);
      } catch (error) {
        progress.end();
        if (!isStuiError(error)) throw error;
        terminal.error(outputOf(error));
        terminal.error(`${renderFailure(error, { colours: terminal.errorColours })}\n`);
        return 1;
      } finally {
        await session.close();
      }
    } finally {
      await caller.close();
    }
  },
);

const testIn = async (
  session: OwnSession,
  { operands, filter, baseline, groups, timeoutMs, asJson }: Asked,
  progress: Progress,
  terminal: Terminal,
): Promise<TestRun> => {
  const runner = new TestRunner(session);
  // The first Ctrl-C stops the run, a second one the process.
  const stop = (): void => void runner.stop().catch(() => undefined);
  process.once("SIGINT", stop);
  try {
    const packages = await loadAll(
      session,
      operands.repositories,
      { baseline, groups, timeoutMs },
      {
        onStep: (text) => progress.show(text),
        onOutput: (text) => {
          progress.end();
          if (text !== "") terminal.error(text.endsWith("\n") ? text : `${text}\n`);
        },
        onLoaded: (loaded) => {
          progress.end();
          terminal.error(terminal.errorColours.dim(`${loadedText(loaded)}\n`));
        },
      },
    );
    const chosen = choose(await findTests(session, packages, operands.names), filter);
    if (chosen.length === 0)
      throw new NoTests(filter === undefined ? "there are no tests." : `no test matches --filter ${filter}.`);
    const total = chosen.reduce((sum, { selectors }) => sum + selectors.length, 0);
    let before = 0;
    return await runner.run(chosen, {
      onClass: ({ testClass }, done) => {
        before = done;
        progress.show(`[${done}/${total}] ${testClass.name}`);
      },
      onTest: (name, count) => progress.show(`[${before + count}/${total}] ${name}`),
      onReport: (report) => {
        progress.end();
        if (!asJson) terminal.out(`${classLine(report, terminal.colours)}\n`);
      },
    });
  } finally {
    progress.end();
    process.removeListener("SIGINT", stop);
  }
};

/** The same as a prompt needs. */
const hasTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== "dumb";

const debug = async (
  { reports }: TestRun,
  surroundings: Omit<Surroundings, "input" | "output">,
): Promise<void> => {
  const { debugFailed, failedTests } = await import("../testing/debug-failed.js");
  const failed = failedTests(reports);
  const { stdin, stdout } = process;
  if (failed.length > 0) await debugFailed(failed, { ...surroundings, input: stdin, output: stdout });
};

const writeReport = (file: string, xml: string): void => {
  try {
    writeFileSync(file, xml);
  } catch (error) {
    throw new ReportNotWritten(file, error);
  }
};

class ReportNotWritten extends Error {
  override readonly name = "ReportNotWritten";
  constructor(file: string, cause: unknown) {
    super(
      `the report ${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        cause,
      },
    );
  }
}

const show = (
  { reports, stopped }: TestRun,
  { asJson }: Asked,
  durationMs: number,
  terminal: Terminal,
): ExitCode => {
  const totals = totalsOf(reports);
  const exitCode: ExitCode =
    isGood(totals) && stopped === undefined && totals.run + totals.skipped > 0 ? 0 : 1;
  if (asJson) {
    terminal.out(
      `${JSON.stringify({
        ...totals,
        duration_ms: Math.round(durationMs),
        ...(stopped === undefined ? {} : { stopped }),
        classes: reports.map(({ name, package: packageName, problem, results }) => ({
          class_name: name,
          package: packageName,
          ...(problem === undefined ? {} : { problem }),
          results,
        })),
      })}\n`,
    );
    return exitCode;
  }
  const failures = failuresText(reports, terminal.colours);
  if (failures !== "") terminal.out(`\n${failures}\n`);
  terminal.out(`${totalsText(totals, durationMs / 1_000, terminal.colours)}\n`);
  if (stopped !== undefined)
    terminal.error(`${terminal.errorColours.red("stopped")} before the last test: ${stopped}.\n`);
  return exitCode;
};

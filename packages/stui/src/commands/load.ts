/** `stui load`: the packages of a project, by its baseline. */
import { openCaller } from "../callers/open.js";
import { OwnSession } from "../callers/session.js";
import { loadedText, loadProject } from "../loading/project.js";
import { isStuiError, outputOf, renderFailure } from "../rendering/failure.js";
import { Progress } from "../rendering/progress.js";
import { showResult } from "../rendering/result.js";
import { openRepository, SOURCE_ROOTS } from "../sources/repository.js";
import { CONNECT, TIMEOUT } from "./options.js";
import { subcommand } from "./subcommand.js";

export const loadCommand = subcommand(
  {
    name: "load",
    summary: "Load the packages of a project from its folder, as its baseline tells.",
    operands: { usage: "FOLDER [FOLDER…]", minimum: 1, maximum: Number.POSITIVE_INFINITY },
    options: {
      baseline: {
        kind: "text",
        value: "NAME",
        doc: "The baseline to go by, where the folder has several: X for BaselineOfX.",
      },
      group: {
        kind: "texts",
        value: "NAME",
        doc: "A group, or a package, to load in place of the default; may be given several times.",
      },
      eval: { kind: "text", value: "CODE", doc: "Then evaluate this and print its result." },
      connect: CONNECT,
      timeout: TIMEOUT,
    },
    notes: [
      `Packages are folders with Tonel files (Foo.class.st), or FileTree's (Foo.package). They are looked for in the folder that .project names, then in ${SOURCE_ROOTS.slice(0, -1).join(", ")}, then in FOLDER itself. A folder without a baseline is loaded whole; so is FOLDER where it is a package itself.`,
      "The baseline is run, and tells the packages with what they require. Other projects that it needs are looked for in the same folder and in those that follow it: nothing is fetched.",
      "Packages of one format are loaded at once: where something in them does not compile, none is. What was loaded is told on standard error.",
    ],
    examples: [
      { line: "stui load NeoJSON --group tests", doc: "One group of a project" },
      { line: "stui load MyProject Mocketry", doc: "A project that needs another one" },
      {
        line: "stui load examples/ledger --eval 'Ledger sample report'",
        doc: "A folder without a baseline, then an expression",
      },
      { line: "stui load NeoJSON --connect tcp://127.0.0.1:5555", doc: "Into a server" },
    ],
  },
  async (folders, given, terminal) => {
    const repositories = folders.map(openRepository);
    const timeoutMs = given.count("timeout");
    const started = performance.now();
    const progress = new Progress();
    const caller = await openCaller(given.text("connect"), timeoutMs);
    try {
      const session = await OwnSession.open(caller);
      const stop = (): void => void session.close();
      // What fails is of files, until the code is at work.
      let evaluated: string | undefined;
      process.once("SIGINT", stop);
      try {
        const asked = { baseline: given.text("baseline"), groups: given.texts("group"), timeoutMs };
        const loaded = await loadProject(session, repositories, asked, {
          onStep: (text) => progress.show(text),
          onOutput: (text) => {
            progress.end();
            terminal.show(text);
          },
        });
        const seconds = ((performance.now() - started) / 1_000).toFixed(1);
        progress.end();
        terminal.error(`${loadedText(loaded)}, ${seconds} s\n`);
        evaluated = given.text("eval");
        if (evaluated !== undefined) showResult(await session.evaluate(evaluated, timeoutMs), terminal);
        return 0;
      } catch (error) {
        progress.end();
        if (!isStuiError(error)) throw error;
        terminal.show(outputOf(error));
        terminal.error(`${renderFailure(error, { colours: terminal.errorColours, code: evaluated })}\n`);
        return 1;
      } finally {
        process.removeListener("SIGINT", stop);
        await session.close();
      }
    } finally {
      await caller.close();
    }
  },
);

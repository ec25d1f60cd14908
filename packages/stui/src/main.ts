/** The `stui` command. */
import { CalledWrongly, UsageError } from "./arguments/declaration.js";
import type { Subcommand } from "./commands/subcommand.js";
import { type ExitCode, Terminal } from "./terminal.js";

/** A command is loaded when it is asked for: how soon `stui eval` answers depends on it. */
const commands: ReadonlyMap<string, () => Promise<Subcommand>> = new Map([
  ["start", async () => (await import("./commands/start.js")).startCommand],
  ["serve", async () => (await import("./commands/serve.js")).serveCommand],
  ["repl", async () => (await import("./commands/repl.js")).replCommand],
  ["eval", async () => (await import("./commands/eval.js")).evalCommand],
  ["load", async () => (await import("./commands/load.js")).loadCommand],
  ["run", async () => (await import("./commands/run.js")).runCommand],
  ["test", async () => (await import("./commands/test.js")).testCommand],
  ["demo", async () => (await import("./commands/demo.js")).demoCommand],
]);

const showOverview = async (show: (text: string) => void): Promise<void> => {
  const { overview } = await import("./arguments/help.js");
  const { version } = await import("./version.js");
  show(overview(await Promise.all([...commands.values()].map((load) => load())), version));
};

const main = async (words: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  const [name, ...rest] = words;
  if (name === undefined) {
    await showOverview((text) => terminal.error(text));
    return 2;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const load = commands.get(rest[0] ?? "");
    if (load !== undefined) return (await load()).main(["--help"], terminal);
    await showOverview((text) => terminal.out(text));
    return 0;
  }
  if (name === "--version") {
    terminal.out(`${(await import("./version.js")).version}\n`);
    return 0;
  }
  const load = commands.get(name);
  if (load === undefined)
    throw new UsageError(`there is no command ${name}; there are ${[...commands.keys()].join(", ")}.`);
  return (await load()).main(rest, terminal);
};

// Whoever read what this writes may have gone: there is nobody left to write for.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

const terminal = await Terminal.open();
try {
  process.exitCode = await main(process.argv.slice(2), terminal);
} catch (error) {
  const { explain } = await import("./rendering/explain.js");
  terminal.error(explain(error, terminal.errorColours));
  process.exitCode = error instanceof CalledWrongly ? 2 : 1;
}

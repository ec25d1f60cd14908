/** A subcommand: its command line, and what it does. */
import { type CommandLine, commandLine, type Options } from "../arguments/declaration.js";
import { type Given, parse } from "../arguments/parse.js";
import type { ExitCode, Terminal } from "../terminal.js";

export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  main(words: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

type Run<O extends Options> = (
  operands: readonly string[],
  given: Given<O>,
  terminal: Terminal,
) => Promise<ExitCode>;

interface Particulars {
  /** What `--help` says besides, where that has to be loaded first. */
  readonly sections?: () => Promise<readonly string[]>;
}

export const subcommand = <const O extends Options>(
  declaration: CommandLine<O>,
  run: Run<O>,
  { sections = async () => [] }: Particulars = {},
): Subcommand => {
  const line = commandLine(declaration);
  return {
    name: line.name,
    summary: line.summary,
    main: async (words, terminal) => {
      const parsed = parse(line, words);
      if (parsed.kind === "run") return run(parsed.operands, parsed.given, terminal);
      const { helpOf } = await import("../arguments/help.js");
      terminal.out(helpOf(line, await sections()));
      return 0;
    },
  };
};

/** A subcommand: its command line, and what it does. */
import { type CommandLine, commandLine, type Options } from "../arguments/declaration.js";
import { type Given, parse } from "../arguments/parse.js";
import type { ExitCode, Terminal } from "../terminal.js";

export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  /** The exit code where its command line makes no sense. */
  readonly usageExitCode: ExitCode;
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
  /** 1 if absent. */
  readonly usageExitCode?: ExitCode;
}

export const subcommand = <const O extends Options>(
  declaration: CommandLine<O>,
  run: Run<O>,
  { sections = async () => [], usageExitCode = 1 }: Particulars = {},
): Subcommand => {
  const line = commandLine(declaration);
  return {
    name: line.name,
    summary: line.summary,
    usageExitCode,
    main: async (words, terminal) => {
      const parsed = parse(line, words);
      if (parsed.kind === "run") return run(parsed.operands, parsed.given, terminal);
      const { helpOf } = await import("../arguments/help.js");
      terminal.out(helpOf(line, await sections()));
      return 0;
    },
  };
};

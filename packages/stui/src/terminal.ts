/** The process's streams, as commands use them. */
import { type Colours, coloursFor } from "./rendering/colours.js";
import { forTerminal, harmless } from "./rendering/harmless.js";

/** 0: all went well. 1: the work failed. 2: the command was called wrongly, and nothing was begun. */
export type ExitCode = 0 | 1 | 2;

export class Terminal {
  private constructor(
    /** Of standard output and of standard error. */
    readonly colours: Colours,
    readonly errorColours: Colours,
  ) {}

  static async open(): Promise<Terminal> {
    return new Terminal(await coloursFor(process.stdout), await coloursFor(process.stderr));
  }

  /** Where it is a terminal, control characters but for colours, line ends and tabs are shown. */
  out(text: string): void {
    process.stdout.write(process.stdout.isTTY ? forTerminal(text, this.colours) : text);
  }

  /** The same on standard error. */
  error(text: string): void {
    process.stderr.write(process.stderr.isTTY ? forTerminal(text, this.errorColours) : text);
  }

  /** What code wrote or answered: Smalltalk's line ends become those of a terminal. */
  show(text: string): void {
    if (text === "") return;
    const lines = process.stdout.isTTY ? harmless(text) : text.replace(/\r\n?/g, "\n");
    this.out(lines.endsWith("\n") ? lines : `${lines}\n`);
  }
}

/** All of standard input, as text in UTF-8. */
export const readInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};

/** The process's streams, as commands use them. */
import { type Colours, coloursFor } from "./rendering/colours.js";

/** 2 says that what was given to work with makes no sense, where a command tells that apart from 1. */
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

  out(text: string): void {
    process.stdout.write(text);
  }

  error(text: string): void {
    process.stderr.write(text);
  }

  /** What code wrote or answered: Smalltalk's line ends become those of a terminal. */
  show(text: string): void {
    if (text === "") return;
    const lines = text.replace(/\r\n?/g, "\n");
    this.out(lines.endsWith("\n") ? lines : `${lines}\n`);
  }
}

/** All of standard input, as text in UTF-8. */
export const readInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};

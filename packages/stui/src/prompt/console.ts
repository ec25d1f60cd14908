/** Where the prompt writes to. */
import type { LineEditor } from "../editor/line-editor.js";
import type { Colours } from "../rendering/colours.js";
import { forTerminal, harmless } from "../rendering/harmless.js";
import { textWidth } from "../rendering/width.js";
import type { Terminal } from "../terminal.js";

export interface Console {
  readonly colours: Colours;
  readonly errorColours: Colours;
  /** Whether a person sees it at once, and can answer. */
  readonly isInteractive: boolean;
  readonly columns: number;
  /** The terminal, for whoever needs all of it; undefined where there is none. */
  readonly editor: LineEditor | undefined;
  /** What code made, as it can be written here: on a terminal it does nothing but stand there. */
  foreign(text: string): string;
  /** Whole lines: what was asked for. */
  out(text: string): void;
  /** Whole lines: what went wrong, or is to be noticed. */
  error(text: string): void;
  /** What code wrote to the Transcript, in parts as they come. */
  transcript(text: string): void;
  /** Lines, a screen at a time. `more` fetches what comes next; undefined where nothing does. */
  page(first: readonly string[], more?: NextPage): Promise<void>;
}

export type NextPage = () => Promise<readonly string[] | undefined>;

const withEnd = (text: string): string => {
  const lines = text.replace(/\r\n?/g, "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
};

export class PipedConsole implements Console {
  readonly isInteractive = false;
  readonly columns = 100;
  readonly editor = undefined;

  constructor(readonly terminal: Terminal) {}

  get colours(): Colours {
    return this.terminal.colours;
  }

  get errorColours(): Colours {
    return this.terminal.errorColours;
  }

  /** As it is: where it is a terminal all the same, there are no colours, and all control characters are shown. */
  foreign(text: string): string {
    return text;
  }

  out(text: string): void {
    this.terminal.out(withEnd(text));
  }

  error(text: string): void {
    this.terminal.error(withEnd(text));
  }

  transcript(text: string): void {
    this.terminal.out(withEnd(text));
  }

  /** The first page says how much there is. */
  async page(first: readonly string[]): Promise<void> {
    this.out(first.join("\n"));
  }
}

export class EditorConsole implements Console {
  readonly isInteractive = true;

  constructor(
    readonly editor: LineEditor,
    readonly terminal: Terminal,
  ) {}

  get colours(): Colours {
    return this.terminal.colours;
  }

  get errorColours(): Colours {
    return process.stderr.isTTY ? this.terminal.errorColours : this.terminal.colours;
  }

  get columns(): number {
    return this.editor.columns;
  }

  foreign(text: string): string {
    return harmless(text);
  }

  out(text: string): void {
    this.editor.print(withEnd(text));
  }

  error(text: string): void {
    if (process.stderr.isTTY) this.editor.print(withEnd(text));
    else this.terminal.error(withEnd(text));
  }

  transcript(text: string): void {
    this.editor.print(harmless(text));
  }

  async page(first: readonly string[], more?: NextPage): Promise<void> {
    let found: readonly string[] | undefined = first;
    while (found !== undefined) {
      const lines: readonly string[] = found.map((line) => forTerminal(line, this.colours));
      const count = fitting(lines, this.editor.columns, this.editor.rows - 1);
      this.out(lines.slice(0, count).join("\n"));
      const rest: readonly string[] = lines.slice(count);
      found = rest.length > 0 ? rest : await more?.();
      if (found === undefined || !(await this.#wantsMore())) return;
    }
  }

  async #wantsMore(): Promise<boolean> {
    this.editor.print(this.colours.dim("-- space: more, q: enough --"));
    const key = await this.editor.key();
    this.editor.eraseLine();
    return (
      (key.kind === "text" && key.text.startsWith(" ")) ||
      (key.kind === "key" && (key.name === "enter" || key.name === "down" || key.name === "page down"))
    );
  }
}

/** What colours are made of. */
const ESCAPES = /\p{Cc}\[[\d;]*m/gu;
/** Columns that a terminal gives a tab at the most. */
const TAB = "        ";

/** How many of the lines fit into some rows: at least one; a long one takes several. */
export const fitting = (lines: readonly string[], columns: number, rows: number): number => {
  let taken = 0;
  for (const [i, line] of lines.entries()) {
    const width = textWidth(line.replace(ESCAPES, "").replaceAll("\t", TAB));
    taken += Math.max(1, Math.ceil(width / columns));
    if (taken > rows) return Math.max(1, i);
  }
  return lines.length;
};

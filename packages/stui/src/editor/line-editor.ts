/** The editor on a terminal: reads keys, keeps what is shown up to date, and hands over what is entered. */
import type { ReadStream, WriteStream } from "node:tty";
import { highlight } from "../language/highlight.js";
import { paintOf } from "../rendering/code.js";
import type { Colours } from "../rendering/colours.js";
import { forTerminal } from "../rendering/harmless.js";
import { cutToWidth } from "../rendering/width.js";
import { draw, erase, type Frame, frameOf, leave } from "./frame.js";
import { ENTER_SCREEN, LEAVE_SCREEN } from "./full-screen.js";
import { type Key, KeyDecoder } from "./keys.js";
import { columnsOf, layout } from "./layout.js";
import { press } from "./press.js";
import { applyCompletion, type Completion } from "./proposals.js";
import { beginning, type EditorState, type Language } from "./state.js";

const ESC = "\u001b";
const PASTE_ON = `${ESC}[?2004h`;
const PASTE_OFF = `${ESC}[?2004l`;
/** Milliseconds after which an Escape is a key and not the beginning of a sequence. */
const ESCAPE_MS = 50;
/** Where a terminal does not say. */
const COLUMNS = 80;
const ROWS = 24;

/** What was entered. */
export type Entered =
  | { readonly kind: "text"; readonly text: string }
  /** Ctrl-C; `dropped` says whether there was something. */
  | { readonly kind: "interrupt"; readonly dropped: boolean }
  | { readonly kind: "end" };

export interface Assistance extends Language {
  complete(text: string, cursor: number): Promise<Completion>;
}

/** Who has the whole screen for a while. */
export interface Guest {
  /** What would have been written above the text. */
  print(text: string): void;
  /** The size is another one, or nothing is left of what was drawn. */
  redraw(): void;
}

interface Editing {
  state: EditorState;
  readonly prompt: string;
  readonly continuation: string;
  readonly resolve: (entered: Entered) => void;
}

export class LineEditor {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #colours: Colours;
  readonly #assistance: Assistance;
  readonly #decoder = new KeyDecoder();
  /** Keys that came while nothing was edited, or while proposals were fetched. */
  #waiting: Key[] = [];
  #escapeTimer: NodeJS.Timeout | undefined;
  #frame: Frame | undefined;
  #editing: Editing | undefined;
  #isCompleting = false;
  #isOpen = false;
  #killed = "";
  #onInterrupt: (() => void) | undefined;
  #onKey: ((key: Key) => void) | undefined;
  #guest: Guest | undefined;
  /** Whether another program has the terminal. */
  #isAway = false;
  /** Whether what was printed last ended within a line. */
  #isWithinLine = false;

  constructor(input: ReadStream, output: WriteStream, colours: Colours, assistance: Assistance) {
    this.#input = input;
    this.#output = output;
    this.#colours = colours;
    this.#assistance = assistance;
  }

  get columns(): number {
    return Math.max(10, this.#output.columns || COLUMNS);
  }

  get rows(): number {
    return Math.max(2, this.#output.rows || ROWS);
  }

  /** Takes the terminal, until `close`. */
  open(): void {
    this.#isOpen = true;
    this.#output.on("resize", this.#onResize);
    process.on("SIGCONT", this.#onContinue);
    process.once("exit", this.#onExit);
    this.#listen();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#output.off("resize", this.#onResize);
    process.off("SIGCONT", this.#onContinue);
    process.off("exit", this.#onExit);
    this.#unlisten();
  }

  #listen(): void {
    this.#input.setEncoding("utf8");
    this.#input.on("data", this.#onData);
    this.#input.on("end", this.#onEnd);
    this.#input.on("error", this.#onEnd);
    this.#raw(true);
    this.#input.resume();
  }

  #unlisten(): void {
    clearTimeout(this.#escapeTimer);
    this.#input.off("data", this.#onData);
    this.#input.off("end", this.#onEnd);
    this.#input.off("error", this.#onEnd);
    this.#raw(false);
    this.#input.pause();
  }

  /** While `act` runs, the whole screen is the guest's, who takes keys by `key` and draws with `write`. */
  async lend<T>(guest: Guest, act: () => Promise<T>): Promise<T> {
    this.#guest = guest;
    this.write(ENTER_SCREEN);
    try {
      return await act();
    } finally {
      this.#guest = undefined;
      this.write(LEAVE_SCREEN);
    }
  }

  /** While `act` runs, the terminal is another program's, in the modes that such expect. */
  async away<T>(act: () => Promise<T>): Promise<T> {
    if (this.#guest !== undefined) this.write(LEAVE_SCREEN);
    this.#unlisten();
    this.#isAway = true;
    try {
      return await act();
    } finally {
      this.#isAway = false;
      if (this.#isOpen) {
        this.#listen();
        this.#reenter();
      }
    }
  }

  /** As it is, escape sequences included. */
  write(text: string): void {
    if (!this.#isAway && !this.#output.destroyed) this.#output.write(text);
  }

  /** The guest's screen again. */
  #reenter(): void {
    if (this.#guest === undefined) return;
    this.write(ENTER_SCREEN);
    this.#guest.redraw();
  }

  /** @param text to begin with */
  edit(prompt: string, continuation: string, entries: readonly string[], text = ""): Promise<Entered> {
    return new Promise((resolve) => {
      if (this.#isWithinLine) this.#output.write("\n");
      this.#isWithinLine = false;
      const state = { ...beginning(entries, text), killed: this.#killed };
      this.#editing = { state, prompt, continuation, resolve };
      if (!this.#isOpen) {
        this.#finish({ kind: "end" });
        return;
      }
      this.#goOn();
    });
  }

  /** While `act` runs, Ctrl-C calls `interrupt`; other keys wait for the next text. */
  async interruptible<T>(interrupt: () => void, act: () => Promise<T>): Promise<T> {
    const before = this.#onInterrupt;
    this.#onInterrupt = interrupt;
    try {
      return await act();
    } finally {
      this.#onInterrupt = before;
    }
  }

  /** The next key, for questions such as whether to go on. */
  async key(): Promise<Key> {
    const [next] = this.#waiting.splice(0, 1);
    if (next !== undefined) return next;
    if (!this.#isOpen) return { kind: "control", letter: "d" };
    return new Promise((resolve) => {
      this.#onKey = resolve;
    });
  }

  /** Writes above what is being edited. Lines may come in parts. */
  print(text: string): void {
    if (text === "") return;
    if (this.#guest !== undefined) {
      this.#guest.print(text);
      return;
    }
    // Of the terminal's modes the one that makes a line end of a line feed stays in force.
    const lines = forTerminal(text, this.#colours);
    if (this.#frame === undefined) {
      this.#output.write(lines);
      this.#isWithinLine = !lines.endsWith("\n");
      return;
    }
    const whole = lines.endsWith("\n") ? lines : `${lines}\n`;
    this.#output.write(`${erase(this.#frame, this.columns)}${whole}`);
    this.#frame = undefined;
    this.#draw();
  }

  /** Takes back what was printed of a line that has not ended. */
  eraseLine(): void {
    this.#output.write(`\r${ESC}[K`);
    this.#isWithinLine = false;
  }

  /** As Ctrl-D would. */
  end(): void {
    const end: Key = { kind: "control", letter: "d" };
    if (this.#editing !== undefined) this.#finish({ kind: "end" });
    else if (this.#onKey !== undefined) this.#take([end]);
    else this.#waiting.unshift(end);
  }

  /** A signal that means what Ctrl-C means. */
  interrupt(): void {
    // The other program gets it as well.
    if (!this.#isAway) this.#take([{ kind: "control", letter: "c" }]);
  }

  readonly #onData = (data: string): void => {
    clearTimeout(this.#escapeTimer);
    this.#take(this.#decoder.push(data));
    if (this.#decoder.isWaiting)
      this.#escapeTimer = setTimeout(() => this.#take(this.#decoder.flush()), ESCAPE_MS);
  };

  /** The terminal is gone. */
  readonly #onEnd = (): void => {
    this.#isOpen = false;
    this.#onInterrupt?.();
    this.#onKey?.({ kind: "control", letter: "d" });
    this.end();
  };

  readonly #onResize = (): void => {
    if (this.#isAway) return;
    this.#guest?.redraw();
    if (this.#editing !== undefined) this.#draw();
  };

  readonly #onContinue = (): void => {
    if (this.#isAway) return;
    this.#raw(true);
    this.#reenter();
    this.#frame = undefined;
    if (this.#editing !== undefined) this.#draw();
  };

  readonly #onExit = (): void => {
    if (this.#guest !== undefined && !this.#isAway) this.write(LEAVE_SCREEN);
    this.#raw(false);
  };

  #raw(on: boolean): void {
    if (this.#input.isTTY && !this.#input.destroyed) this.#input.setRawMode(on);
    if (!this.#output.destroyed) this.#output.write(on ? PASTE_ON : PASTE_OFF);
  }

  #take(keys: readonly Key[]): void {
    for (const key of keys) {
      // Whoever asks a question hears the answer, whatever else a key means.
      if (this.#onKey !== undefined) {
        const answer = this.#onKey;
        this.#onKey = undefined;
        answer(key);
        continue;
      }
      const isInterrupt = key.kind === "control" && key.letter === "c";
      if (isInterrupt && this.#onInterrupt !== undefined) {
        this.#waiting = [];
        this.#onInterrupt();
        continue;
      }
      this.#waiting.push(key);
    }
    this.#goOn();
  }

  /** Presses what waits, as far as there is something to press it in. */
  #goOn(): void {
    while (this.#editing !== undefined && !this.#isCompleting) {
      const key = this.#waiting.shift();
      if (key === undefined) break;
      this.#press(this.#editing, key);
    }
    if (this.#editing !== undefined) this.#draw();
  }

  #press(editing: Editing, key: Key): void {
    const { state, effect } = press(editing.state, key, this.#assistance);
    editing.state = state;
    this.#killed = state.killed;
    const { text } = state.buffer;
    switch (effect) {
      case "none":
        return;
      case "submit":
        this.#finish({ kind: "text", text });
        return;
      case "interrupt":
        this.#finish({ kind: "interrupt", dropped: text !== "" });
        return;
      case "end":
        this.#finish({ kind: "end" });
        return;
      case "complete":
        void this.#complete(editing);
        return;
      case "clear screen":
        this.#output.write(`${ESC}[H${ESC}[2J`);
        this.#frame = undefined;
        return;
      case "suspend":
        this.suspend();
        return;
      case "bell":
        this.#output.write("\u0007");
    }
  }

  /** Ctrl-Z: the shell has the terminal until it wakes this. */
  suspend(): void {
    this.#output.write(this.#guest === undefined ? leave(this.#frame) : LEAVE_SCREEN);
    this.#frame = undefined;
    this.#raw(false);
    process.kill(process.pid, "SIGTSTP");
    // It goes on here: with SIGCONT, or at once where nobody could wake it and stopping does nothing.
    this.#raw(true);
    this.#reenter();
  }

  async #complete(editing: Editing): Promise<void> {
    this.#isCompleting = true;
    const { buffer } = editing.state;
    try {
      const completion = await this.#assistance.complete(buffer.text, buffer.cursor);
      const { state, found } = applyCompletion(editing.state, completion);
      editing.state = state;
      if (!found) this.#output.write("\u0007");
    } finally {
      this.#isCompleting = false;
      if (this.#editing === editing) this.#goOn();
    }
  }

  /** Shows the text a last time, with the cursor behind it. */
  #finish(entered: Entered): void {
    const editing = this.#editing;
    if (editing === undefined) return;
    editing.state = {
      ...editing.state,
      proposals: [],
      search: undefined,
      buffer: { text: editing.state.buffer.text, cursor: editing.state.buffer.text.length },
    };
    this.#draw();
    this.#output.write(leave(this.#frame));
    this.#frame = undefined;
    this.#editing = undefined;
    editing.resolve(entered);
  }

  #draw(): void {
    const { columns, rows } = this;
    const editing = this.#editing;
    if (editing === undefined) return;
    const { buffer, search, proposals } = editing.state;
    const shown = layout({
      text: buffer.text,
      cursor: buffer.cursor,
      spans: highlight(buffer.text),
      prompt: editing.prompt,
      continuation: editing.continuation,
      columns,
      paint: (text, style) => paintOf(style, this.#colours)(text),
      paintPrompt: this.#colours.bold,
    });
    const below = search === undefined ? [] : [cutToWidth(this.#searchLine(search), columns - 1)];
    const listed = columnsOf(
      proposals,
      columns - 1,
      Math.max(1, Math.min(rows - shown.rows.length - 1, rows >> 1)),
    );
    const frame = frameOf(shown, [...below, ...listed.map((row) => this.#colours.dim(row))], rows);
    this.#output.write(draw(this.#frame, frame, columns));
    this.#frame = frame;
  }

  #searchLine({ query, found }: NonNullable<EditorState["search"]>): string {
    const failed = found === undefined && query !== "" ? "nothing found for" : "search";
    return `${failed}: ${query}`;
  }
}

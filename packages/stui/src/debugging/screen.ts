/** The debugger on the whole screen of a terminal: shows a stopped process, and does what keys ask for. */
import { DebuggerNotFound, ImageCrashed } from "@stui/protocol";
import { type Caller, ConnectionLost } from "../callers/caller.js";
import { isGone, type OwnSession } from "../callers/session.js";
import { drawScreen, type ScreenRows } from "../editor/full-screen.js";
import type { Key } from "../editor/keys.js";
import type { Guest, LineEditor } from "../editor/line-editor.js";
import { NOTHING } from "../editor/proposals.js";
import { type Colours, noColours } from "../rendering/colours.js";
import type { View } from "../rendering/debugger.js";
import { isFault } from "../rendering/explain.js";
import { outputOf, renderFailure } from "../rendering/failure.js";
import { lineOfOffset } from "../rendering/source-rows.js";
import { beginAsking, pressWhileAsking } from "./asking.js";
import { type Asking, draw, type Logged, type Pane } from "./drawing.js";
import { type Operation, operations, type Told } from "./operations.js";
import {
  type Breakpoint,
  type Came,
  OperationMisused,
  ProcessOver,
  type StoppedProcess,
} from "./stopped-process.js";
import { editorIn, editText } from "./text-editor.js";
import { currentLevel, enter, type Levels, leaveLevel, levelsOf, moveIn } from "./variables.js";

/** Lines of the log that are kept. */
const LOG = 200;
/** Milliseconds after which it is said that something runs. */
const RUNNING_MS = 150;
/** Activations of a failure that the log tells. */
const STACK_LIMIT = 2;
const PANES: readonly Pane[] = ["stack", "source", "variables"];
/** What colours are made of. */
const ESCAPES = /\p{Cc}\[[\d;]*m/gu;

export interface ScreenOptions {
  readonly caller: Caller;
  readonly session: OwnSession;
  readonly editor: LineEditor;
  readonly colours: Colours;
  /** What is debugged, where that is not plain. */
  readonly title?: string;
  /** Shows what of code's output has not been shown while it ran. */
  readonly onOutput: (output: string) => void;
}

/** How the screen was left. */
export type Left =
  /** The process stands where it stood. */
  { readonly kind: "left"; readonly everything: boolean } | Exclude<Came, { readonly kind: "stands" }>;

/** What a key has led to; undefined where the screen stays. */
type Outcome = Left | undefined;

export class DebuggerScreen implements Guest {
  readonly #process: StoppedProcess;
  readonly #options: ScreenOptions;
  #view: View;
  #breakpoints: readonly Breakpoint[] = [];
  #levels: Levels;
  #focus: Pane = "stack";
  /** Of the source, from 1. */
  #line = 1;
  #log: Logged[] = [];
  /** What was written meanwhile, for the terminal as it is afterwards. */
  #written = "";
  /** Whether what was written last ended within a line. */
  #isWithinLine = false;
  #asking: Asking | undefined;
  #isHelping = false;
  #isRunning = false;
  /** Characters that came with others in one key. */
  #rest = "";
  readonly #entries: string[] = [];
  /** A changed method that was not taken: the next change begins with it. */
  #draft: { readonly method: string; readonly text: string } | undefined;
  #drawn: ScreenRows | undefined;

  private constructor(process: StoppedProcess, view: View, options: ScreenOptions) {
    this.#process = process;
    this.#options = options;
    this.#view = view;
    this.#levels = levelsOf(view.frame);
  }

  /**
   * Until one leaves, or the process has ended. The terminal is as it was then, also after an error.
   *
   * @throws StuiError where nothing is left to be debugged, ConnectionLost, ProcessOver
   */
  static async run(process: StoppedProcess, options: ScreenOptions): Promise<Left> {
    const screen = new DebuggerScreen(process, await process.look(), options);
    const { editor } = options;
    try {
      return await editor.lend(screen, () => screen.#run());
    } finally {
      screen.#endLine();
      editor.print(screen.#written);
    }
  }

  print(text: string): void {
    this.#written += text;
    const lines = text.replace(ESCAPES, "").split(/\r\n|\r|\n/);
    if (this.#isWithinLine) {
      const last = this.#log.pop();
      lines[0] = `${last?.text ?? ""}${lines[0] ?? ""}`;
    }
    this.#isWithinLine = lines.at(-1) !== "";
    if (!this.#isWithinLine) lines.pop();
    this.#note("written", lines);
    this.#draw();
  }

  redraw(): void {
    this.#drawn = undefined;
    this.#draw();
  }

  async #run(): Promise<Left> {
    await this.#stand();
    for (;;) {
      this.#draw();
      const left = await this.#press(await this.#key());
      if (left !== undefined) return left;
    }
  }

  /** Characters that were typed fast come as one key: each is one here. */
  async #key(): Promise<Key> {
    const key: Key =
      this.#rest === "" ? await this.#options.editor.key() : { kind: "text", text: this.#rest };
    this.#rest = "";
    if (key.kind !== "text") return key;
    const [first = "", ...others] = key.text;
    this.#rest = others.join("");
    return { kind: "text", text: first };
  }

  async #press(key: Key): Promise<Outcome> {
    if (this.#isHelping) {
      this.#isHelping = false;
      return undefined;
    }
    switch (key.kind) {
      case "text":
        return this.#pressCharacter(key.text);
      case "control":
        return this.#pressControl(key.letter);
      case "key":
        await this.#pressNamed(key);
        return undefined;
      default:
        return undefined;
    }
  }

  async #pressCharacter(character: string): Promise<Outcome> {
    switch (character) {
      case "q":
        return { kind: "left", everything: false };
      case "Q":
        return { kind: "left", everything: true };
      case "?":
        this.#isHelping = true;
        return undefined;
      case "j":
        await this.#move(1);
        return undefined;
      case "k":
        await this.#move(-1);
        return undefined;
    }
    const operation = operations.find(({ key, otherKey }) => key === character || otherKey === character);
    return operation === undefined ? undefined : this.#operate(operation, operation.key !== character);
  }

  async #pressControl(letter: string): Promise<Outcome> {
    if (letter === "c") return { kind: "left", everything: false };
    if (letter === "d") return { kind: "left", everything: true };
    if (letter === "l") this.redraw();
    if (letter === "z") this.#options.editor.suspend();
    return undefined;
  }

  async #pressNamed({ name }: Extract<Key, { readonly kind: "key" }>): Promise<void> {
    const page = Math.max(1, this.#options.editor.rows >> 2);
    switch (name) {
      case "tab":
        this.#focus = PANES[(PANES.indexOf(this.#focus) + 1) % PANES.length] ?? "stack";
        return;
      case "up":
        return this.#move(-1);
      case "down":
        return this.#move(1);
      case "page up":
        return this.#move(-page);
      case "page down":
        return this.#move(page);
      case "home":
        return this.#move(Number.NEGATIVE_INFINITY);
      case "end":
        return this.#move(Number.POSITIVE_INFINITY);
      case "enter":
      case "right":
        return this.#lookInto();
      case "backspace":
      case "left":
      case "escape":
        this.#levels = leaveLevel(this.#levels);
        return;
      default:
        return;
    }
  }

  async #move(by: number): Promise<void> {
    switch (this.#focus) {
      case "stack": {
        const { frame, depth } = this.#view;
        const index = Math.max(0, Math.min(depth - 1, frame.index + by));
        if (index !== frame.index) await this.#attempt(() => this.#stand(index));
        return;
      }
      case "source": {
        const lines = this.#view.frame.source.split(/\r\n|\r|\n/).length;
        this.#line = Math.max(1, Math.min(lines, this.#line + by));
        return;
      }
      case "variables":
        this.#levels = moveIn(this.#levels, by);
    }
  }

  async #lookInto(): Promise<void> {
    if (this.#focus !== "variables") return;
    const { variables, selected } = currentLevel(this.#levels);
    const variable = variables[selected];
    if (variable?.objectId === undefined) return;
    const { name, objectId } = variable;
    await this.#attempt(async () => {
      this.#levels = enter(this.#levels, name, await this.#process.inspect(objectId));
    });
  }

  /** @param isOther by its other key */
  async #operate(operation: Operation, isOther: boolean): Promise<Outcome> {
    const text = await this.#textFor(operation, isOther);
    if (text === undefined) return undefined;
    if (operation.takes === "code") this.#note("asked", [text]);
    const told = await this.#attempt(() => operation.run(this.#process, text));
    if (told === undefined) return undefined;
    if (operation.takes === "source") this.#draft = undefined;
    return this.#take(told);
  }

  async #take(told: Told): Promise<Outcome> {
    switch (told.kind) {
      case "finished":
      case "terminated":
        return told;
      case "stands":
        this.#options.onOutput(told.output);
        await this.#attempt(() => this.#stand(0));
        return undefined;
      case "done":
        this.#note("told", [told.text]);
        await this.#attempt(() => this.#readBreakpoints());
        return undefined;
      case "evaluated":
        this.#options.onOutput(told.result.output);
        this.#note("told", told.result.result.split(/\r\n|\r|\n/));
        // It may have assigned something.
        await this.#attempt(() => this.#lookAgain());
        return undefined;
    }
  }

  /** What an operation takes; undefined where it is not to be done after all. */
  async #textFor({ takes, question }: Operation, isOther: boolean): Promise<string | undefined> {
    switch (takes) {
      case "nothing":
        return "";
      case "code":
        return this.#ask(question, "");
      case "code or nothing":
        return isOther ? this.#ask(question, "") : "";
      case "line":
        return `${this.#line}`;
      case "line and condition": {
        if (!isOther) return `${this.#line}`;
        const there = this.#breakpoints.find(({ line }) => line === this.#line);
        const condition = await this.#ask(question, there?.condition ?? "");
        return condition === undefined ? undefined : `${this.#line} ${condition}`;
      }
      case "source":
        return this.#changedSource();
    }
  }

  async #changedSource(): Promise<string | undefined> {
    const { frame } = this.#view;
    if (frame.class_name === "") {
      this.#note("failed", ["What was evaluated is not compiled anew: leave with q, and evaluate it again."]);
      return undefined;
    }
    const method = `${frame.class_name}>>${frame.selector}`;
    const before = this.#draft?.method === method ? this.#draft.text : frame.source;
    const source = before.replace(/\r\n?/g, "\n");
    const command = editorIn(process.env);
    const text =
      command === undefined
        ? await this.#ask(`changing ${method}`, source, true)
        : await this.#attempt(() => this.#options.editor.away(() => editText(command, source)));
    if (text === undefined || text === frame.source) return undefined;
    this.#draft = { method, text };
    return text;
  }

  /** What is typed at the bottom; undefined where it was dropped. */
  async #ask(question: string, text: string, isText = false): Promise<string | undefined> {
    const entries = isText ? [] : this.#entries;
    let state = beginAsking(entries, text);
    try {
      for (;;) {
        this.#asking = { question, isText, state };
        this.#draw();
        const key = await this.#key();
        const answered = await pressWhileAsking(state, key, isText, (code, at) => this.#complete(code, at));
        if (answered.kind === "dropped") return undefined;
        if (answered.kind === "answered") {
          if (!isText) this.#entries.push(answered.text);
          return answered.text;
        }
        state = answered.state;
      }
    } finally {
      this.#asking = undefined;
    }
  }

  async #complete(code: string, position: number) {
    const { caller, session } = this.#options;
    try {
      const found = await caller.call("complete", { session_id: session.id, code, position });
      return {
        from: found.replace_from,
        to: found.replace_to,
        proposals: found.completions.map((each) => ({ text: each.text, shown: each.text })),
      };
    } catch (error) {
      // No proposals are no reason to disturb whoever types.
      if (isFault(error)) throw error;
      return NOTHING;
    }
  }

  /** Looks at the activation, with the cursor where it stands. */
  async #stand(index?: number): Promise<void> {
    this.#view = await this.#process.look(index);
    const { frame } = this.#view;
    this.#levels = levelsOf(frame);
    this.#line = frame.range === null ? 1 : lineOfOffset(frame.source, frame.range.start);
    await this.#readBreakpoints();
  }

  async #lookAgain(): Promise<void> {
    this.#view = await this.#process.look();
    this.#levels = levelsOf(this.#view.frame, this.#levels);
  }

  async #readBreakpoints(): Promise<void> {
    this.#breakpoints = await this.#process.breakpointsIn(this.#view.frame);
  }

  /** What it answers; undefined where it failed, which the log tells. Where nothing is left to debug the error goes on. */
  async #attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    const timer = setTimeout(() => {
      this.#isRunning = true;
      this.#draw();
    }, RUNNING_MS);
    try {
      return await this.#options.editor.interruptible(() => this.#interrupt(), act);
    } catch (error) {
      if (isFault(error) || isEnd(error)) throw error;
      this.#options.onOutput(outputOf(error));
      const words =
        error instanceof OperationMisused
          ? error.message
          : renderFailure(error, { colours: noColours, stackLimit: STACK_LIMIT });
      this.#note("failed", words.split("\n"));
      return undefined;
    } finally {
      clearTimeout(timer);
      this.#isRunning = false;
    }
  }

  #interrupt(): void {
    const { caller, session } = this.#options;
    if (caller.giveUp()) return;
    session.interrupt().catch((error: unknown) => {
      if (!isFault(error)) this.#note("failed", [renderFailure(error, { colours: noColours })]);
    });
  }

  #note(kind: Logged["kind"], lines: readonly string[]): void {
    if (kind !== "written") this.#endLine();
    this.#log = [...this.#log, ...lines.map((text) => ({ text, kind }))].slice(-LOG);
  }

  /** What is written from now on begins a line. */
  #endLine(): void {
    if (this.#isWithinLine) this.#written += "\n";
    this.#isWithinLine = false;
  }

  #draw(): void {
    const { editor, colours, title = "" } = this.#options;
    const shown = {
      title,
      view: this.#view,
      breakpoints: this.#breakpoints,
      levels: this.#levels,
      focus: this.#focus,
      line: this.#line,
      log: this.#log,
      asking: this.#asking,
      isHelping: this.#isHelping,
      isRunning: this.#isRunning,
    };
    const after = draw(shown, editor.rows, editor.columns, colours);
    editor.write(drawScreen(this.#drawn, after));
    this.#drawn = after;
  }
}

/** Whether an error says that there is nothing left to be debugged. */
const isEnd = (error: unknown): boolean =>
  error instanceof ProcessOver ||
  error instanceof DebuggerNotFound ||
  error instanceof ImageCrashed ||
  error instanceof ConnectionLost ||
  isGone(error);

/** The prompt on a terminal: edits, carries out, shows, and so on until one leaves. */
import type { ReadStream, WriteStream } from "node:tty";
import { type Caller, type ConnectionChange, ConnectionLost } from "../callers/caller.js";
import { OwnSession } from "../callers/session.js";
import { type Entered, LineEditor } from "../editor/line-editor.js";
import { History, historyPath } from "../history/file.js";
import { type Piece, readInput } from "../language/pieces.js";
import { isFault } from "../rendering/explain.js";
import { isStuiError } from "../rendering/failure.js";
import type { ExitCode, Terminal } from "../terminal.js";
import { assistanceFor } from "./assistance.js";
import { isQuit, runCommand } from "./commands/table.js";
import { EditorConsole } from "./console.js";
import { Work } from "./work.js";

const PROMPT = "> ";
const CONTINUATION = ". ";
/** Milliseconds after which the server is asked for the session, which an hour without would end. */
const KEEP_ALIVE_MS = 600_000;

/** Signals that leave as Ctrl-D does: the terminal is given back as it was. */
const ENDING = ["SIGTERM", "SIGHUP"] as const;

export interface PromptOptions {
  /** Milliseconds that an evaluation may take; what the server allows where absent. */
  readonly timeoutMs?: number | undefined;
}

export class Prompt {
  readonly #caller: Caller;
  readonly #editor: LineEditor;
  readonly #history: History;
  readonly #console: EditorConsole;
  readonly #work: Work;
  #isBusy = false;
  #isOver = false;
  #isLost = false;
  #emptyInterrupts = 0;

  private constructor(
    caller: Caller,
    session: OwnSession,
    terminal: Terminal,
    streams: { readonly input: ReadStream; readonly output: WriteStream },
    options: PromptOptions,
  ) {
    this.#caller = caller;
    this.#history = History.open(historyPath(process.env));
    this.#editor = new LineEditor(
      streams.input,
      streams.output,
      terminal.colours,
      assistanceFor(caller, session),
    );
    this.#console = new EditorConsole(this.#editor, terminal);
    this.#work = new Work(caller, session, this.#console, runCommand, options.timeoutMs);
    caller.onConnection((change) => this.#observe(change));
  }

  /** The caller is the prompt's from now on, and closed with it. */
  static async open(
    caller: Caller,
    terminal: Terminal,
    streams: { readonly input: ReadStream; readonly output: WriteStream },
    options: PromptOptions = {},
  ): Promise<Prompt> {
    try {
      return new Prompt(caller, await OwnSession.open(caller), terminal, streams, options);
    } catch (error) {
      await caller.close();
      throw error;
    }
  }

  /** Until one leaves. */
  async run(): Promise<ExitCode> {
    const onInterrupt = (): void => this.#editor.interrupt();
    const onEnd = (): void => this.end();
    process.on("SIGINT", onInterrupt);
    for (const signal of ENDING) process.on(signal, onEnd);
    const keepAlive = setInterval(() => void this.#keepAlive(), KEEP_ALIVE_MS).unref();
    this.#editor.open();
    try {
      await this.#greet();
      while (!this.#isOver) {
        const entered = await this.#editor.edit(
          PROMPT,
          CONTINUATION,
          this.#history.entries,
          this.#work.takeSuggestion(),
        );
        await this.#react(entered);
      }
    } finally {
      clearInterval(keepAlive);
      this.#editor.close();
      process.removeListener("SIGINT", onInterrupt);
      for (const signal of ENDING) process.removeListener(signal, onEnd);
      await this.#close();
    }
    return 0;
  }

  /** Ends it, with what runs. */
  end(): void {
    this.#isOver = true;
    if (this.#isBusy) this.#work.interrupt();
    this.#editor.end();
  }

  async #greet(): Promise<void> {
    await this.#work.followTranscript();
    const { server_version, dialect } = await this.#caller.call("ping", {});
    this.#console.out(
      this.#console.colours.dim(
        `stui ${server_version}, ${dialect}. :help tells how to work here; Ctrl-D leaves.`,
      ),
    );
    if (this.#history.problem !== undefined)
      this.#console.error(`What is entered is not kept for the next time: ${this.#history.problem}.`);
  }

  async #react(entered: Entered): Promise<void> {
    if (entered.kind === "end") {
      this.#isOver = true;
      return;
    }
    if (entered.kind === "interrupt") {
      this.#emptyInterrupts = entered.dropped ? 0 : this.#emptyInterrupts + 1;
      if (this.#emptyInterrupts > 1) this.#isOver = true;
      else if (!entered.dropped) this.#console.error("(Ctrl-C again leaves, as Ctrl-D and :quit do)");
      return;
    }
    this.#emptyInterrupts = 0;
    if (entered.text.trim() === "") return;
    this.#history.add(entered.text);
    await this.#carryOut(readInput(entered.text).pieces);
  }

  /** One after another, until one fails. */
  async #carryOut(pieces: readonly Piece[]): Promise<void> {
    this.#isBusy = true;
    if (this.#isLost && pieces.length > 0)
      this.#console.error("There is no connection: this waits until it is back. Ctrl-C gives up.");
    try {
      await this.#editor.interruptible(
        () => this.#work.interrupt(),
        async () => {
          for (const piece of pieces) {
            if (piece.kind === "command" && isQuit(piece.name)) this.#isOver = true;
            if (this.#isOver || !(await this.#work.carryOut(piece))) return;
          }
        },
      );
    } finally {
      this.#isBusy = false;
    }
  }

  #observe(change: ConnectionChange): void {
    this.#isLost = change === "lost";
    const { errorColours } = this.#console;
    if (change === "lost") {
      const hint = this.#isBusy ? " Ctrl-C gives up what waits." : "";
      this.#console.error(
        `${errorColours.red("The connection is lost.")} It is taken up again as soon as the server is back.${hint}`,
      );
    } else if (this.#isBusy) this.#console.error("Connected again.");
    else void this.#work.comeBack();
  }

  async #keepAlive(): Promise<void> {
    try {
      await this.#work.session.isKnown();
    } catch (error) {
      // Whoever works hears of it with the next evaluation.
      if (isFault(error)) throw error;
    }
  }

  async #close(): Promise<void> {
    this.#caller.giveUp();
    try {
      await this.#work.session.close();
    } catch (error) {
      // It ends anyway: a server that is gone has ended the session as well.
      if (!isStuiError(error) && !(error instanceof ConnectionLost)) throw error;
    } finally {
      await this.#caller.close();
    }
  }
}

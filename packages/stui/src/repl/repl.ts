/** Reads code, evaluates it in one session, prints what comes of it, and so on. */
import { createInterface, type Interface } from "node:readline";
import { type Caller, ConnectionLost } from "../callers/caller.js";
import { isGone, OwnSession } from "../callers/session.js";
import { isStuiError, outputOf, renderFailure } from "../rendering/failure.js";
import { showResult } from "../rendering/result.js";
import type { ExitCode, Terminal } from "../terminal.js";
import { PendingInput } from "./input.js";

const PROMPT = "> ";
const CONTINUATION = ". ";
/** Activations shown of a failure: the whole stack is for `stui eval`. */
const STACK_LIMIT = 5;

export class Repl {
  readonly #caller: Caller;
  readonly #session: OwnSession;
  readonly #terminal: Terminal;
  readonly #interactive: boolean;
  readonly #lines: Interface;
  readonly #input = new PendingInput();
  #running = false;

  private constructor(caller: Caller, session: OwnSession, terminal: Terminal) {
    this.#caller = caller;
    this.#session = session;
    this.#terminal = terminal;
    this.#interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
    this.#lines = createInterface({
      input: process.stdin,
      terminal: this.#interactive,
      ...(this.#interactive ? { output: process.stdout } : {}),
    });
  }

  /** The caller is the repl's from now on, and closed with it. */
  static async open(caller: Caller, terminal: Terminal): Promise<Repl> {
    try {
      return new Repl(caller, await OwnSession.open(caller), terminal);
    } catch (error) {
      await caller.close();
      throw error;
    }
  }

  /** Until the input ends. */
  async run(): Promise<ExitCode> {
    const onInterrupt = (): void => this.#interrupt();
    // On a terminal readline sees the key; elsewhere there is the signal.
    if (this.#interactive) this.#lines.on("SIGINT", onInterrupt);
    else process.on("SIGINT", onInterrupt);
    try {
      this.#prompt();
      for await (const line of this.#lines) {
        const code = this.#input.add(line);
        if (code !== undefined) await this.#evaluate(code);
        this.#prompt();
      }
      const rest = this.#input.take();
      if (rest !== undefined) await this.#evaluate(rest);
      if (this.#interactive) this.#terminal.out("\n");
    } finally {
      process.removeListener("SIGINT", onInterrupt);
      this.#lines.close();
      await this.#close();
    }
    return 0;
  }

  /** Ends the input, and what runs. */
  end(): void {
    this.#interrupt();
    this.#lines.close();
  }

  #prompt(): void {
    if (!this.#interactive) return;
    this.#lines.setPrompt(this.#input.isOpen ? CONTINUATION : PROMPT);
    this.#lines.prompt();
  }

  async #evaluate(code: string): Promise<void> {
    this.#running = true;
    try {
      showResult(await this.#session.evaluate(code), this.#terminal);
    } catch (error) {
      if (!isStuiError(error)) throw error;
      this.#terminal.show(outputOf(error));
      const rendering = { colours: this.#terminal.errorColours, code, stackLimit: STACK_LIMIT };
      this.#terminal.error(`${renderFailure(error, rendering)}\n`);
      if (isGone(error)) await this.#renew();
    } finally {
      this.#running = false;
    }
  }

  async #renew(): Promise<void> {
    await this.#session.renew();
    this.#terminal.error("A new session begins; its variables are gone.\n");
  }

  #interrupt(): void {
    if (this.#running) {
      this.#session.interrupt().catch((error: unknown) => {
        this.#terminal.error(`${renderFailure(error, { colours: this.#terminal.errorColours })}\n`);
      });
      return;
    }
    if (!this.#interactive) {
      this.#lines.close();
      return;
    }
    const dropped = this.#input.take() !== undefined || this.#lines.line !== "";
    this.#terminal.out(dropped ? "\n" : "\n(Ctrl-D ends)\n");
    // Takes back what has been typed of the line.
    this.#lines.write(null, { ctrl: true, name: "u" });
    this.#prompt();
  }

  async #close(): Promise<void> {
    try {
      await this.#session.close();
    } catch (error) {
      // It ends anyway: a server that is gone has ended the session as well.
      if (!isStuiError(error) && !(error instanceof ConnectionLost)) throw error;
    } finally {
      await this.#caller.close();
    }
  }
}

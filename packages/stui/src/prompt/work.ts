/** Carries out pieces of input in one session, and shows what comes of them. */
import {
  EvaluationError,
  MethodNotFound,
  type Result,
  SmalltalkSyntaxError,
  type StuiError,
} from "@stui/protocol";
import { type Caller, ConnectionLost } from "../callers/caller.js";
import { isGone, type OwnSession } from "../callers/session.js";
import {
  debuggerOf,
  type Evaluation,
  OperationMisused,
  ProcessOver,
  StoppedProcess,
  type Written,
} from "../debugging/stopped-process.js";
import { isCapitalised, namesIn, nilText, unknownCode } from "../language/names.js";
import type { MethodPiece, Piece } from "../language/pieces.js";
import { customaryProtocol } from "../language/protocols.js";
import { lineAndColumn, type NamedCode, nameResult, positionInOwn } from "../language/result-names.js";
import { counted } from "../rendering/counted.js";
import { isFault } from "../rendering/explain.js";
import { isStuiError, outputOf, renderFailure, withoutInserted } from "../rendering/failure.js";
import type { Console } from "./console.js";
import { Transcript } from "./transcript.js";

/** Activations shown of a failure; `:stack` shows all. */
const STACK_LIMIT = 6;
/** Results that keep their names; older ones are let go, or a day's work would be held in memory. */
const KEPT_RESULTS = 100;

/** A command of the prompt was used in a way that makes no sense. */
export class CommandMisused extends Error {
  override readonly name = "CommandMisused";
}

/** Objects that were looked into, one from the other, by their ids; and what was shown of the last one. */
export interface Inspected {
  readonly path: readonly [string, ...string[]];
  readonly shown: Result<"inspect">;
  /** Where the elements or rows that were shown begin. */
  readonly offset: number;
  /** The item of a tree below which rows were shown. */
  readonly node: string | undefined;
}

/** What commands of the prompt work with. */
export interface Surroundings {
  readonly caller: Caller;
  readonly session: OwnSession;
  readonly console: Console;
  /** The latest failure, of whatever was entered. */
  readonly lastFailure: Failure | undefined;
  /** The latest failure of code that was evaluated. */
  readonly lastFailedCode: Failure | undefined;
  /** What is in a debugger that was asked for; undefined where none is open. */
  debugged: Debugged | undefined;
  /** The object that is looked into, and those it was come to from. */
  inspected: Inspected | undefined;
  /** The next text begins with this. */
  suggest(text: string): void;
  /** Shows what of code's output has not been shown while it ran, and ends its last line. */
  showOutput(output: string): void;
  /** As `showOutput`, of code that stands still: its last line may go on. */
  showPart(output: string): void;
  /** Shows a result. @param number of its name; undefined where it has none */
  showResult(evaluation: Evaluation, number: number | undefined): void;
  /** What failed last is kept no longer, where nobody has looked at it. */
  letGoOfKept(): Promise<void>;
}

export interface Failure {
  readonly error: StuiError;
  readonly code: string;
  /** How it was sent, where its result was to have a name. */
  readonly sent?: Sent | undefined;
}

interface Sent extends Written {
  /** Of its result. */
  readonly number: number;
}

export interface Debugged {
  readonly process: StoppedProcess;
  /** Of the result that it will have; undefined where that gets no name. */
  readonly number: number | undefined;
}

export type RunCommand = (name: string, rest: string, surroundings: Surroundings) => Promise<boolean>;

export class Work implements Surroundings {
  readonly caller: Caller;
  readonly session: OwnSession;
  readonly console: Console;
  readonly #runCommand: RunCommand;
  readonly #timeoutMs: number | undefined;
  lastFailure: Surroundings["lastFailure"];
  lastFailedCode: Surroundings["lastFailedCode"];
  debugged: Surroundings["debugged"];
  inspected: Surroundings["inspected"];
  /** The process that an error has stopped, until the next evaluation. */
  #kept: StoppedProcess | undefined;
  /** Of the latest result that has a name. */
  #results = 0;
  #suggested = "";
  /** The code of the evaluation before. */
  #sent: Sent | undefined;
  readonly #transcript: Transcript;

  constructor(
    caller: Caller,
    session: OwnSession,
    console: Console,
    runCommand: RunCommand,
    timeoutMs: number | undefined,
  ) {
    this.caller = caller;
    this.session = session;
    this.console = console;
    this.#runCommand = runCommand;
    this.#timeoutMs = timeoutMs;
    this.#transcript = new Transcript((text) => console.transcript(text));
  }

  /** From now on what code writes to the Transcript is shown as it comes, where the server tells. */
  async followTranscript(): Promise<void> {
    try {
      await this.session.follow(["transcript"], (event) => {
        if (event.event === "transcript") this.#transcript.add(event.data.text);
      });
    } catch (error) {
      // Then it comes with the results.
      if (!isStuiError(error)) throw error;
    }
  }

  suggest(text: string): void {
    this.#suggested = text;
  }

  showOutput(output: string): void {
    this.#transcript.end(output);
    this.#transcript.begin();
  }

  showPart(output: string): void {
    this.#transcript.pause(output);
    this.#transcript.begin();
  }

  takeSuggestion(): string {
    const text = this.#suggested;
    this.#suggested = "";
    return text;
  }

  /** Whether it succeeded; what failed is shown. */
  async carryOut(piece: Piece): Promise<boolean> {
    try {
      return await this.#carryOut(piece);
    } catch (error) {
      if (isFault(error)) throw error;
      this.#showFailure(error, piece);
      await this.#explainNil(error, piece);
      if (isGone(error)) await this.renew("the server no longer knows the session");
      return false;
    }
  }

  async #carryOut(piece: Piece): Promise<boolean> {
    switch (piece.kind) {
      case "code":
        await this.#evaluate(piece.code, piece.lastStatement);
        return true;
      case "definition": {
        const { class_info } = await this.session.defineClass(piece.text);
        await this.#evaluate(class_info.name, 0);
        return true;
      }
      case "method": {
        const { className, source, isClassSide } = piece;
        if (!piece.isClosed) throw new CommandMisused(openText(piece));
        if (piece.isBare) throw new CommandMisused(bareText(piece));
        const protocol = piece.protocol ?? (await this.#protocolFor(piece));
        const { method } = await this.session.compileMethod({ className, source, isClassSide, protocol });
        this.console.out(`${className}${isClassSide ? " class" : ""}>>${method.name}`);
        return true;
      }
      case "tonel": {
        this.#transcript.begin();
        const { loaded, output } = await this.session.fileIn({
          format: "tonel",
          files: { pasted: piece.text },
        });
        this.#transcript.end(output);
        this.console.out(`loaded ${counted(loaded.classes, "class")}, ${counted(loaded.methods, "method")}`);
        return true;
      }
      case "command":
        this.#transcript.begin();
        return this.#runCommand(piece.name, piece.rest, this);
    }
  }

  /** A method that is there keeps its protocol; a new one gets a customary one, where its name tells. */
  async #protocolFor({ className, isClassSide, selector }: MethodPiece): Promise<string | undefined> {
    const customary = customaryProtocol(className, selector, isClassSide);
    if (customary === undefined) return undefined;
    try {
      await this.caller.call("get_method", {
        class_name: className,
        method_name: selector,
        is_class_method: isClassSide,
      });
      return undefined;
    } catch (error) {
      if (error instanceof MethodNotFound) return customary;
      // Compiling it will say what is wrong.
      if (isStuiError(error)) return undefined;
      throw error;
    }
  }

  async #evaluate(text: string, lastStatement: number | undefined): Promise<void> {
    await this.letGoOfKept();
    const number = this.#results + 1;
    const named = lastStatement === undefined ? undefined : nameResult(text, lastStatement, number);
    this.#sent = named === undefined ? undefined : { text, sent: named, number };
    this.#transcript.begin();
    try {
      // Whoever has a terminal may want to see where it failed; nobody else sees a difference.
      const debug = this.console.editor === undefined ? undefined : "unseen";
      const evaluation = await this.session.evaluate(named?.code ?? text, this.#timeoutMs, debug);
      this.#transcript.end(evaluation.output);
      this.showResult(evaluation, named === undefined ? undefined : number);
    } catch (error) {
      this.#keep(error);
      throw named === undefined ? error : asWritten(error, text, named);
    }
    if (named !== undefined && number > KEPT_RESULTS) await this.#letGo(number - KEPT_RESULTS);
  }

  showResult({ result, truncated }: Evaluation, number: number | undefined): void {
    const isNext = number === this.#results + 1;
    if (isNext) this.#results = number;
    const { colours, isInteractive } = this.console;
    const label = isInteractive && isNext ? colours.dim(`it${number} → `) : "";
    this.console.out(`${label}${this.console.foreign(result)}`);
    if (truncated === true)
      this.console.error(this.console.errorColours.dim(`(cut after ${result.length} characters)`));
  }

  /** What stands at a breakpoint is not let go of: somebody has set it. */
  #keep(error: unknown): void {
    const id = isStuiError(error) ? debuggerOf(error) : undefined;
    const isBreakpoint = error instanceof EvaluationError && error.details.exception_class === "Breakpoint";
    if (id !== undefined && !isBreakpoint) this.#kept = new StoppedProcess(this.caller, this.session, id);
  }

  async letGoOfKept(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined || kept.id === this.debugged?.process.id) return;
    try {
      await kept.terminate();
    } catch (error) {
      // Then there is nothing to let go of.
      if (!isStuiError(error)) throw error;
    }
  }

  async #letGo(number: number): Promise<void> {
    await this.session.evaluate(`it${number} := nil`, this.#timeoutMs);
  }

  #showFailure(error: unknown, piece: Piece): void {
    const { errorColours: colours } = this.console;
    if (
      error instanceof CommandMisused ||
      error instanceof OperationMisused ||
      error instanceof ProcessOver
    ) {
      this.console.error(`${colours.red("stui")}: ${error.message}`);
      return;
    }
    this.#transcript.end(outputOf(error));
    const code = piece.kind === "method" ? piece.source : piece.kind === "command" ? piece.rest : piece.text;
    if (isStuiError(error)) {
      this.lastFailure = { error, code, sent: piece.kind === "code" ? this.#sent : undefined };
      if (piece.kind === "code") this.lastFailedCode = this.lastFailure;
    }
    const columns = this.console.isInteractive ? this.console.columns : undefined;
    this.console.error(
      inWordsOfPrompt(renderFailure(error, { colours, code, stackLimit: STACK_LIMIT, columns }), error),
    );
    if (this.console.isInteractive && piece.kind === "code" && error instanceof EvaluationError)
      this.console.error(colours.dim(`    ${debugHint(error)}`));
  }

  /** Says which names of the code are nil, where nil did not understand: most likely one is misspelt. */
  async #explainNil(error: unknown, piece: Piece): Promise<void> {
    if (!(error instanceof EvaluationError) || error.details.receiver !== "nil") return;
    if (piece.kind !== "code" && piece.kind !== "definition") return;
    const mentioned = namesIn(piece.text);
    try {
      const names = piece.kind === "code" ? mentioned : mentioned.slice(0, 1);
      for (const name of await this.#nilAmong(names))
        this.console.error(this.console.errorColours.dim(`    ${nilText(name)}`));
    } catch (failure) {
      // What has been said must do.
      if (isFault(failure)) throw failure;
    }
  }

  /** Variables of the session that are nil, and capitalised names that are nobody's. */
  async #nilAmong(names: readonly string[]): Promise<string[]> {
    const { variables } = await this.caller.call("get_context_summary", { session_id: this.session.id });
    const globals = names.filter(
      (name) => isCapitalised(name) && variables.every((each) => each.name !== name),
    );
    // Not in the session: nobody has asked for it.
    const { display = "" } = await this.caller.call("evaluate", {
      code: unknownCode(globals),
      evaluation_mode: "display",
    });
    const unknown = display.split(" ");
    return names.filter(
      (name) =>
        unknown.includes(name) ||
        variables.some((each) => each.name === name && each.class_name === "UndefinedObject"),
    );
  }

  /** Ctrl-C: stops what runs, or the waiting for a connection that is lost. */
  interrupt(): void {
    if (this.caller.giveUp()) return;
    this.session.interrupt().catch((error: unknown) => {
      if (!isFault(error)) this.console.error(renderFailure(error, { colours: this.console.errorColours }));
    });
  }

  /** A session anew, where the old one is gone. */
  async renew(reason: string): Promise<void> {
    try {
      await this.session.renew();
    } catch (error) {
      if (isFault(error)) throw error;
      this.console.error(renderFailure(error, { colours: this.console.errorColours }));
      return;
    }
    this.#results = 0;
    this.debugged = undefined;
    this.#kept = undefined;
    if (this.console.isInteractive) await this.followTranscript();
    this.console.error(
      `A new session begins, since ${reason}: its variables are gone, and it1 is the next result.`,
    );
  }

  /** After a lost connection. */
  async comeBack(): Promise<void> {
    try {
      if (await this.session.isKnown())
        this.console.error(this.console.errorColours.green("Connected again: the session is as it was."));
      else {
        this.console.error("Connected again.");
        await this.renew("the server has been started anew");
      }
    } catch (error) {
      if (isFault(error)) throw error;
      // Lost again: it comes back here.
      if (!(error instanceof ConnectionLost))
        this.console.error(renderFailure(error, { colours: this.console.errorColours }));
    }
  }
}

/** An error of code that names its result, told of the code as it was written. */
const asWritten = (error: unknown, text: string, named: NamedCode): unknown => {
  if (error instanceof SmalltalkSyntaxError) {
    const position = positionInOwn(named, error.details.position);
    const { line, column } = lineAndColumn(text, position);
    const excerpt = text.split(/\r\n|\r|\n/)[line - 1] ?? "";
    const message = error.message.replace(/line \d+, column \d+/, `line ${line}, column ${column}`);
    return new SmalltalkSyntaxError({ ...error.details, position, line, column, excerpt }, message);
  }
  return withoutInserted(error, named.inserted);
};

/** Somebody may have looked for the method: it is not replaced by an empty one. */
const bareText = ({ className, isClassSide, source }: MethodPiece): string => {
  const owner = `${className}${isClassSide ? " class" : ""}`;
  return `${owner} >> ${source.trim()} has no body. Write one behind it, as ${owner} >> ${source.trim()} [ … ]; :browse CLASS>>SELECTOR shows a method that there is.`;
};

/** What stands behind it may have been meant otherwise: it does not become a part of the method. */
const openText = ({ className, isClassSide, selector }: MethodPiece): string =>
  `the method is not closed: ${className}${isClassSide ? " class" : ""}>>${selector} has no ] behind its body. It was not compiled, nor was anything carried out that stands behind it.`;

const debugHint = ({ details }: EvaluationError): string =>
  details.debugger_id === undefined
    ? ":debug runs it once more, in a debugger"
    : ":debug shows where it stands";

/** What errors advise is told in the words of the protocol. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["list_classes", ":find name TEXT"],
  ["browse_class", ":browse CLASS"],
  ["list_packages", ":find name TEXT"],
  ["timeout_ms", "stui repl --timeout MS"],
]);

const inWordsOfPrompt = (text: string, error: unknown): string =>
  error instanceof EvaluationError || error instanceof SmalltalkSyntaxError
    ? text
    : text.replace(/\b[a-z]+_[a-z]+\b/g, (word) => WORDS.get(word) ?? word);

/** Where rules are acted out: their delays, and what happens then. */
import { errorOf, InternalError, Interrupted, type StuiError, UnsupportedOperation } from "@stui/protocol";
import { fits } from "@stui/protocol/schema";
import type { Failure } from "@stui/smalltalk";
import { ImageDied, type RunId } from "../image.js";
import { failureOf } from "./errors.js";
import { filled, filledText, type Groups } from "./groups.js";
import type { Life } from "./life.js";
import { RuleBook } from "./rule-book.js";
import type { Asked, ErrorText, Script, Variable } from "./script.js";
import { resultSchemas, type ScriptedCommand, type ScriptedResult } from "./script-schema.js";

export interface Answered<C extends ScriptedCommand> {
  readonly kind: "result";
  readonly result: ScriptedResult<C>;
  readonly sets: ReadonlyMap<string, Variable>;
  readonly executionMs: number;
}

type Ending<C extends ScriptedCommand> =
  | Answered<C>
  | { readonly kind: "error"; readonly error: StuiError; readonly executionMs: number }
  | { readonly kind: "timeout" | "interrupted"; readonly executionMs: number };

/** What bounds a run. */
export interface RunBounds {
  readonly run: RunId;
  readonly timeoutMs: number;
}

export class Stage {
  readonly #book: RuleBook;

  /** @param crash the image dies */
  constructor(
    readonly script: Script,
    readonly crash: (reason: string) => void,
  ) {
    this.#book = new RuleBook(script);
  }

  /** Whether a rule fits. */
  has(command: ScriptedCommand, asked: Asked): boolean {
    return this.#book.has(command, asked);
  }

  /** What a run comes to; rejects with a StuiError where the script tells of one that no run ends with. */
  async run<C extends ScriptedCommand>(
    life: Life,
    command: C,
    asked: Asked,
    bounds: RunBounds,
  ): Promise<Answered<C> | { readonly kind: "failure"; readonly failure: Failure }> {
    const ending = await this.#act(life, command, asked, bounds);
    switch (ending.kind) {
      case "result":
        return ending;
      case "error": {
        const failure = failureOf(ending.error, ending.executionMs);
        if (failure === undefined) throw ending.error;
        return { kind: "failure", failure };
      }
      default:
        return { kind: "failure", failure: ended(ending.kind, ending.executionMs) };
    }
  }

  /** What is answered to a question that runs nothing; rejects with a StuiError where the script tells of one. */
  async answer<C extends ScriptedCommand>(life: Life, command: C, asked: Asked): Promise<ScriptedResult<C>> {
    const ending = await this.#act(life, command, asked, undefined);
    if (ending.kind === "result") return ending.result;
    throw ending.kind === "error" ? ending.error : new Interrupted();
  }

  async #act<C extends ScriptedCommand>(
    life: Life,
    command: C,
    asked: Asked,
    bounds: RunBounds | undefined,
  ): Promise<Ending<C>> {
    const found = this.#book.find(command, asked);
    if (found === undefined) throw this.#notScripted(command, asked);
    const { rule, groups } = found;
    const { happening } = rule;
    const begun = performance.now();
    const pause = await life.pause(
      happening.kind === "endless" ? Number.POSITIVE_INFINITY : rule.delayMs,
      bounds?.timeoutMs ?? Number.POSITIVE_INFINITY,
      bounds?.run,
    );
    const executionMs = performance.now() - begun;
    if (pause !== "over") return { kind: pause, executionMs };
    switch (happening.kind) {
      case "result": {
        const result = filled(happening.result, groups);
        if (!fits(resultSchemas[command], result)) throw this.#unfit(command);
        return { kind: "result", result, sets: filledVariables(rule.sets, groups), executionMs };
      }
      case "error":
        return { kind: "error", error: this.#error(command, happening.error, groups), executionMs };
      case "crash":
        this.crash(happening.reason);
        throw new ImageDied(happening.reason);
      case "endless":
        return { kind: "interrupted", executionMs };
    }
  }

  #error(command: ScriptedCommand, { type, message, details }: ErrorText, groups: Groups): StuiError {
    const text = message === undefined ? undefined : filledText(message, groups);
    const error = errorOf(type, filled(details, groups), text);
    if (error === undefined) throw this.#unfit(command);
    return error;
  }

  #notScripted(command: ScriptedCommand, asked: Asked): UnsupportedOperation {
    const what = [...asked].map(([name, value]) => `${name} ${shown(value)}`).join(", ");
    return new UnsupportedOperation({
      operation: command,
      reason: `this server answers from the script ${this.script.path}, which has no rule for ${what === "" ? "it" : what}; add one to answers.${command}`,
    });
  }

  /** Groups were put in where not every text will do. */
  #unfit(command: ScriptedCommand): InternalError {
    return new InternalError(
      {},
      `A rule of ${command} in ${this.script.path} answers what cannot be answered, with its groups put in.`,
    );
  }
}

function filledVariables(
  variables: ReadonlyMap<string, Variable>,
  groups: Groups,
): ReadonlyMap<string, Variable> {
  const text = (value: string): string => filledText(value, groups);
  return new Map(
    [...variables].map(([name, { className, printString }]) => [
      text(name),
      { className: text(className), printString: text(printString) },
    ]),
  );
}

export function ended(kind: "timeout" | "interrupted", executionMs: number): Failure {
  return { kind, stack: [], output: "", executionMs };
}

/** Characters of a parameter that an error shows. */
const SHOWN = 80;

function shown(value: string | number | boolean): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

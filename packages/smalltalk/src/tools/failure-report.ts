/** What ended a run, as data. */

import { send } from "../classes/index.js";
import type { Capture } from "../machine/index.js";
import type { Value } from "../memory/values.js";
import { SyntaxFailure } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { classNameOf, print, SHORT_PRINT, textOf } from "./print.js";
import type { Failure, Resource } from "./requests.js";
import type { RunResult } from "./run.js";
import { run } from "./run.js";
import { describeStack } from "./stack.js";

export interface RunFacts {
  readonly output: string;
  readonly executionMs: number;
}

/** The failure of a run that gave no value. */
export function failureOf(
  engine: Engine,
  result: Exclude<RunResult, { kind: "value" }>,
  facts: RunFacts,
): Failure {
  if (result.kind === "fault") return faultOf(result.error);
  const { capture } = result;
  const stack = describeStack(engine, capture.activations);
  const { reason } = capture;
  switch (reason.kind) {
    case "unhandled":
      return errorOf(engine, reason.exception, capture, facts);
    case "depth":
      return {
        kind: "exhausted",
        resource: "depth",
        message: "the stack is too deep: does the recursion end?",
        stack,
        ...facts,
      };
    case "output":
      return {
        kind: "exhausted",
        resource: "output" satisfies Resource,
        message: "the Transcript was written to without end",
        stack,
        ...facts,
      };
    case "interrupted":
      return { kind: "interrupted", stack, ...facts };
    case "timeout":
    case "printBudget":
      return { kind: "timeout", stack, ...facts };
  }
}

function errorOf(engine: Engine, exception: Value, capture: Capture, facts: RunFacts): Failure {
  const exceptionClass = classNameOf(exception);
  const receiver = answerOf(engine, exception, "receiver");
  return {
    kind: "error",
    exceptionClass,
    messageText: textOf(engine, exception, "messageText", exceptionClass),
    receiver: receiver === undefined ? "" : print(engine, receiver, SHORT_PRINT).text,
    selector: selectorOf(engine, exception),
    stack: describeStack(engine, capture.activations),
    ...facts,
  };
}

/** The selector that was not understood, where the exception knows one. */
function selectorOf(engine: Engine, exception: Value): string {
  return textOf(engine, exception, "failedSelector", "");
}

function answerOf(engine: Engine, receiver: Value, selector: string): Value | undefined {
  const result = run(engine, { timeoutMs: 50 }, (depth) => send(receiver, selector, [], depth));
  return result.kind === "value" ? result.value : undefined;
}

/** A fault of the engine: said plainly, with what JavaScript said. */
export function faultOf(error: unknown): Failure {
  if (error instanceof SyntaxFailure) return syntaxErrorOf(error);
  if (
    error instanceof RangeError &&
    /Invalid (array|string|typed array) length|BigInt/i.test(error.message)
  ) {
    return { kind: "fault", message: `out of memory: ${error.message}` };
  }
  return {
    kind: "fault",
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}

export function syntaxErrorOf(failure: SyntaxFailure): Failure {
  const { message, position, line, column, expected, excerpt } = failure.problem;
  return { kind: "syntaxError", report: { message, position, line, column, expected, excerpt } };
}

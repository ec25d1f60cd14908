/** What ended a run, as data. */

import { send } from "../classes/index.js";
import { nil, type Value } from "../memory/values.js";
import { firstCharacters, SyntaxFailure } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { classNameOf, print, SHORT_PRINT, textOf } from "./print.js";
import type { Failure, Resource } from "./requests.js";
import type { RunResult } from "./run.js";
import { run } from "./run.js";
import { describeStack, type Frame, framesOf, fromSignaler, receiverOf } from "./stack.js";

export interface RunFacts {
  readonly output: string;
  readonly executionMs: number;
}

/** The failure of what was broken off between two pieces of code, or before it began. */
export const INTERRUPTED = { kind: "interrupted", stack: [], output: "", executionMs: 0 } as const;

/** The failure of a run that gave no value. */
export function failureOf(
  engine: Engine,
  result: Exclude<RunResult, { kind: "value" }>,
  facts: RunFacts,
): Failure {
  if (result.kind === "fault") return faultOf(result.error);
  const { reason } = result;
  const frames = framesOf(engine, result.activations);
  if (reason.kind === "unhandled") return errorOf(engine, reason.exception, frames, facts);
  const stack = describeStack(engine, frames);
  switch (reason.kind) {
    case "depth":
      return {
        kind: "exhausted",
        resource: "depth",
        limit: reason.limit,
        message: "the stack is too deep: does the recursion end?",
        stack,
        ...facts,
      };
    case "output":
      return {
        kind: "exhausted",
        resource: "output" satisfies Resource,
        limit: reason.limit,
        message: "the Transcript was written to without end",
        stack,
        ...facts,
      };
    case "breakpoint": {
      const [place] = stack;
      const { receiver, selector } = signaler(frames);
      return {
        kind: "error",
        exceptionClass: "Breakpoint",
        messageText: place === undefined ? "" : `${place.method}, line ${place.line}`,
        receiver: print(engine, receiver, SHORT_PRINT).text,
        selector,
        stack,
        ...facts,
      };
    }
    case "memory":
      return {
        kind: "exhausted",
        resource: "memory",
        limit: Math.floor(reason.limit),
        message:
          reason.of === "image"
            ? "there is no memory left for it: what it kept takes most of the image's heap"
            : "there is no memory left for it: an object may not grow any further",
        stack,
        ...facts,
      };
    case "processes":
      return {
        kind: "exhausted",
        resource: "processes",
        limit: reason.limit,
        message: "the session has too many processes at once: all of them have been ended",
        stack,
        ...facts,
      };
    case "slice":
    case "stepped":
    case "turn":
    case "look":
    case "stackFull":
    case "refused":
      return { kind: "fault", message: `a process was left standing: ${reason.kind}` };
    // A run that ended itself was stopped by its own hand.
    case "terminated":
    case "interrupted":
      return { kind: "interrupted", stack, ...facts };
    case "timeout":
    case "printBudget":
      return { kind: "timeout", stack, ...facts };
  }
}

/** Characters of a message text in a report. */
const MAX_MESSAGE_TEXT = 10_000;

function errorOf(engine: Engine, exception: Value, frames: readonly Frame[], facts: RunFacts): Failure {
  const exceptionClass = classNameOf(exception);
  const own = fromSignaler(frames, exception);
  const { receiver, selector } = failedMessage(engine, exception) ?? signaler(own);
  return {
    kind: "error",
    exceptionClass,
    messageText: firstCharacters(textOf(engine, exception, "messageText", exceptionClass), MAX_MESSAGE_TEXT),
    receiver: print(engine, receiver, SHORT_PRINT).text,
    selector,
    stack: describeStack(engine, own),
    ...facts,
  };
}

interface Sent {
  readonly receiver: Value;
  readonly selector: string;
}

/** The message that was not understood, where that is what the exception tells. */
function failedMessage(engine: Engine, exception: Value): Sent | undefined {
  const selector = textOf(engine, exception, "failedSelector", "");
  const receiver = selector === "" ? undefined : answerOf(engine, exception, "receiver");
  return receiver === undefined ? undefined : { receiver, selector };
}

/** The method that signalled, by its receiver and selector. */
function signaler([frame]: readonly Frame[]): Sent {
  return frame === undefined
    ? { receiver: nil, selector: "" }
    : { receiver: receiverOf(frame), selector: frame.owner.selector };
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

export function syntaxErrorOf(failure: SyntaxFailure): Extract<Failure, { kind: "syntaxError" }> {
  const { message, position, line, column, expected, excerpt } = failure.problem;
  return { kind: "syntaxError", report: { message, position, line, column, expected, excerpt } };
}

/** The errors that a script tells of: what it may leave out of their details, and the failures of runs that they are. */
import {
  type ErrorType,
  EvaluationError,
  type Json,
  type JsonObject,
  SmalltalkSyntaxError,
  type StuiError,
} from "@stui/protocol";
import type { Failure, StackEntry } from "@stui/smalltalk";

/** For errors with many details of which a script often means few. */
const DEFAULTS: { readonly [T in ErrorType]?: JsonObject } = {
  EvaluationError: { receiver: "nil", selector: "", stack: [], output: "" },
  SyntaxError: { line: 1, column: 1, position: 0, expected: "something else", excerpt: "" },
};

/** The details with what the script left out. */
export const withDefaults = (type: ErrorType, details: Json): Json =>
  isObject(details) ? { ...DEFAULTS[type], ...details } : details;

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The failure of a run that an engine would tell of; undefined where it would not. */
export function failureOf(error: StuiError, executionMs: number): Failure | undefined {
  if (error instanceof EvaluationError) {
    const { exception_class, message_text, receiver, selector, stack, output } = error.details;
    return {
      kind: "error",
      exceptionClass: exception_class,
      messageText: message_text,
      receiver,
      selector,
      stack: stack.map(stackEntryOf),
      output,
      executionMs,
    };
  }
  if (error instanceof SmalltalkSyntaxError) {
    const { expected } = error.details;
    return { kind: "syntaxError", report: { message: `expected ${expected}`, ...error.details } };
  }
  return undefined;
}

interface StackLine {
  readonly method: string;
  readonly class_name: string;
  readonly selector: string;
  readonly line: number | null;
  readonly source_excerpt: string;
}

export const stackEntryOf = (at: StackLine): StackEntry => ({
  method: at.method,
  className: at.class_name,
  selector: at.selector,
  line: at.line ?? 0,
  sourceExcerpt: at.source_excerpt,
});

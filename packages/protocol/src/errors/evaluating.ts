/** Failures of code that runs. */
import type { ErrorDetails } from "./details.js";
import { StuiError } from "./stui-error.js";

/** The type `SyntaxError`; named apart from JavaScript's own. */
export class SmalltalkSyntaxError extends StuiError<"SyntaxError"> {
  constructor(details: ErrorDetails<"SyntaxError">, message?: string) {
    super(
      "SyntaxError",
      details,
      message ??
        `Syntax error at line ${details.line}, column ${details.column}: expected ${details.expected}.`,
    );
  }
}

export class EvaluationError extends StuiError<"EvaluationError"> {
  constructor(details: ErrorDetails<"EvaluationError">, message?: string) {
    super(
      "EvaluationError",
      details,
      message ??
        (details.message_text.startsWith(details.exception_class)
          ? details.message_text
          : `${details.exception_class}: ${details.message_text}`),
    );
  }
}

export class Timeout extends StuiError<"Timeout"> {
  constructor(details: ErrorDetails<"Timeout">, message?: string) {
    super(
      "Timeout",
      details,
      message ??
        `The evaluation was stopped after ${details.timeout_ms} ms. The session goes on; give it more time with timeout_ms.`,
    );
  }
}

export class Interrupted extends StuiError<"Interrupted"> {
  constructor(details: ErrorDetails<"Interrupted"> = {}, message?: string) {
    super("Interrupted", details, message ?? "The evaluation was interrupted. The session goes on.");
  }
}

export class ResourceExceeded extends StuiError<"ResourceExceeded"> {
  constructor(details: ErrorDetails<"ResourceExceeded">, message?: string) {
    super(
      "ResourceExceeded",
      details,
      message ??
        `The evaluation used more ${details.resource} than it may (${details.limit}) and was stopped. The session goes on.`,
    );
  }
}

export class ObjectNotFound extends StuiError<"ObjectNotFound"> {
  constructor(details: ErrorDetails<"ObjectNotFound">, message?: string) {
    super(
      "ObjectNotFound",
      details,
      message ??
        `There is no object ${details.object_id}. Objects are let go when the registry is full, released or cleared; inspect or evaluate again.`,
    );
  }
}

export class DebuggerNotFound extends StuiError<"DebuggerNotFound"> {
  constructor(details: ErrorDetails<"DebuggerNotFound">, message?: string) {
    super(
      "DebuggerNotFound",
      details,
      message ?? `There is no debugger ${details.debugger_id}. See those there are with list_debuggers.`,
    );
  }
}

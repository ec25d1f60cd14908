/** From what an image answers to what the protocol says: failures as errors, descriptions as results. */
import {
  type ErrorType,
  EvaluationError,
  Interrupted,
  type Limits,
  ObjectNotFound,
  ResourceExceeded,
  type Result,
  SessionError,
  SmalltalkSyntaxError,
  type StuiError,
  Timeout,
} from "@stui/protocol";
import type {
  ContextSummary,
  EvaluateOutcome,
  Failure,
  StackEntry,
  SyntaxErrorReport,
} from "@stui/smalltalk";
import { ImageFault } from "../images/image.js";
import { described, inspectionResult } from "./inspection-result.js";

/** What bounds the run that failed, for the errors that name their bound. */
export interface Bounds {
  readonly timeoutMs: number;
  readonly limits: Limits;
}

/** The error of a failure; an ImageFault where the engine itself failed. */
export const failureError = (failure: Failure, bounds: Bounds): StuiError | ImageFault => {
  switch (failure.kind) {
    case "syntaxError":
      return syntaxError(failure.report);
    case "error":
      return new EvaluationError({
        exception_class: failure.exceptionClass,
        message_text: failure.messageText,
        receiver: failure.receiver,
        selector: failure.selector,
        stack: failure.stack.map(stackEntry),
        output: failure.output,
        ...heldBy(failure),
      });
    case "timeout":
      return new Timeout({ timeout_ms: bounds.timeoutMs, output: failure.output, ...heldBy(failure) });
    case "interrupted":
      return new Interrupted({ output: failure.output, ...heldBy(failure) });
    case "exhausted": {
      const { resource, limit, output } = failure;
      const details = { resource, limit, output, ...heldBy(failure) };
      return resource === "output"
        ? new ResourceExceeded(details)
        : new ResourceExceeded(details, `${sentence(failure.message)} The session goes on.`);
    }
    case "workspaceNotFound":
      return new SessionError({ reason: "its workspace is gone; send the request again" });
    case "objectNotFound":
      return new ObjectNotFound({ object_id: failure.objectId });
    case "debuggersFull":
      return new ResourceExceeded(
        { resource: "debuggers", limit: failure.limit, output: "" },
        `The session has ${failure.limit} debuggers, as many as it may: end some with the operation terminate of debug; list_debuggers tells them. Nothing was run.`,
      );
    case "fault":
      return new ImageFault(failure.message);
  }
};

const heldBy = ({ debuggerId }: { readonly debuggerId?: string }) =>
  debuggerId === undefined ? {} : { debugger_id: debuggerId };

export const syntaxError = (report: SyntaxErrorReport): SmalltalkSyntaxError => {
  const { message, line, column, position, expected, excerpt } = report;
  const text = `Syntax error at line ${line}, column ${column}: ${message}`;
  return new SmalltalkSyntaxError({ line, column, position, expected, excerpt }, text);
};

/** With a capital letter, and with a full stop where it ends in no mark of its own. */
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}`;

export const stackEntry = ({ method, className, selector, line, sourceExcerpt }: StackEntry) => ({
  method,
  class_name: className,
  selector,
  line: line > 0 ? line : null,
  source_excerpt: sourceExcerpt,
});

export const evaluatedResult = (
  outcome: Extract<EvaluateOutcome, { readonly kind: "value" }>,
): Result<"evaluate"> => {
  const { result, resultType, objectId, display, inspection, truncated, output } = outcome;
  const plain = {
    result,
    result_type: resultType,
    object_id: objectId,
    output,
    execution_time: outcome.executionMs,
    evaluation_index: outcome.evaluationIndex,
    durable: false,
  };
  // Most have nothing more to say.
  if (display === undefined && inspection === undefined && !truncated) return plain;
  return {
    ...plain,
    ...(display === undefined ? {} : { display }),
    ...(inspection === undefined ? {} : { inspection: inspectionResult(inspection) }),
    ...(truncated ? { truncated } : {}),
  };
};

/** Tools that show a session's objects keep nothing in the image yet. */
const NO_INSPECTORS = Object.freeze({});

/** The error that an evaluation answered which failed so. */
const errorTypes: Readonly<Record<Failure["kind"], ErrorType>> = {
  syntaxError: "SyntaxError",
  error: "EvaluationError",
  timeout: "Timeout",
  interrupted: "Interrupted",
  exhausted: "ResourceExceeded",
  debuggersFull: "ResourceExceeded",
  workspaceNotFound: "SessionError",
  objectNotFound: "ObjectNotFound",
  fault: "InternalError",
};

export const summaryResult = (summary: ContextSummary): Result<"get_context_summary"> => ({
  variables: summary.variables.map((variable) => ({ name: variable.name, ...described(variable) })),
  history: summary.history.map((entry) => ({
    index: entry.index,
    code: entry.code,
    print_string: entry.printString,
    class_name: entry.className,
    object_id: entry.objectId === "" ? null : entry.objectId,
    at: entry.at,
    duration_ms: entry.durationMs,
    ...(entry.failed === undefined ? {} : { error_type: errorTypes[entry.failed] }),
  })),
  object_registry: summary.objects.map(described),
  inspector_state: NO_INSPECTORS,
  saved: summary.saved.map(({ name, savedAt, bytes }) => ({ name, saved_at: savedAt, bytes })),
});

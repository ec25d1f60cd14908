/** Requests to an image as tests make them, and what came of them as a text. */
import type { EvaluateOutcome, EvaluateRequest, InspectRequest } from "@stui/smalltalk";

let lastRun = 0;
/** A number that names one run in whatever image. */
export const nextRun = (): number => {
  lastRun += 1;
  return lastRun;
};
export const evaluation = (
  workspace: string,
  code: string,
  more: Partial<EvaluateRequest> = {},
): EvaluateRequest => ({
  workspace,
  code,
  mode: "execute",
  timeoutMs: 10_000,
  maxPrint: 10_000,
  maxOutputBytes: 1_048_576,
  maxKept: 1_000,
  ...more,
});

export const inspection = (
  workspace: string,
  subject: InspectRequest["subject"],
  more: Partial<InspectRequest> = {},
): InspectRequest => ({
  workspace,
  subject,
  depth: 1,
  includePrivate: false,
  offset: 0,
  limit: 100,
  timeoutMs: 10_000,
  maxPrint: 10_000,
  maxOutputBytes: 1_048_576,
  maxKept: 1_000,
  ...more,
});

/** The print string of a value, or what went wrong. */
export const textOf = (outcome: EvaluateOutcome): string => {
  switch (outcome.kind) {
    case "value":
      return outcome.result;
    case "error":
      return `${outcome.exceptionClass}: ${outcome.messageText}`;
    case "fault":
      return `fault: ${outcome.message}`;
    case "exhausted":
      return `exhausted: ${outcome.resource}`;
    case "syntaxError":
      return `syntaxError: ${outcome.report.message}`;
    default:
      return outcome.kind;
  }
};

/** The classes of all error types, and the way back from a reply to one of them. */
import { fits } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { ChangeNotFound, ClassNotFound, Conflict, MethodNotFound } from "./code.js";
import { type ErrorDetails, type ErrorType, errorDetails, isErrorType } from "./details.js";
import {
  DebuggerNotFound,
  EvaluationError,
  Interrupted,
  ObjectNotFound,
  ResourceExceeded,
  SmalltalkSyntaxError,
  Timeout,
} from "./evaluating.js";
import {
  AuthenticationRequired,
  ClientNotAllowed,
  InvalidRequest,
  OutcomeUnknown,
  PermissionDenied,
  RateLimited,
  ReplyExpired,
  UnknownCommand,
  UnsupportedOperation,
  UnsupportedVersion,
} from "./request.js";
import {
  ImageCrashed,
  ImageNotFound,
  InternalError,
  ResultTooLarge,
  ServerBusy,
  ShuttingDown,
} from "./server.js";
import {
  ContextCorrupt,
  ContextNotFound,
  SessionError,
  SessionExpired,
  SessionLimitExceeded,
  SessionNotFound,
} from "./sessions.js";
import type { StuiError } from "./stui-error.js";

/** The constructor of each error type. */
export type ErrorClasses = {
  readonly [T in ErrorType]: new (
    details: ErrorDetails<T>,
    message?: string,
  ) => StuiError<T>;
};

export const errorClasses: ErrorClasses = {
  InvalidRequest,
  UnknownCommand,
  UnsupportedVersion,
  UnsupportedOperation,
  ClientNotAllowed,
  AuthenticationRequired,
  PermissionDenied,
  RateLimited,
  ReplyExpired,
  OutcomeUnknown,
  SessionError,
  SessionNotFound,
  SessionExpired,
  SessionLimitExceeded,
  ContextNotFound,
  ContextCorrupt,
  SyntaxError: SmalltalkSyntaxError,
  EvaluationError,
  Timeout,
  Interrupted,
  ResourceExceeded,
  ObjectNotFound,
  DebuggerNotFound,
  Conflict,
  ClassNotFound,
  MethodNotFound,
  ChangeNotFound,
  ServerBusy,
  ShuttingDown,
  ResultTooLarge,
  ImageNotFound,
  ImageCrashed,
  InternalError,
};

/**
 * An error of that type; undefined where the details do not fit it.
 *
 * @param message what the error says of itself where it is absent
 */
export const errorOf = <T extends ErrorType>(
  type: T,
  details: unknown,
  message?: string,
): StuiError | undefined =>
  fits(detailsOf[type], details) ? new errorClasses[type](details, message) : undefined;

const detailsOf: { readonly [T in ErrorType]: Schema<ErrorDetails<T>> } = errorDetails;

/** What an error reply says, in either encoding. */
export interface ErrorReply {
  readonly error: string;
  readonly error_type: string;
  readonly details?: unknown;
}

/**
 * The error that a reply tells of. A type that is not known here, or details that do not fit it, come from
 * another version of the server: they become an `InternalError` that keeps message and type.
 */
export const errorFromReply = (reply: ErrorReply): StuiError => {
  const type = reply.error_type;
  const known = isErrorType(type) ? errorOf(type, reply.details ?? {}, reply.error) : undefined;
  return known ?? new InternalError({ error_type: type }, reply.error);
};

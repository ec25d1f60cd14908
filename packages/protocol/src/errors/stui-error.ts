import type { ErrorDetails, ErrorType } from "./details.js";

/**
 * A failure as the protocol knows it: its `type` travels as `error_type`, its `message` as `error`.
 * There is one subclass for each type; the message says what happened and what to do next.
 */
export abstract class StuiError<T extends ErrorType = ErrorType> extends Error {
  readonly type: T;
  readonly details: ErrorDetails<T>;

  constructor(type: T, details: ErrorDetails<T>, message: string) {
    super(message);
    this.name = type;
    this.type = type;
    this.details = details;
  }
}

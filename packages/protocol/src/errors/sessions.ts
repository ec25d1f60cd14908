/** Failures of sessions and their contexts. */
import type { ErrorDetails } from "./details.js";
import { StuiError } from "./stui-error.js";

export class SessionError extends StuiError<"SessionError"> {
  constructor(details: ErrorDetails<"SessionError">, message?: string) {
    super("SessionError", details, message ?? `The session could not do it: ${details.reason}.`);
  }
}

export class SessionNotFound extends StuiError<"SessionNotFound"> {
  constructor(details: ErrorDetails<"SessionNotFound">, message?: string) {
    super(
      "SessionNotFound",
      details,
      message ??
        `There is no session ${details.session_id}. Create one with create_session, or list yours with list_client_sessions.`,
    );
  }
}

export class SessionExpired extends StuiError<"SessionExpired"> {
  constructor(details: ErrorDetails<"SessionExpired">, message?: string) {
    super(
      "SessionExpired",
      details,
      message ??
        `The session ${details.session_id} expired at ${details.expired_at}. Wake it with restore_session, or create a new one.`,
    );
  }
}

export class SessionLimitExceeded extends StuiError<"SessionLimitExceeded"> {
  constructor(details: ErrorDetails<"SessionLimitExceeded">, message?: string) {
    super(
      "SessionLimitExceeded",
      details,
      message ??
        `The client ${details.client_id} has ${details.limit} sessions, as many as it may. Close one with close_session first.`,
    );
  }
}

export class ContextNotFound extends StuiError<"ContextNotFound"> {
  constructor(details: ErrorDetails<"ContextNotFound">, message?: string) {
    super(
      "ContextNotFound",
      details,
      message ??
        `The session ${details.session_id} has no saved context ${details.name}. See those it has with get_context_summary.`,
    );
  }
}

export class ContextCorrupt extends StuiError<"ContextCorrupt"> {
  constructor(details: ErrorDetails<"ContextCorrupt">, message?: string) {
    super(
      "ContextCorrupt",
      details,
      message ??
        `The context ${details.name} of session ${details.session_id} cannot be read: ${details.reason}. Load another one.`,
    );
  }
}

/** Failures of the request itself: what it says, or who says it. */
import type { ErrorDetails } from "./details.js";
import { StuiError } from "./stui-error.js";

export class InvalidRequest extends StuiError<"InvalidRequest"> {
  constructor(details: ErrorDetails<"InvalidRequest">, message?: string) {
    super(
      "InvalidRequest",
      details,
      message ??
        `The request is not valid${details.path === "" ? "" : ` at ${details.path}`}: expected ${details.expected}, found ${details.found}. Correct it and send it again.`,
    );
  }
}

export class UnknownCommand extends StuiError<"UnknownCommand"> {
  constructor(details: ErrorDetails<"UnknownCommand">, message?: string) {
    super(
      "UnknownCommand",
      details,
      message ??
        (details.nearest === undefined
          ? `There is no command ${details.command}. Ask describe for those there are.`
          : `There is no command ${details.command}. Did you mean ${details.nearest}? Ask describe for those there are.`),
    );
  }
}

export class UnsupportedVersion extends StuiError<"UnsupportedVersion"> {
  constructor(details: ErrorDetails<"UnsupportedVersion">, message?: string) {
    super(
      "UnsupportedVersion",
      details,
      message ??
        `Version ${details.version} is not understood here. Send envelopes of version ${details.supported}, or flat requests.`,
    );
  }
}

export class UnsupportedOperation extends StuiError<"UnsupportedOperation"> {
  constructor(details: ErrorDetails<"UnsupportedOperation">, message?: string) {
    super(
      "UnsupportedOperation",
      details,
      message ?? `${details.operation} is not possible here: ${details.reason}.`,
    );
  }
}

export class ClientNotAllowed extends StuiError<"ClientNotAllowed"> {
  constructor(details: ErrorDetails<"ClientNotAllowed">, message?: string) {
    super(
      "ClientNotAllowed",
      details,
      message ?? `The client ${details.client_id} is not admitted. Ask whoever runs the server.`,
    );
  }
}

export class AuthenticationRequired extends StuiError<"AuthenticationRequired"> {
  constructor(details: ErrorDetails<"AuthenticationRequired"> = {}, message?: string) {
    super(
      "AuthenticationRequired",
      details,
      message ?? "This server wants to know who asks. Connect with a key that it knows.",
    );
  }
}

export class PermissionDenied extends StuiError<"PermissionDenied"> {
  constructor(details: ErrorDetails<"PermissionDenied">, message?: string) {
    super("PermissionDenied", details, message ?? `Not allowed: ${details.reason}.`);
  }
}

export class RateLimited extends StuiError<"RateLimited"> {
  constructor(details: ErrorDetails<"RateLimited">, message?: string) {
    super(
      "RateLimited",
      details,
      message ?? `Too many requests at once. Try again in ${details.retry_after_ms} ms.`,
    );
  }
}

export class ReplyExpired extends StuiError<"ReplyExpired"> {
  constructor(details: ErrorDetails<"ReplyExpired">, message?: string) {
    super(
      "ReplyExpired",
      details,
      message ??
        `The request ${details.request_id} was carried out before and its reply is no longer kept. Ask for the present state instead; to run it again, send it with a new id.`,
    );
  }
}

export class OutcomeUnknown extends StuiError<"OutcomeUnknown"> {
  constructor(details: ErrorDetails<"OutcomeUnknown">, message?: string) {
    super(
      "OutcomeUnknown",
      details,
      message ??
        `The request ${details.request_id} had begun when the image died; whether it took effect is not known. Look at the present state before sending it again with a new id.`,
    );
  }
}

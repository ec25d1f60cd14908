/**
 * Failures of the client itself. What the server answers with is a `StuiError` of @stui/protocol; a time
 * limit of the server is its `Timeout`, one of this side is `CallTimedOut`.
 */
import type { CommandName } from "@stui/protocol";

export abstract class ClientFailure extends Error {
  abstract override readonly name: string;
}

/** What was found at the endpoint. */
export type Unreachable =
  /** Nothing that accepts connections. */
  | "nobody_listens"
  /** Something that accepts connections and does not speak ZeroMQ, or refuses to. */
  | "no_server"
  /** Something that accepts connections and says nothing: a server that is stopped or overloaded, perhaps. */
  | "no_answer";

/** There was no connection within the time for it. */
export class ServerUnreachable extends ClientFailure {
  override readonly name = "ServerUnreachable";

  constructor(
    readonly endpoint: string,
    readonly found: Unreachable,
    readonly waitedMs: number,
  ) {
    super(explanation(endpoint, found, waitedMs));
  }
}

const explanation = (endpoint: string, found: Unreachable, waitedMs: number): string => {
  switch (found) {
    case "nobody_listens":
      return `Nobody listens at ${endpoint} (waited ${waitedMs} ms). Start a server there with: stui serve --endpoint ${endpoint}`;
    case "no_server":
      return `What listens at ${endpoint} is no STUI server. Check the endpoint; a server prints its own when it starts.`;
    case "no_answer":
      return `What listens at ${endpoint} accepts connections, but did not answer within ${waitedMs} ms. If it is a STUI server, it is stopped or overloaded: see whether its process runs, and try again.`;
  }
};

/** No reply came within the call's `timeoutMs`. The server may have run it, or run it still. */
export class CallTimedOut extends ClientFailure {
  override readonly name = "CallTimedOut";

  constructor(
    readonly command: CommandName,
    readonly requestId: string,
    readonly timeoutMs: number,
    /** Whether there was a connection when the time was over. */
    readonly connected: boolean,
    cause: unknown,
  ) {
    super(
      connected
        ? `No reply to ${command} within ${timeoutMs} ms; it may still run. Allow more time with timeoutMs; calling again with the same requestId gets its reply and runs nothing twice.`
        : `No reply to ${command} within ${timeoutMs} ms: the connection to the server is lost. Calling again with the same requestId gets its reply and runs nothing twice.`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** The call's `signal` said that its result is no longer wanted. The server may run it all the same. */
export class CallAborted extends ClientFailure {
  override readonly name = "CallAborted";

  constructor(
    readonly command: CommandName,
    readonly requestId: string,
    reason: unknown,
  ) {
    super(`The call of ${command} was aborted. What already runs in a session ends with interrupt.`, {
      cause: reason,
    });
  }
}

/** The request is longer than a server takes; it was not sent. */
export class RequestTooLarge extends ClientFailure {
  override readonly name = "RequestTooLarge";

  constructor(
    readonly command: CommandName,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`The request for ${command} takes ${bytes} bytes of at most ${limit}. Send it in parts.`);
  }
}

/** The client was closed before the reply came, or is closed already. */
export class ClientClosed extends ClientFailure {
  override readonly name = "ClientClosed";

  constructor(readonly command: CommandName) {
    super(`The client is closed; ${command} has no reply. Connect again with a new client.`);
  }
}

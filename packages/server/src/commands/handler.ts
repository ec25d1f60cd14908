/** What a command's handler gets and answers. */
import { type CommandName, type Parameters, type Result, UnsupportedOperation } from "@stui/protocol";
import type { Receiver } from "../events/subscriber.js";
import type { RunId } from "../images/image.js";
import type { Session } from "../sessions/session.js";

/** The request that a handler works for. */
export interface Call {
  readonly requestId: string;
  /** Whom the connection speaks for, if it said so. */
  readonly speaker: string | undefined;
  /** The connection that it came from. */
  readonly receiver: Receiver;
  /** The session that the parameters name, found and admitted. */
  readonly session: Session | undefined;
  /** Names the run to the image. */
  readonly run: RunId;
}

/** Answers the result or throws a StuiError; ImageDied and ImageClosed are told to the client as what they are. */
export type Handler<C extends CommandName> = (
  parameters: Parameters<C>,
  call: Call,
) => Result<C> | Promise<Result<C>>;

/** One handler for each command: a missing one does not compile. */
export type Handlers = { readonly [C in CommandName]: Handler<C> };

/** A handler that works in the session its parameters name. */
export const inSession =
  <P extends { readonly session_id: string }, R>(
    handle: (parameters: P, session: Session, call: Call) => R | Promise<R>,
  ) =>
  (parameters: P, call: Call): R | Promise<R> => {
    if (call.session === undefined) throw new TypeError("a command of a session was called without one");
    return handle(parameters, call.session, call);
  };

/** A command that is declared and not built yet. */
export const notBuilt = (operation: string) => (): never => {
  throw new UnsupportedOperation({ operation, reason: "it is not built yet" });
};

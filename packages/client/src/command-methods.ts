/** A method for each command of the protocol, made from the table of commands. */
import { type CommandName, commandNames, type Parameters, type Result } from "@stui/protocol";

/**
 * How one call is made.
 *
 * @example
 * ```ts
 * import { connect } from "@stui/client";
 *
 * const client = await connect("tcp://127.0.0.1:5555");
 * const { session_id } = await client.create_session({ client_id: "ada" });
 *
 * const endless = client.evaluate({ session_id, code: "[true] whileTrue" }, { timeoutMs: 300 });
 * console.log((await endless.catch((error) => error)).name);
 * // The code itself runs on until its own time is over, or until it is interrupted.
 * console.log(await client.interrupt({ session_id }));
 *
 * const impatient = AbortSignal.abort("not wanted");
 * const aborted = client.evaluate({ session_id, code: "3 + 4" }, { signal: impatient });
 * console.log((await aborted.catch((error) => error)).name);
 * await client.close();
 * ```
 * ```text
 * CallTimedOut
 * { interrupted: true }
 * CallAborted
 * ```
 */
export interface CallOptions {
  /** Milliseconds to wait for the reply; `Infinity` waits for ever. The client's `timeoutMs` if absent. */
  readonly timeoutMs?: number;
  /** Ends the waiting, not what the server does. */
  readonly signal?: AbortSignal;
  /**
   * The id to send. Made by the client if absent; given to take up a call whose reply was not awaited: the
   * server answers with the reply that it kept and runs nothing twice.
   */
  readonly requestId?: string;
}

export type CommandMethod<C extends CommandName> = (
  parameters: Parameters<C>,
  options?: CallOptions,
) => Promise<Result<C>>;

/** By the names that the protocol gives: `client.create_session({ client_id: "ada" })`. */
export type CommandMethods = { readonly [C in CommandName]: CommandMethod<C> };

/** Calls any command. */
export type Call = <C extends CommandName>(
  command: C,
  parameters: Parameters<C>,
  options?: CallOptions,
) => Promise<Result<C>>;

const methodOf =
  <C extends CommandName>(call: Call, command: C): CommandMethod<C> =>
  (parameters, options) =>
    call(command, parameters, options);

/** Each is made by `methodOf` under its own name, so that there being one for every command is all to check. */
const areMethods = (methods: Readonly<Record<string, unknown>>): methods is CommandMethods =>
  commandNames.every((name) => typeof methods[name] === "function");

export const commandMethods = (call: Call): CommandMethods => {
  const methods: Record<string, unknown> = Object.fromEntries(
    commandNames.map((name) => [name, methodOf(call, name)]),
  );
  if (!areMethods(methods)) throw new TypeError("A command has no method.");
  return methods;
};

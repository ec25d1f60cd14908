/** A method for each command of the protocol, made from the table of commands. */
import { type CommandName, commandNames, type Parameters, type Result } from "@stui/protocol";

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

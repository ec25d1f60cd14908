/** A server on a socket. */
import { type Client, connect, EndpointRefused } from "@stui/client";
import {
  type CommandName,
  commands,
  type Parameters,
  type Result,
  type StuiEvent,
  type SubscribableEvent,
} from "@stui/protocol";
import { CalledWrongly } from "../arguments/declaration.js";
import { type Caller, type ConnectionChange, ConnectionLost } from "./caller.js";

/** Milliseconds in which a lost connection may come back. */
const RETURN_MS = 10_000;
/** Milliseconds on top of what a command may take: for the way, and for those that wait in line before it. */
const SLACK_MS = 10_000;

/**
 * @param returnMs milliseconds for which calls wait for a lost connection to come back
 * @throws NoSuchEndpoint, ServerUnreachable of @stui/client
 */
export const openConnection = async (endpoint: string, returnMs = RETURN_MS): Promise<Caller> => {
  try {
    return new ServerCaller(await connect(endpoint), returnMs);
  } catch (error) {
    throw error instanceof EndpointRefused ? new NoSuchEndpoint(error) : error;
  }
};

/** What was given to connect to is no endpoint, or none that is connected to. */
class NoSuchEndpoint extends CalledWrongly {
  override readonly name = "NoSuchEndpoint";
  constructor(cause: EndpointRefused) {
    super(cause.message, { cause });
  }
}

class ServerCaller implements Caller {
  readonly #client: Client;
  readonly #returnMs: number;
  readonly #listeners: ((change: ConnectionChange) => void)[] = [];
  /** Ends the waiting of the calls that were made on this connection, or while it was away. */
  #gone = new AbortController();
  #isLost = false;

  constructor(client: Client, returnMs: number) {
    this.#client = client;
    this.#returnMs = returnMs;
    void this.#watch();
  }

  async call<C extends CommandName>(
    command: C,
    parameters: Parameters<C>,
    waitMs?: number,
  ): Promise<Result<C>> {
    const { signal } = this.#gone;
    try {
      return await this.#client.call(command, parameters, { signal, ...waiting(command, waitMs) });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  }

  async follow(
    sessionId: string,
    events: readonly SubscribableEvent[],
    onEvent: (event: StuiEvent) => void,
  ): Promise<() => Promise<void>> {
    const following = await this.#client.follow(sessionId, events, { onEvent });
    return () => following.stop();
  }

  onConnection(listener: (change: ConnectionChange) => void): void {
    this.#listeners.push(listener);
  }

  giveUp(): boolean {
    if (this.#isLost) this.#gone.abort(new ConnectionLost(this.#client.endpoint, undefined));
    return this.#isLost;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Gives the calls up where the connection stays away. */
  async #watch(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    for await (const { kind } of this.#client.status) {
      if (kind === "connected" || kind === "closed") {
        clearTimeout(timer);
        timer = undefined;
        if (kind === "connected" && this.#isLost) this.#comeBack();
        continue;
      }
      if (Number.isFinite(this.#returnMs))
        timer ??= setTimeout(
          () => this.#gone.abort(new ConnectionLost(this.#client.endpoint, this.#returnMs)),
          this.#returnMs,
        );
      if (this.#isLost) continue;
      this.#isLost = true;
      this.#tell("lost");
    }
  }

  #comeBack(): void {
    this.#isLost = false;
    if (this.#gone.signal.aborted) this.#gone = new AbortController();
    this.#tell("back");
  }

  #tell(change: ConnectionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** What runs code ends by the server's own limit, which this side does not know; the rest answers soon. */
const waiting = (command: CommandName, waitMs: number | undefined): { readonly timeoutMs?: number } => {
  if (waitMs !== undefined) return { timeoutMs: waitMs + SLACK_MS };
  return commands[command].lane === "run" ? { timeoutMs: Number.POSITIVE_INFINITY } : {};
};

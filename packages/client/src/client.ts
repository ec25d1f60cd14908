/** The client: calls that survive a lost connection, over one DEALER. */
import { randomBytes } from "node:crypto";
import {
  type CommandName,
  commands,
  DEFAULT_LIMITS,
  decodeServerBody,
  encodeRequest,
  type Parameters,
  type Result,
  resultOf,
  type ServerMessage,
} from "@stui/protocol";
import { type ConnectionStatus, DealerSocket, StatusFeed } from "@stui/transport";
import { CallsInFlight } from "./calls-in-flight.js";
import { type CallOptions, type CommandMethods, commandMethods } from "./command-methods.js";
import { EventFeeds, type Followable, type FollowHandlers, type Following } from "./event-feeds.js";
import {
  CallAborted,
  CallTimedOut,
  ClientClosed,
  RequestTooLarge,
  ServerUnreachable,
  type Unreachable,
} from "./failure.js";
import { Outbox } from "./outbox.js";

export interface ClientOptions {
  /** Milliseconds for the first connection (5,000). */
  readonly connectTimeoutMs?: number;
  /** Milliseconds that a call waits for its reply where it does not say (60,000). */
  readonly timeoutMs?: number;
  /** Milliseconds of silence after which a request is sent again with the same id (10,000); doubled each time. */
  readonly resendAfterMs?: number;
  /** Whom the connection speaks for, sent with every request. Another's sessions are then refused. */
  readonly clientId?: string;
  /** The longest request that is sent (10 MiB, as servers take if not configured otherwise). */
  readonly maxMessageBytes?: number;
  /** Messages of the server that cannot be read, handlers that throw. Warned of if absent. */
  readonly onFault?: (error: unknown) => void;
}

const DEFAULTS = { connectTimeoutMs: 5_000, timeoutMs: 60_000, resendAfterMs: 10_000 } as const;
/** Random bytes in the name of a client instance: the scope in which the server runs an id once. */
const INSTANCE_BYTES = 16;
/** Above it timers fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

const warn = (error: unknown): void => {
  process.emitWarning(error instanceof Error ? error : String(error), { type: "StuiClientWarning" });
};

export class ClientConnection {
  readonly endpoint: string;
  readonly #options: ClientOptions;
  readonly #socket: DealerSocket;
  readonly #instance = randomBytes(INSTANCE_BYTES).toString("base64url");
  readonly #status = new StatusFeed<ConnectionStatus>({ kind: "connecting" });
  readonly #outbox = new Outbox((body) => this.#send(body));
  readonly #inFlight: CallsInFlight;
  readonly #feeds: EventFeeds;
  readonly #onFault: (error: unknown) => void;
  #lastId = 0;
  #connected = false;
  #wasConnected = false;
  #lastFault: unknown;

  /** Begins to connect. @throws EndpointRefused of @stui/transport */
  constructor(endpoint: string, options: ClientOptions) {
    this.endpoint = endpoint;
    this.#options = options;
    const report = options.onFault ?? warn;
    this.#onFault = (error) => {
      this.#lastFault = error;
      report(error);
    };
    this.#inFlight = new CallsInFlight(options.resendAfterMs ?? DEFAULTS.resendAfterMs, ({ text }) =>
      this.#send(text),
    );
    this.#feeds = new EventFeeds({
      subscribe: (parameters) => this.call("subscribe", parameters),
      unsubscribe: (parameters) => this.call("unsubscribe", parameters),
      onFault: this.#onFault,
    });
    this.#socket = DealerSocket.connect(
      endpoint,
      // Calls in flight are kept here, so no number of them needs to be dropped on the way out.
      { linger: 0, sendHighWaterMark: 0 },
      {
        onMessage: (body) => this.#receive(body),
        onStatus: (status) => this.#observe(status),
        onFault: this.#onFault,
      },
    );
  }

  /**
   * How the connection stands; by iterating, every change from now on, ending with `closed`.
   *
   * @example
   * ```ts
   * import { connect } from "@stui/client";
   *
   * const client = await connect("tcp://127.0.0.1:5555");
   * const watching = (async () => {
   *   for await (const { kind } of client.status) console.log(kind);
   * })();
   * await client.ping({});
   * await client.close();
   * await watching;
   * ```
   * ```text
   * connected
   * closed
   * ```
   */
  get status(): Pick<StatusFeed<ConnectionStatus>, "current" | typeof Symbol.asyncIterator> {
    return this.#status;
  }

  /** Calls that wait for their replies. */
  get callsInFlight(): number {
    return this.#inFlight.size;
  }

  /**
   * Calls a command. It is sent again after a lost connection, or when no reply comes, with the same id:
   * what has effects runs at most once. `client.evaluate(…)` is the same as `client.call("evaluate", …)`.
   *
   * @example
   * ```ts
   * import { connect } from "@stui/client";
   *
   * const client = await connect("tcp://127.0.0.1:5555");
   * const { session_id } = await client.call("create_session", { client_id: "ada" });
   * await client.evaluate({ session_id, code: "x := OrderedCollection new. x add: 3; add: 4" });
   * console.log((await client.evaluate({ session_id, code: "x sum" })).result);
   *
   * // What fails is one class each.
   * const error = await client.evaluate({ session_id, code: "nil foo" }).catch((error) => error);
   * console.log(error.name, error.details.exception_class);
   *
   * // The same id runs once, however often it is asked for.
   * const once = { requestId: "add-5" };
   * await client.evaluate({ session_id, code: "x add: 5. x size" }, once);
   * console.log((await client.evaluate({ session_id, code: "x add: 5. x size" }, once)).result);
   * await client.close();
   * ```
   * ```text
   * 7
   * EvaluationError MessageNotUnderstood
   * 3
   * ```
   *
   * @throws StuiError what the server answered with
   * @throws CallTimedOut, CallAborted, RequestTooLarge, ClientClosed
   * @throws UnreadableReply where the result is not what the command answers
   */
  call<C extends CommandName>(
    command: C,
    parameters: Parameters<C>,
    options: CallOptions = {},
  ): Promise<Result<C>> {
    return new Promise((resolve, reject) => {
      const id = options.requestId ?? this.#nextId();
      const text = this.#requestText(id, command, parameters);
      const { signal, timeoutMs = this.#options.timeoutMs ?? DEFAULTS.timeoutMs } = options;
      if (this.#socket.closed) throw new ClientClosed(command);
      if (signal?.aborted === true) throw new CallAborted(command, id, signal.reason);
      if (this.#inFlight.has(id)) throw new TypeError(`The request ${id} is in flight already.`);

      const abort = (): void => giveUp(new CallAborted(command, id, signal?.reason));
      const timer =
        timeoutMs <= LONGEST_TIMER
          ? setTimeout(
              () => giveUp(new CallTimedOut(command, id, timeoutMs, this.#connected, this.#lastFault)),
              timeoutMs,
            )
          : undefined;
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      const giveUp = (error: Error): void => {
        done();
        this.#inFlight.take(id);
        reject(error);
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#inFlight.add({
        id,
        command,
        text,
        settle: (reply) => {
          done();
          try {
            resolve(resultOf(command, reply));
          } catch (error) {
            reject(error);
          }
        },
        fail: (error) => {
          done();
          reject(error);
        },
      });
      this.#outbox.add(text, commands[command].lane === "read");
    });
  }

  /**
   * Sends all that is called while `make` runs, before it first awaits, as one message. The replies come together,
   * when the last of them is there.
   *
   * @example
   * ```ts
   * import { connect } from "@stui/client";
   *
   * const client = await connect("tcp://127.0.0.1:5555");
   * const { session_id } = await client.create_session({ client_id: "ada" });
   * const codes = ["n := 1", "n := n + 1", "n printString reversed"];
   * const values = await client.batch(() =>
   *   Promise.all(codes.map((code) => client.evaluate({ session_id, code }))),
   * );
   * console.log(values.map(({ result }) => result).join(", "));
   * await client.close();
   * ```
   * ```text
   * 1, 2, '2'
   * ```
   */
  batch<T>(make: () => T): T {
    return this.#outbox.together(make);
  }

  /**
   * Has events of a session told to `handlers`, also after a lost connection, with what came meanwhile. The events of an
   * evaluation are told before its result is there.
   *
   * @example
   * ```ts
   * import { connect } from "@stui/client";
   *
   * const client = await connect("tcp://127.0.0.1:5555");
   * const { session_id } = await client.create_session({ client_id: "ada" });
   * const following = await client.follow(session_id, ["transcript", "tests"], {
   *   onEvent(event) {
   *     if (event.event === "transcript") process.stdout.write(event.data.text);
   *   },
   *   onMissed: ({ after, before }) => console.log(`missed what came between ${after} and ${before}`),
   * });
   * const code = "1 to: 3 do: [:i | Transcript show: 'line '; print: i; cr]. #done";
   * console.log((await client.evaluate({ session_id, code })).result);
   * await following.stop();
   * await client.close();
   * ```
   * ```text
   * line 1
   * line 2
   * line 3
   * #done
   * ```
   *
   * @param options.since have told again what came after this `sequence`, as far as it is kept
   * @throws as `call`
   */
  follow<E extends Followable>(
    sessionId: string,
    events: readonly E[],
    handlers: FollowHandlers<E>,
    options: { readonly since?: number } = {},
  ): Promise<Following> {
    return this.#feeds.follow(sessionId, events, handlers, options.since);
  }

  /**
   * Ends the connection; calls that wait fail with `ClientClosed`. What is to happen must be awaited before:
   * a request that has not left is dropped. Sessions stay on the server.
   *
   * @example
   * ```ts
   * import { connect } from "@stui/client";
   *
   * const first = await connect("tcp://127.0.0.1:5555");
   * const { session_id } = await first.create_session({ client_id: "ada" });
   * await first.evaluate({ session_id, code: "kept := 42" });
   * await first.close();
   *
   * const second = await connect("tcp://127.0.0.1:5555");
   * const { workspace_context } = await second.restore_session({ session_id });
   * console.log(workspace_context.variables.map(({ name, print_string }) => `${name} = ${print_string}`));
   * await second.close_session({ session_id });
   * await second.close();
   * const error = await second.ping({}).catch((error) => error);
   * console.log(error.message);
   * ```
   * ```text
   * [ 'kept = 42' ]
   * The client is closed; ping has no reply. Connect again with a new client.
   * ```
   */
  async close(): Promise<void> {
    const closing = this.#socket.close();
    this.#inFlight.failAll(({ command }) => new ClientClosed(command));
    await closing;
  }

  #nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  #requestText<C extends CommandName>(id: string, command: C, parameters: Parameters<C>): string {
    // Without effects a request may run twice, and the server need not remember it.
    const client = commands[command].effects === "none" ? undefined : this.#instance;
    const text = encodeRequest({ id, command, parameters, client, client_id: this.#options.clientId });
    const limit = this.#options.maxMessageBytes ?? DEFAULT_LIMITS.max_message_bytes;
    const bytes = text.length * 3 <= limit ? 0 : Buffer.byteLength(text);
    if (bytes > limit) throw new RequestTooLarge(command, bytes, limit);
    return text;
  }

  /** While there is no connection nothing is sent: all that is in flight is, as soon as there is one. */
  #send(body: string): void {
    if (this.#connected) this.#socket.send(body);
  }

  #receive(body: Buffer): void {
    const received = decodeServerBody(body);
    if (isArray(received)) for (const message of received) this.#dispatch(message);
    else this.#dispatch(received);
  }

  #dispatch(message: ServerMessage): void {
    if (message.kind === "event") this.#feeds.dispatch(message.event);
    else if (message.id !== null) this.#inFlight.take(message.id)?.settle(message);
    // A reply to something that the server could not read; the calls it was are sent again one by one.
    else if (message.kind === "failure") this.#onFault(message.error);
  }

  #observe(status: ConnectionStatus): void {
    this.#connected = status.kind === "connected";
    if (status.kind === "closed") this.#status.end(status);
    else this.#status.announce(status);
    if (!this.#connected) return;
    this.#inFlight.resendAll();
    if (this.#wasConnected) this.#feeds.resubscribe();
    this.#wasConnected = true;
  }
}

const isArray = (received: ServerMessage | readonly ServerMessage[]): received is readonly ServerMessage[] =>
  Array.isArray(received);

/** A client: what a connection does, and a method for each command. */
export type Client = ClientConnection & CommandMethods;

/**
 * Connects to a server. The client stays when the connection is lost, and is connected again; it keeps the
 * process alive until it is closed.
 *
 * @example
 * ```ts
 * import { connect } from "@stui/client";
 *
 * const client = await connect("tcp://127.0.0.1:5555", { timeoutMs: 10_000 });
 * const { message, status } = await client.ping({ message: "hello" });
 * console.log(message, status);
 * console.log((await client.evaluate({ code: "(1 to: 5) collect: [:e | e squared]" })).result);
 * await client.close();
 *
 * const failure = await connect("tcp://127.0.0.1:1", { connectTimeoutMs: 100 }).catch((error) => error);
 * console.log(failure.name, failure.found);
 * ```
 * ```text
 * hello ready
 * #(1 4 9 16 25)
 * ServerUnreachable nobody_listens
 * ```
 *
 * @param endpoint for instance `tcp://127.0.0.1:5555`
 * @throws ServerUnreachable where there is no connection within `connectTimeoutMs`
 * @throws EndpointRefused of @stui/transport
 */
export const connect = async (endpoint: string, options: ClientOptions = {}): Promise<Client> => {
  const connection = new ClientConnection(endpoint, options);
  const waitMs = options.connectTimeoutMs ?? DEFAULTS.connectTimeoutMs;
  const found = await firstConnection(connection, waitMs);
  if (found !== "server") {
    await connection.close();
    throw new ServerUnreachable(endpoint, found, waitMs);
  }
  return Object.assign(
    connection,
    commandMethods((command, parameters, callOptions) => connection.call(command, parameters, callOptions)),
  );
};

const firstConnection = (connection: ClientConnection, waitMs: number): Promise<"server" | Unreachable> =>
  new Promise((resolve, reject) => {
    // Where nobody listens, that is told at once; where nothing at all is told, somebody has taken the connection.
    let found: Unreachable = "no_answer";
    let attempt: Unreachable | undefined;
    const timer = setTimeout(() => resolve(found), waitMs);
    const watch = async (): Promise<void> => {
      for await (const { kind } of connection.status) {
        if (kind === "refused") attempt = "no_server";
        else if (kind === "unanswered") attempt = "no_answer";
        else if (kind === "disconnected") attempt ??= "no_server";
        else if (kind === "waiting") {
          found = attempt ?? "nobody_listens";
          attempt = undefined;
        }
        if (kind !== "connected") continue;
        clearTimeout(timer);
        resolve("server");
        return;
      }
    };
    watch().catch(reject);
  });

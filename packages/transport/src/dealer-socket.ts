/** The socket of a client: one server, connected again whenever the connection is lost. */
import { connectEndpoint } from "./endpoint.js";
import { codeOf } from "./failure.js";
import { FairReading } from "./fair-reading.js";
import { DEALER_SETTINGS, MESSAGE_SIZE_FACTOR, SOCKET_DEFAULTS, type SocketSettings } from "./settings.js";
import { StatusFeed } from "./status-feed.js";
import { type ConnectionEvent, Dealer, watchConnections } from "./zmq-sockets.js";

export interface DealerOptions extends SocketSettings {
  /** Where given, a connection that announces a frame of four times that is closed. */
  readonly maxMessageBytes?: number;
}

/** How it stands with the connection. Every state but `closed` may follow every other. */
export type ConnectionStatus =
  | { readonly kind: "connecting" }
  /** The handshake is done: what is sent now goes out. */
  | { readonly kind: "connected" }
  /** It was connected; attempts to connect again have begun. */
  | { readonly kind: "disconnected" }
  /** There is no connection, and nobody listens there perhaps. The next attempt comes after `retryInMs`. */
  | { readonly kind: "waiting"; readonly retryInMs: number }
  /** Somebody listens and the handshake failed: no server of ours, or one that does not let us in. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Somebody listens and did not finish the handshake in its time: a server that is stopped, or none. */
  | { readonly kind: "unanswered" }
  | { readonly kind: "closed" };

export interface DealerHandlers {
  /** The body of a message. Called synchronously for one after the other. */
  onMessage(body: Buffer): void;
  /** The same as iterating over `status`, at once. */
  onStatus(status: ConnectionStatus): void;
  /** A handler threw, or the socket failed: a fault of this program. */
  onFault(error: unknown): void;
}

export interface DealerCounters {
  readonly received: number;
  readonly sent: number;
  /** Messages of more than one frame, more than could wait to be sent, and those sent after `close`. */
  readonly dropped: { readonly malformed: number; readonly full: number; readonly closed: number };
}

export class DealerSocket {
  readonly #socket: Dealer;
  readonly #handlers: DealerHandlers;
  readonly #status = new StatusFeed<ConnectionStatus>({ kind: "connecting" });
  readonly #reading: FairReading;
  readonly #released: Promise<void>;
  readonly #tally = { received: 0, sent: 0, dropped: { malformed: 0, full: 0, closed: 0 } };

  /**
   * Begins to connect; `status` tells when it has.
   *
   * @param endpoint `tcp://127.0.0.1:5555` (or another loopback address, or `localhost`), or `ipc:///path`
   * @throws EndpointRefused
   */
  static connect(endpoint: string, options: DealerOptions, handlers: DealerHandlers): DealerSocket {
    return new DealerSocket(endpoint, options, handlers);
  }

  private constructor(
    readonly endpoint: string,
    options: DealerOptions,
    handlers: DealerHandlers,
  ) {
    const where = connectEndpoint(endpoint);
    this.#handlers = handlers;
    this.#socket = new Dealer({
      ...DEALER_SETTINGS,
      ipv6: where.transport === "tcp" && where.ipv6,
      maxMessageSize:
        options.maxMessageBytes === undefined ? -1 : MESSAGE_SIZE_FACTOR * options.maxMessageBytes,
      linger: options.linger ?? SOCKET_DEFAULTS.linger,
      sendHighWaterMark: options.sendHighWaterMark ?? SOCKET_DEFAULTS.sendHighWaterMark,
      receiveHighWaterMark: options.receiveHighWaterMark ?? DEALER_SETTINGS.receiveHighWaterMark,
      heartbeatInterval: options.heartbeatInterval ?? SOCKET_DEFAULTS.heartbeatInterval,
      heartbeatTimeout: options.heartbeatTimeout ?? SOCKET_DEFAULTS.heartbeatTimeout,
    });
    this.#released = watchConnections(this.#socket, (event) => this.#observe(event));
    this.#socket.connect(endpoint);
    this.#reading = new FairReading(this.#socket, {
      onFrames: (frames) => this.#receive(frames),
      onFault: (error) => handlers.onFault(error),
    });
  }

  /** The present status, and by iterating those that follow; ends with `closed`. */
  get status(): Pick<StatusFeed<ConnectionStatus>, "current" | typeof Symbol.asyncIterator> {
    return this.#status;
  }

  get counters(): DealerCounters {
    return this.#tally;
  }

  get closed(): boolean {
    return this.#socket.closed;
  }

  /**
   * Sends a body, or keeps it until there is a connection. What is more than can wait is dropped and
   * counted; what a lost connection had taken up is lost with it.
   */
  send(body: string): void {
    if (this.#socket.closed) {
      this.#tally.dropped.closed += 1;
      return;
    }
    this.#tally.sent += 1;
    this.#socket.send(body).catch((error: unknown) => this.#unsent(error));
  }

  pause(): void {
    this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  /** Resolves when what was sent has left, or `linger` has passed. */
  async close(): Promise<void> {
    if (!this.#socket.closed) {
      this.#socket.close();
      const last: ConnectionStatus = { kind: "closed" };
      this.#status.end(last);
      this.#tell(last);
    }
    this.#reading.resume();
    await this.#reading.done;
    await this.#released;
  }

  #receive(frames: readonly Buffer[]): void {
    const body = frames[0];
    if (body === undefined || frames.length !== 1) {
      this.#tally.dropped.malformed += 1;
      return;
    }
    this.#tally.received += 1;
    this.#handlers.onMessage(body);
  }

  #unsent(error: unknown): void {
    this.#tally.sent -= 1;
    this.#tally.dropped.full += 1;
    if (codeOf(error) !== "EAGAIN") this.#handlers.onFault(error);
  }

  #observe(event: ConnectionEvent): void {
    const status = statusOf(event);
    if (status === undefined || this.#socket.closed) return;
    this.#status.announce(status);
    this.#tell(status);
  }

  #tell(status: ConnectionStatus): void {
    try {
      this.#handlers.onStatus(status);
    } catch (error) {
      this.#handlers.onFault(error);
    }
  }
}

const statusOf = (event: ConnectionEvent): ConnectionStatus | undefined => {
  switch (event.type) {
    case "handshake":
      return { kind: "connected" };
    case "disconnect":
      return { kind: "disconnected" };
    case "connect:retry":
      return { kind: "waiting", retryInMs: event.interval };
    case "handshake:error:protocol":
    case "handshake:error:auth":
      return { kind: "refused", reason: event.error.message };
    case "handshake:error:other":
      if (codeOf(event.error) === "EAGAIN") return { kind: "unanswered" };
      return { kind: "refused", reason: event.error.message };
    default:
      return undefined;
  }
};

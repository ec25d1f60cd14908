/** The socket of a server: many peers, each with a routing id that libzmq made. */
import { randomBytes } from "node:crypto";
import type { Router } from "zeromq";
import { bindEndpoint } from "./endpoint.js";
import { AddressInUse, BindFailed, codeOf } from "./failure.js";
import { FairReading } from "./fair-reading.js";
import { type Delivery, type PeerId, readFrames, writeFrames } from "./frames.js";
import { ensureIpcPathIsFree, ownIpcPath, type Release } from "./ipc-path.js";
import { type DropReason, type RouterCounters, RouterTally } from "./router-counters.js";
import {
  FAREWELL_BYTES,
  MESSAGE_SIZE_FACTOR,
  ROUTER_SETTINGS,
  SOCKET_DEFAULTS,
  type SocketSettings,
} from "./settings.js";
import { type ConnectionEvent, NotifiedRouter, watchConnections } from "./zmq-sockets.js";

export interface RouterOptions extends SocketSettings {
  /** `tcp://127.0.0.1:5555`, `tcp://127.0.0.1:*` for a free port, `tcp://[::1]:5555` or `ipc:///path`. */
  readonly endpoint: string;
  /** The protocol's limit of a body. Connections that announce a frame of four times that are closed. */
  readonly maxMessageBytes: number;
}

/** What became of something that a peer was offered. */
export type Offered = "taken" | "full" | "gone";

export interface RouterHandlers {
  /** A message. Called synchronously for one after the other; what it throws goes to `onFault`. */
  onMessage(delivery: Delivery): void;
  /**
   * A connection ended: what is kept for this peer can go. Told once for every connection whose handshake
   * was done, also for one that never sent anything, and again when something is sent to the peer after it.
   * What the peer sent last can be lost where it exceeded the high-water mark.
   */
  onDeparture(peer: PeerId): void;
  /** A handler threw, or the socket failed: a fault of this program, to be logged. */
  onFault(error: unknown): void;
}

/**
 * What one peer can make the server hold is bounded by messages, not by bytes: as many as the high-water
 * marks say, each of at most ZeroMQ's limit; and the frames of one message, should it never end, are not
 * bounded at all. libzmq offers no limit for that, so whoever may connect is trusted so far: only this
 * machine may.
 */
export class RouterSocket {
  /** Where it listens, with the port that was chosen. */
  readonly endpoint: string;
  readonly #socket: Router;
  readonly #farewell: Buffer;
  readonly #tally: RouterTally;
  readonly #handlers: RouterHandlers;
  readonly #reading: FairReading;
  /** Resolves when libzmq has let go of the socket. */
  readonly #released: Promise<void>;

  /**
   * Listens at an endpoint that only this machine reaches.
   *
   * @throws EndpointRefused, AddressInUse, BindFailed
   */
  static async bind(options: RouterOptions, handlers: RouterHandlers): Promise<RouterSocket> {
    const endpoint = bindEndpoint(options.endpoint);
    if (endpoint.transport === "ipc") await ensureIpcPathIsFree(options.endpoint, endpoint.path);
    const farewell = randomBytes(FAREWELL_BYTES);
    const socket = new NotifiedRouter(
      {
        ...ROUTER_SETTINGS,
        ipv6: endpoint.transport === "tcp" && endpoint.ipv6,
        maxMessageSize: MESSAGE_SIZE_FACTOR * options.maxMessageBytes,
        linger: options.linger ?? SOCKET_DEFAULTS.linger,
        sendHighWaterMark: options.sendHighWaterMark ?? SOCKET_DEFAULTS.sendHighWaterMark,
        receiveHighWaterMark: options.receiveHighWaterMark ?? SOCKET_DEFAULTS.receiveHighWaterMark,
        heartbeatInterval: options.heartbeatInterval ?? SOCKET_DEFAULTS.heartbeatInterval,
        heartbeatTimeout: options.heartbeatTimeout ?? SOCKET_DEFAULTS.heartbeatTimeout,
      },
      farewell,
    );
    const tally = new RouterTally();
    const unwatched = watchConnections(socket, (event) => count(tally, event));
    let release: Release = async () => {};
    try {
      await socket.bind(options.endpoint);
      if (endpoint.transport === "ipc") release = await ownIpcPath(endpoint.path);
    } catch (error) {
      socket.close();
      await unwatched;
      const code = codeOf(error);
      throw code === "EADDRINUSE"
        ? new AddressInUse(options.endpoint)
        : new BindFailed(options.endpoint, code, error);
    }
    const released = unwatched.then(release);
    return new RouterSocket(
      socket,
      farewell,
      socket.lastEndpoint ?? options.endpoint,
      tally,
      released,
      handlers,
    );
  }

  private constructor(
    socket: Router,
    farewell: Buffer,
    endpoint: string,
    tally: RouterTally,
    released: Promise<void>,
    handlers: RouterHandlers,
  ) {
    this.#socket = socket;
    this.#farewell = farewell;
    this.endpoint = endpoint;
    this.#tally = tally;
    this.#released = released;
    this.#handlers = handlers;
    this.#reading = new FairReading(socket, {
      onFrames: (frames) => this.#receive(frames),
      onFault: (error) => handlers.onFault(error),
    });
  }

  get counters(): RouterCounters {
    return this.#tally;
  }

  get closed(): boolean {
    return this.#socket.closed;
  }

  /**
   * Sends to a peer, at once or never: what cannot be sent, since the peer is gone or does not read, is
   * dropped and counted.
   *
   * @param envelope as it was delivered with the message that is answered
   */
  send(peer: PeerId, envelope: readonly Buffer[], body: string): void {
    if (this.#socket.closed) {
      this.#tally.dropped.closed += 1;
      return;
    }
    this.#tally.sent += 1;
    this.#socket.send(writeFrames(peer, envelope, body)).catch((error: unknown) => this.#unsent(peer, error));
  }

  /**
   * Sends to a peer what it has not asked for, at once or not at all, and tells which: `full` where so much waits to be
   * sent to it already that nothing more fits. Nothing is dropped, nothing counted as such.
   */
  async offer(peer: PeerId, body: string): Promise<Offered> {
    if (this.#socket.closed) return "gone";
    try {
      await this.#socket.send(writeFrames(peer, [], body));
      this.#tally.sent += 1;
      return "taken";
    } catch (error) {
      if (codeOf(error) === "EAGAIN") return "full";
      this.#departed(peer, error);
      return "gone";
    }
  }

  /** Hands over no message until `resume`. Messages wait at the peers once the high-water marks are reached. */
  pause(): void {
    this.#reading.pause();
  }

  resume(): void {
    this.#reading.resume();
  }

  /**
   * Stops listening and reading. Resolves when what was sent has left, or `linger` has passed; the address
   * is then free.
   */
  async close(): Promise<void> {
    if (!this.#socket.closed) this.#socket.close();
    this.#reading.resume();
    await this.#reading.done;
    await this.#released;
  }

  #receive(frames: readonly Buffer[]): void {
    const reading = readFrames(frames, this.#farewell);
    switch (reading.kind) {
      case "delivery":
        this.#tally.received += 1;
        this.#handlers.onMessage(reading.delivery);
        return;
      case "departure":
        this.#handlers.onDeparture(reading.peer);
        return;
      default:
        this.#tally.dropped[reading.kind] += 1;
    }
  }

  #unsent(peer: PeerId, error: unknown): void {
    const reason = dropReason(error);
    this.#tally.sent -= 1;
    this.#tally.dropped[reason] += 1;
    if (reason !== "peer_full") this.#departed(peer, error);
  }

  /** Tells of a peer to which nothing can be sent. */
  #departed(peer: PeerId, error: unknown): void {
    try {
      if (dropReason(error) === "peer_gone") this.#handlers.onDeparture(peer);
      else this.#handlers.onFault(error);
    } catch (fault) {
      this.#handlers.onFault(fault);
    }
  }
}

const DROPS: Readonly<Record<string, DropReason>> = { EAGAIN: "peer_full", EHOSTUNREACH: "peer_gone" };

const dropReason = (error: unknown): DropReason => DROPS[codeOf(error)] ?? "failed";

const count = (tally: RouterTally, event: ConnectionEvent): void => {
  switch (event.type) {
    case "accept":
      tally.accepted += 1;
      break;
    case "disconnect":
      tally.disconnected += 1;
      break;
    case "handshake:error:protocol":
    case "handshake:error:auth":
    case "handshake:error:other":
      tally.handshakesFailed += 1;
      break;
  }
};

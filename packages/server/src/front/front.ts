/** Where bytes come in and texts go out: messages of the router to the dispatcher, replies back, departures told. */
import { decodeBody, type Limits } from "@stui/protocol";
import { type Delivery, type PeerId, RouterSocket } from "@stui/transport";
import { Connection } from "../dispatch/connection.js";
import type { Dispatcher } from "../dispatch/dispatcher.js";
import type { EventSink } from "../events/subscriber.js";
import type { Log } from "../operations/log.js";
import type { Metrics, Readings } from "../operations/metrics.js";

export class Front {
  readonly #connections = new Map<PeerId, Connection>();
  #router: RouterSocket | undefined;

  private constructor(
    readonly dispatcher: Dispatcher,
    readonly limits: Limits,
    readonly log: Log,
    readonly metrics: Metrics,
  ) {}

  /**
   * Listens at an endpoint.
   *
   * @throws EndpointRefused where it is public, AddressInUse
   */
  static async open(
    endpoint: string,
    dispatcher: Dispatcher,
    limits: Limits,
    log: Log,
    metrics: Metrics,
  ): Promise<Front> {
    const front = new Front(dispatcher, limits, log, metrics);
    front.#router = await RouterSocket.bind(
      { endpoint, maxMessageBytes: limits.max_message_bytes },
      {
        onMessage: (delivery) => front.#receive(delivery),
        onDeparture: (peer) => front.#depart(peer),
        onFault: (fault) => log.error("the socket's reader failed", fault),
      },
    );
    metrics.addSource(() => front.#read());
    return front;
  }

  /** Where it listens, with the port that was found free. */
  get endpoint(): string {
    return this.#router?.endpoint ?? "";
  }

  /** Sends what has been replied, and listens no more. */
  async close(): Promise<void> {
    await this.#router?.close();
  }

  #receive({ peer, envelope, body }: Delivery): void {
    const decoded = decodeBody(body, this.limits.max_message_bytes);
    const connection = this.#connectionOf(peer, envelope);
    this.metrics.bytesReceived += body.length;
    this.dispatcher.handle(decoded, connection, (text) => {
      if (connection.replyBehindEvents(text)) return;
      this.metrics.charactersSent += text.length;
      this.#router?.send(peer, envelope, text);
    });
  }

  #read(): Readings {
    const counters = this.#router?.counters;
    if (counters === undefined) return {};
    const { accepted, disconnected, handshakesFailed, received, sent, dropped } = counters;
    return {
      connections: accepted - disconnected,
      connections_total: accepted,
      handshakes_failed_total: handshakesFailed,
      messages_received_total: received,
      messages_sent_total: sent,
      ...Object.fromEntries(
        Object.entries(dropped).map(([reason, count]) => [`messages_dropped_total.${reason}`, count]),
      ),
    };
  }

  #connectionOf(peer: PeerId, envelope: Delivery["envelope"]): Connection {
    let connection = this.#connections.get(peer);
    if (connection === undefined) {
      // A client instance is named by printable text; a blank keeps the two apart.
      const id = `connection ${peer}`;
      // A REQ, which puts a delimiter before its body, would take an event for the reply that it waits for.
      connection = envelope.length > 0 ? new Connection(id) : new Connection(id, this.#sinkOf(peer));
      this.#connections.set(peer, connection);
    }
    return connection;
  }

  #sinkOf(peer: PeerId): EventSink {
    return {
      offer: async (text) => {
        const offered = (await this.#router?.offer(peer, text)) ?? "gone";
        if (offered === "taken") this.metrics.charactersSent += text.length;
        return offered;
      },
    };
  }

  #depart(peer: PeerId): void {
    const connection = this.#connections.get(peer);
    if (connection === undefined) return;
    this.#connections.delete(peer);
    this.dispatcher.forget(connection);
  }
}

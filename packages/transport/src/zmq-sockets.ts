/** The sockets of zeromq.js with the options that it does not name. */
import { type Event, Router, type SocketOptions } from "zeromq";
import { DISCONNECT_MSG } from "./settings.js";

export { Dealer } from "zeromq";

/**
 * A ROUTER that is told of departures: when a connection ends it receives the farewell from that peer.
 * (ROUTER_NOTIFY does the same with an empty message, which any peer can send, and which is lost where the
 * peer's queue is full.)
 */
export class NotifiedRouter extends Router {
  constructor(options: SocketOptions<Router>, farewell: Buffer) {
    super(options);
    this.setStringOption(DISCONNECT_MSG, farewell);
  }
}

/** What libzmq tells of the connections of a socket. */
export type ConnectionEvent = Event;

/** The part of a socket that tells of its connections. */
export interface Monitored {
  readonly events: AsyncIterable<ConnectionEvent>;
}

/**
 * Hands over the events of a socket. Resolves when libzmq has let go of the socket: what was sent has left
 * or its linger has passed, and its address is free.
 */
export const watchConnections = async (
  socket: Monitored,
  onEvent: (event: ConnectionEvent) => void,
): Promise<void> => {
  for await (const event of socket.events) {
    if (event.type === "end") return;
    onEvent(event);
  }
};

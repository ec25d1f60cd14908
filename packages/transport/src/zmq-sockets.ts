/** The sockets of zeromq.js with the options that it does not name. */
import { type Event, Router, type SocketOptions } from "zeromq";
import { NOTIFY_DISCONNECT, ROUTER_NOTIFY } from "./settings.js";

export { Dealer } from "zeromq";

/** A ROUTER that is told of departures: an empty frame behind the peer's routing id. */
export class NotifiedRouter extends Router {
  constructor(options: SocketOptions<Router>) {
    super(options);
    this.setInt32Option(ROUTER_NOTIFY, NOTIFY_DISCONNECT);
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

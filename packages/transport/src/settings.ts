/** The settings of the sockets, each with its reason. Times in milliseconds. */

/** What may be set; all have defaults. */
export interface SocketSettings {
  /** How long `close` waits for what was sent to leave. */
  readonly linger?: number;
  /** Messages that wait to be sent to one peer; above it they are dropped and counted. */
  readonly sendHighWaterMark?: number;
  /** Messages that wait to be read from one peer; above it the peer's own sending stalls. */
  readonly receiveHighWaterMark?: number;
  /** A peer that sent nothing for so long is asked whether it is there; 0 asks never. */
  readonly heartbeatInterval?: number;
  /** A peer that does not answer the question for so long is gone. */
  readonly heartbeatTimeout?: number;
}

export const SOCKET_DEFAULTS = {
  /** Without a limit a process with an unsent message never exits. */
  linger: 1_000,
  sendHighWaterMark: 1_000,
  /** 100 clients with 64 requests each in flight stay below 80 MB; without a limit they took 152 MB. */
  receiveHighWaterMark: 64,
  heartbeatInterval: 5_000,
  heartbeatTimeout: 15_000,
} as const;

export const ROUTER_SETTINGS = {
  /** Connections that wait to be accepted: 10,000 connects take 0.8 s, with the default of 100 they take 77 s. */
  backlog: 4_096,
  /** Closes connections that do not finish their handshake. */
  handshakeInterval: 2_000,
  /** A peer that is gone or does not read becomes an error, which is counted, in place of silence. */
  mandatory: true,
  /** Never wait: an unsent message would block the next one with EBUSY. */
  sendTimeout: 0,
  /** With a domain libzmq closes connections that speak no ZMTP 3 at once, HTTP and garbage among them. */
  zapDomain: "stui",
} as const;

export const DEALER_SETTINGS = {
  sendTimeout: 0,
  /** Attempts to connect again, at first so long apart and at last so long. */
  reconnectInterval: 100,
  reconnectMaxInterval: 2_000,
  handshakeInterval: 2_000,
  /** A client reads fast and asks for many things at once: no reply should wait in the server. */
  receiveHighWaterMark: 1_000,
} as const;

/** ZeroMQ's limit as a multiple of the protocol's: what lies between can still be answered. */
export const MESSAGE_SIZE_FACTOR = 4;
/** libzmq's option DISCONNECT_MSG, which zeromq.js does not name: what a ROUTER finds behind a peer's last message. */
export const DISCONNECT_MSG = 111;
/** Random bytes of that message, so that no peer can send it. */
export const FAREWELL_BYTES = 16;

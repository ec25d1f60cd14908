/** What a ROUTER counts. */

/** Why a message was dropped. */
export type DropReason =
  /** Came with more frames than the protocol has, or without the empty one. */
  | "malformed"
  /** Came from a peer that had chosen its routing id itself. */
  | "self_chosen_id"
  /** Was to go to a peer that does not read what it was sent. */
  | "peer_full"
  /** Was to go to a peer that is gone. */
  | "peer_gone"
  /** Was to be sent after `close`. */
  | "closed"
  /** Could not be sent for a reason that libzmq gives and that should not occur. */
  | "failed";

/** Messages and connections since the socket was bound. */
export interface RouterCounters {
  /** Messages handed to `onMessage`. */
  readonly received: number;
  /** Messages given to libzmq. */
  readonly sent: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Connections that were accepted. */
  readonly accepted: number;
  /** Those whose bytes were no handshake of ours, or came too slowly. */
  readonly handshakesFailed: number;
  readonly disconnected: number;
}

export class RouterTally implements RouterCounters {
  received = 0;
  sent = 0;
  readonly dropped: Record<DropReason, number> = {
    malformed: 0,
    self_chosen_id: 0,
    peer_full: 0,
    peer_gone: 0,
    closed: 0,
    failed: 0,
  };
  accepted = 0;
  handshakesFailed = 0;
  disconnected = 0;
}

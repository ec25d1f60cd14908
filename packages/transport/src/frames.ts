/** The frames of a message at a ROUTER, and the routing ids they begin with. */

/** The routing id of a connection, each byte a character (latin1). Never told to a peer. */
export type PeerId = string;

/** A message from a peer. */
export interface Delivery {
  readonly peer: PeerId;
  /** The frames between routing id and body, at most three, the last one empty; a reply repeats them. */
  readonly envelope: readonly Buffer[];
  readonly body: Buffer;
}

/** What the frames of a message amount to. */
export type Reading =
  | { readonly kind: "delivery"; readonly delivery: Delivery }
  /** libzmq puts the farewell behind the last message of a connection. */
  | { readonly kind: "departure"; readonly peer: PeerId }
  /** More frames than the protocol has, or the one before the body is not empty. */
  | { readonly kind: "malformed" }
  /** The peer chose its routing id itself, and could so take that of one who left. */
  | { readonly kind: "self_chosen_id" };

/** Frames between routing id and body. */
export const MAX_ENVELOPE = 3;
const NO_ENVELOPE: readonly Buffer[] = [];
const MALFORMED = { kind: "malformed" } as const;
const SELF_CHOSEN_ID = { kind: "self_chosen_id" } as const;

/** libzmq makes ids of five bytes, the first of them 0, and closes connections that ask for such a one. */
const ID_LENGTH = 5;

/** Undefined for an id that libzmq did not make. Byte by byte: an eighth of the time of `toString("latin1")`. */
const peerOf = (id: Buffer): PeerId | undefined => {
  const first = id[0];
  const a = id[1];
  const b = id[2];
  const c = id[3];
  const d = id[4];
  if (first !== 0 || a === undefined || b === undefined || c === undefined || d === undefined)
    return undefined;
  return id.length === ID_LENGTH ? String.fromCharCode(first, a, b, c, d) : undefined;
};

const idOf = (peer: PeerId): Buffer => {
  const id = Buffer.allocUnsafe(ID_LENGTH);
  for (let index = 0; index < ID_LENGTH; index += 1) id[index] = peer.charCodeAt(index);
  return id;
};

/** @param farewell what libzmq puts behind the last message of a connection; no peer knows it */
export const readFrames = (frames: readonly Buffer[], farewell: Buffer): Reading => {
  const id = frames[0];
  const body = frames[frames.length - 1];
  if (id === undefined || body === undefined || frames.length < 2) return MALFORMED;
  const peer = peerOf(id);
  if (frames.length === 2) {
    if (body.length === farewell.length && body.equals(farewell))
      return { kind: "departure", peer: peer ?? id.toString("latin1") };
    return peer === undefined
      ? SELF_CHOSEN_ID
      : { kind: "delivery", delivery: { peer, envelope: NO_ENVELOPE, body } };
  }
  if (peer === undefined) return SELF_CHOSEN_ID;
  if (frames.length > MAX_ENVELOPE + 2 || frames[frames.length - 2]?.length !== 0) return MALFORMED;
  return { kind: "delivery", delivery: { peer, envelope: frames.slice(1, -1), body } };
};

/** The frames of a message to a peer. */
export const writeFrames = (peer: PeerId, envelope: readonly Buffer[], body: string): (Buffer | string)[] => {
  const id = idOf(peer);
  return envelope.length === 0 ? [id, body] : [id, ...envelope, body];
};

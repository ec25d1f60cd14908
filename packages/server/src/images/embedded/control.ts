/** What goes over the control socket of a child, which its control thread serves while the image's thread runs code. */

/** From the host: a byte that says what, then a number in 4 bytes, little-endian. */
export const CONTROL_BYTES = 5;
/** Interrupt the run of this number. */
export const CONTROL_INTERRUPT = 1;
/** Answer with one byte. */
export const CONTROL_BEAT = 2;

export function controlMessage(what: typeof CONTROL_INTERRUPT | typeof CONTROL_BEAT, number: number): Buffer {
  const message = Buffer.alloc(CONTROL_BYTES);
  message.writeUInt8(what, 0);
  message.writeUInt32LE(number, 1);
  return message;
}

/**
 * Words shared by the image's thread and the control thread of a child. Each writes its own word, then reads the
 * other's: so the control thread never sleeps while calls are carried out.
 */
export const CALLS_IN_HAND = 0;
export const CONTROL_ASLEEP = 1;
/** Counts batches of calls. */
export const BATCHES = 2;
export const CONTROL_WORDS = 3;

/** The child's file descriptors. */
export const CALLS_FD = 3;
export const CONTROL_FD = 4;

export interface ControlData {
  readonly attention: SharedArrayBuffer;
  readonly words: SharedArrayBuffer;
  /** Bytes of memory, in all, at which the child ends itself. */
  readonly maxBytes: number;
}

/** Where an embedded image runs, once: a thread or a process. When it has died, the host launches another. */
import type { Call, Replies } from "./mailbox.js";

export interface VesselEvents {
  /** The image is open and takes calls. */
  ready(): void;
  replied(replies: Replies): void;
  /** It answered a heartbeat. */
  beat(): void;
  /** It is gone, for a reason that a person understands. Told once, and last; also after `end`, but not after `close`. */
  died(reason: string): void;
}

export interface Vessel {
  /** Only between `ready` and `died`. */
  send(calls: readonly Call[]): void;
  /** Interrupts the run of the call of this number. */
  interrupt(number: number): void;
  /** Calls are outstanding, or none is: then it costs no time and does not keep this process alive. */
  busy(busy: boolean): void;
  /** Asks for a `beat`, where it can answer one while code runs. */
  askBeat(): void;
  /** Ends it at once; `died` tells the reason. */
  end(reason: string): void;
  /** Ends it at once; resolves when nothing of it is left. */
  close(): Promise<void>;
}

export type Launch = (events: VesselEvents) => Vessel;

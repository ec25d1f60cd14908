/** Whoever carries out commands: an image of this process, or a server on a socket. */
import type { CommandName, Parameters, Result, StuiEvent, SubscribableEvent } from "@stui/protocol";

export type ConnectionChange = "lost" | "back";

export interface Caller {
  /**
   * Rejects with a StuiError where the command fails, with ConnectionLost where its outcome will not be known.
   *
   * @param waitMs milliseconds that the command itself may take; as long as the other side allows where absent
   */
  call<C extends CommandName>(command: C, parameters: Parameters<C>, waitMs?: number): Promise<Result<C>>;
  /**
   * Has events of a session told, also after a lost connection. Answers how to end it.
   *
   * @throws StuiError where the server has none
   */
  follow(
    sessionId: string,
    events: readonly SubscribableEvent[],
    onEvent: (event: StuiEvent) => void,
  ): Promise<() => Promise<void>>;
  /** Tells whenever the connection is lost, and when it is back; never where there is none. */
  onConnection(listener: (change: ConnectionChange) => void): void;
  /** Where the connection is lost, what waits for it fails with ConnectionLost at once; answers whether it is. */
  giveUp(): boolean;
  close(): Promise<void>;
}

/** The server went away and did not come back, or was not waited for. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** @param waitedMs milliseconds; undefined where a person gave up */
  constructor(endpoint: string, waitedMs: number | undefined) {
    const waited = waitedMs === undefined ? "" : ` and did not come back within ${waitedMs / 1_000} s`;
    super(`the connection to ${endpoint} is lost${waited}; what was running may have taken effect.`);
  }
}

/** Whoever carries out commands: an image of this process, or a server on a socket. */
import type { CommandName, Parameters, Result } from "@stui/protocol";

export interface Caller {
  /**
   * Rejects with a StuiError where the command fails, with ConnectionLost where its outcome will not be known.
   *
   * @param waitMs milliseconds that the command itself may take; as long as the other side allows where absent
   */
  call<C extends CommandName>(command: C, parameters: Parameters<C>, waitMs?: number): Promise<Result<C>>;
  close(): Promise<void>;
}

/** The server went away and did not come back. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  constructor(endpoint: string, waitedMs: number) {
    super(
      `the connection to ${endpoint} is lost and did not come back within ${waitedMs / 1_000} s; what was running may have taken effect.`,
    );
  }
}

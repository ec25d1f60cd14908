/** Whoever carries out commands: an image of this process, or a server on a socket. */
import type { CommandName, Parameters, Result } from "@stui/protocol";

export interface Caller {
  /**
   * Rejects with a StuiError where the command fails.
   *
   * @param waitMs milliseconds that the command itself may take; as long as the other side allows where absent
   */
  call<C extends CommandName>(command: C, parameters: Parameters<C>, waitMs?: number): Promise<Result<C>>;
  close(): Promise<void>;
}

/** Results of evaluations, for a terminal. */
import type { Result } from "@stui/protocol";
import type { Terminal } from "../terminal.js";

/** What was written to the Transcript, then the print string; that it was cut is said on standard error. */
export const showResult = ({ output, result, truncated }: Result<"evaluate">, terminal: Terminal): void => {
  terminal.show(output);
  terminal.show(result);
  if (truncated === true)
    terminal.error(terminal.errorColours.dim(`(cut after ${result.length} characters)\n`));
};

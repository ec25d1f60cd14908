/** What to say where a command ends with an error: a line for what a person can mend, a stack for a fault of ours. */
import { UsageError } from "../arguments/declaration.js";
import type { Colours } from "./colours.js";

/** JavaScript's own classes are thrown by mistakes in the code only. */
export const isFault = (error: unknown): boolean =>
  !(error instanceof Error) ||
  error instanceof TypeError ||
  error instanceof ReferenceError ||
  error instanceof RangeError;

/** With a last line end. */
export const explain = (error: unknown, { red, dim }: Colours): string => {
  if (error instanceof UsageError) {
    const { command } = error;
    const name = command === undefined ? "stui" : `stui ${command}`;
    return `${red(name)}: ${error.message}\n${dim(`See ${name} --help.`)}\n`;
  }
  if (!isFault(error) && error instanceof Error) return `${red("stui")}: ${error.message}\n`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${red("stui")}: a fault of its own. Please report it with what follows.\n${stack}\n`;
};

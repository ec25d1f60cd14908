/** `stui eval`: one piece of code. */
import type { Parameters } from "@stui/protocol";
import { UsageError } from "../arguments/declaration.js";
import { openCaller } from "../callers/open.js";
import { showResult } from "../rendering/result.js";
import { readInput, type Terminal } from "../terminal.js";
import { CONNECT, TIMEOUT } from "./options.js";
import { subcommand } from "./subcommand.js";

export const evalCommand = subcommand(
  {
    name: "eval",
    summary: "Evaluate code and print the result.",
    operands: { usage: "CODE", minimum: 1, maximum: 1 },
    options: {
      connect: CONNECT,
      session: { kind: "text", value: "ID", doc: "The session of that server to evaluate in." },
      json: {
        kind: "flag",
        doc: "Print the reply's result, or its error, as one line of JSON on standard output.",
      },
      timeout: TIMEOUT,
    },
    notes: [
      "CODE is statements; the print string of the last one's value is printed, behind what the code wrote to the Transcript. - reads the code from standard input.",
      "Errors go to standard error. The exit code is 0 where there is a result, 1 where the code failed.",
    ],
    examples: [
      { line: "stui eval '100 factorial / 98 factorial'", doc: "In an image of its own" },
      { line: "echo '#(3 1 2) sorted' | stui eval -", doc: "Code from a pipe" },
      { line: "stui eval '3 + 4' --connect tcp://127.0.0.1:5555 --json", doc: "On a server, for a program" },
    ],
  },
  async ([operand = ""], given, terminal) => {
    const endpoint = given.text("connect");
    const sessionId = given.text("session");
    const timeoutMs = given.count("timeout");
    if (sessionId !== undefined && endpoint === undefined)
      throw new UsageError(
        "--session needs --connect: sessions live on a server, and an image of this process has none.",
        "eval",
      );
    const [caller, code] = await Promise.all([
      openCaller(endpoint, timeoutMs),
      operand === "-" ? readInput() : operand,
    ]);
    const parameters: Parameters<"evaluate"> = {
      code,
      ...(sessionId === undefined ? {} : { session_id: sessionId }),
      ...(timeoutMs === undefined ? {} : { timeout_ms: timeoutMs }),
    };
    try {
      const result = await caller.call("evaluate", parameters, timeoutMs);
      if (given.flag("json")) terminal.out(`${JSON.stringify(result)}\n`);
      else showResult(result, terminal);
      return 0;
    } catch (error) {
      await showFailure(error, code, given.flag("json"), terminal);
      return 1;
    } finally {
      await caller.close();
    }
  },
);

const showFailure = async (
  error: unknown,
  code: string,
  asJson: boolean,
  terminal: Terminal,
): Promise<void> => {
  const { failureAsJson, isStuiError, outputOf, renderFailure } = await import("../rendering/failure.js");
  if (!isStuiError(error)) throw error;
  if (asJson) {
    terminal.out(`${failureAsJson(error)}\n`);
    return;
  }
  terminal.show(outputOf(error));
  terminal.error(`${renderFailure(error, { colours: terminal.errorColours, code })}\n`);
};

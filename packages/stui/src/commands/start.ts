/** `stui start`: a server, and on a terminal a session on it at once. */
import { openCaller } from "../callers/open.js";
import { SERVER_OPTIONS } from "./options.js";
import { configurationFrom, ServerNotStarted, Signals, serveUntil, startServer } from "./serving.js";
import { subcommand } from "./subcommand.js";

export const startCommand = subcommand(
  {
    name: "start",
    summary: "Start a server and, on a terminal, open a session on it.",
    operands: { usage: "", minimum: 0, maximum: 0 },
    options: SERVER_OPTIONS,
    notes: [
      "On a terminal the session is a prompt over the socket, as stui repl gives, and the server ends with it. Without one it serves as stui serve does: it prints `listening on ENDPOINT` and goes on until a signal.",
      "The settings are those of stui serve; on a terminal only warnings are logged where nothing else is said.",
    ],
    examples: [
      { line: "stui start", doc: "A live Smalltalk in this terminal, and others may connect to it" },
      { line: "stui start --endpoint 'tcp://127.0.0.1:*' </dev/null", doc: "Only serve, on a free port" },
    ],
  },
  async (_operands, given, terminal) => {
    const { stdin: input, stdout: output } = process;
    const interactive = input.isTTY && output.isTTY;
    const signals = new Signals();
    const defaults = new Map(interactive ? [["log.level", "warn"]] : []);
    const configuration = await configurationFrom(given, "start", defaults);
    const server = await startServer(configuration).catch((error: unknown) => {
      if (!(error instanceof ServerNotStarted)) throw error;
      throw new ServerNotStarted(
        `${error.message}\nIf another server has that endpoint, work on it with stui repl --connect ${configuration.endpoint}, or take a free port with --endpoint 'tcp://127.0.0.1:*'.`,
      );
    });
    terminal.out(`listening on ${server.endpoint}\n`);
    if (!interactive) return serveUntil(signals, server);
    try {
      const { Prompt } = await import("../prompt/prompt.js");
      const prompt = await Prompt.open(await openCaller(server.endpoint, undefined), terminal, {
        input,
        output,
      });
      void signals.first.then(() => prompt.end());
      return await prompt.run();
    } finally {
      await server.close();
    }
  },
);

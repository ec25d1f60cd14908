/** `stui serve`: a server on a socket. */
import { columns } from "../arguments/help.js";
import { SERVER_OPTIONS } from "./options.js";
import { configurationFrom, Signals, serveUntil, startServer } from "./serving.js";
import { subcommand } from "./subcommand.js";

/** Every setting with its name in the environment, its default and what it is for. */
const settingsHelp = async (): Promise<readonly string[]> => {
  const { allSettings, environmentName } = await import("@stui/server");
  const rows = [...allSettings].map(([key, setting]) => {
    const choices = setting.type === "text" && setting.choices !== undefined;
    const what = choices ? `${setting.doc} (${setting.choices.join(", ")})` : setting.doc;
    const value = typeof setting.default === "object" ? setting.default.join(",") : setting.default;
    return [key, `${what}\n${environmentName(key)}, default ${value === "" ? "empty" : value}`] as const;
  });
  return [`Settings:\n${columns(rows)}`];
};

export const serveCommand = subcommand(
  {
    name: "serve",
    summary: "Serve Smalltalk sessions on a socket.",
    operands: { usage: "", minimum: 0, maximum: 0 },
    options: SERVER_OPTIONS,
    notes: [
      "Prints `listening on ENDPOINT` on standard output once it does; its log goes to standard error. SIGINT and SIGTERM let running work come to its end and then stop it, with exit code 0; a second signal stops it at once, with exit code 1.",
      "A setting, an endpoint, a configuration file or a script that is none is refused with its place and the reason, and exit code 2.",
      "A setting comes from the defaults, over them the configuration file, over it the environment, over it --set, over it --endpoint, --image and --script.",
    ],
    examples: [
      { line: "stui serve", doc: "On the default endpoint" },
      {
        line: "stui serve --endpoint 'tcp://127.0.0.1:*' --set log.level=warn",
        doc: "On a free port, quietly",
      },
      {
        line: "stui serve --image scripted --script examples/scripted/counter.json",
        doc: "Answers from a file, for those who write clients",
      },
      { line: "STUI_IMAGE_HEAP_MB=4096 stui serve --config stui.toml", doc: "By a file and the environment" },
    ],
  },
  async (_operands, given, terminal) => {
    const signals = new Signals();
    const server = await startServer(await configurationFrom(given, "serve"));
    terminal.out(`listening on ${server.endpoint}\n`);
    return serveUntil(signals, server);
  },
  { sections: settingsHelp },
);

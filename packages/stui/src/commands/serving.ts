/** Starting a server by the options of `serve` and `start`, and ending it when a signal asks for it. */
import type { Configuration, Log, RunningServer, Source } from "@stui/server";
import { CalledWrongly, UsageError } from "../arguments/declaration.js";
import type { Given } from "../arguments/parse.js";
import type { ExitCode } from "../terminal.js";
import type { SERVER_OPTIONS } from "./options.js";

/** The server could not be started; the message is for a person. */
export class ServerNotStarted extends Error {
  override readonly name = "ServerNotStarted";
}

/** The script to answer from is none; the message says where and why. */
export class ScriptNotTaken extends CalledWrongly {
  override readonly name = "ScriptNotTaken";
}

/** A setting is none, or out of bounds; the message says which, and where it was found. */
export class SettingsNotTaken extends CalledWrongly {
  override readonly name = "SettingsNotTaken";
}

/** The endpoint to listen at is none, or one that is not listened at; the message says why. */
export class EndpointNotTaken extends CalledWrongly {
  override readonly name = "EndpointNotTaken";
}

/** Options that are a setting's. */
const FLAGS = [
  ["endpoint", "endpoint"],
  ["image", "image.kind"],
  ["script", "image.script"],
] as const;

/**
 * The configuration in force: defaults < file < environment < flags.
 *
 * @param defaults of this command, above the server's own
 * @throws SettingsNotTaken, UsageError
 */
export const configurationFrom = async (
  given: Given<typeof SERVER_OPTIONS>,
  command: string,
  defaults: ReadonlyMap<string, unknown> = new Map(),
): Promise<Configuration> => {
  const { ConfigurationError, configure, environmentSource, fileSource } = await import("@stui/server");
  const file = given.text("config") ?? process.env.STUI_CONFIG;
  const sources: Source[] = [{ name: `stui ${command}`, values: defaults }];
  try {
    if (file !== undefined && file !== "") sources.push(fileSource(file));
    sources.push(environmentSource(process.env));
    sources.push({ name: "--set", values: assignments(given.texts("set"), command) });
    for (const [option, key] of FLAGS) {
      const value = given.text(option);
      if (value !== undefined) sources.push({ name: `--${option}`, values: new Map([[key, value]]) });
    }
    return configure(sources).configuration;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new SettingsNotTaken(error.message, { cause: error });
    throw error;
  }
};

const assignments = (texts: readonly string[], command: string): ReadonlyMap<string, unknown> => {
  const values = new Map<string, unknown>();
  for (const text of texts) {
    const equals = text.indexOf("=");
    if (equals < 1)
      throw new UsageError(`--set takes KEY=VALUE, as --set log.level=warn, not ${text}.`, command);
    values.set(text.slice(0, equals).trim(), text.slice(equals + 1));
  }
  return values;
};

/** Starts it. Throws ServerNotStarted where the endpoint or the image cannot be had, ScriptNotTaken, EndpointNotTaken. */
export const startServer = async (configuration: Configuration): Promise<RunningServer> => {
  const { openJsonLog, ScriptRefused, serve, silentLog } = await import("@stui/server");
  const { logLevel } = configuration;
  const log: Log = logLevel === "silent" ? silentLog : openJsonLog(logLevel);
  try {
    return await serve(configuration, log);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError)
      throw error;
    if (error instanceof ScriptRefused) throw new ScriptNotTaken(error.message, { cause: error });
    const { EndpointRefused } = await import("@stui/client");
    if (error instanceof EndpointRefused) throw new EndpointNotTaken(error.message, { cause: error });
    throw new ServerNotStarted(error.message, { cause: error });
  }
};

/** Waits for a first SIGINT, SIGTERM or SIGHUP; from then on the next one ends the process at once, with code 1. */
export class Signals {
  readonly first: Promise<void>;

  constructor() {
    this.first = new Promise((resolve) => {
      let seen = false;
      const onSignal = (): void => {
        if (seen) process.exit(1);
        seen = true;
        resolve();
      };
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
    });
  }
}

/** Serves until a signal: running work gets its chance, then everything ends. */
export const serveUntil = async (signals: Signals, server: RunningServer): Promise<ExitCode> => {
  await signals.first;
  await server.close();
  return 0;
};

/** A server within this process: the same dispatch, no socket and no codec. For `stui eval` and scripts. */
import {
  type CommandName,
  decodeServerBody,
  type Parameters,
  type Request,
  type Result,
  type StuiEvent,
} from "@stui/protocol";

export { ConfigurationError, configure } from "./config/configuration.js";

import { type Configuration, defaultConfiguration } from "./config/configuration.js";
import { Connection } from "./dispatch/connection.js";
import { ImageDirectory } from "./images/directory.js";
import { embeddedImages } from "./images/embedded/open-image-host.js";
import { type Log, silentLog } from "./operations/log.js";
import { Server } from "./server.js";

export interface LocalServer {
  /** Carries out a command; rejects with a StuiError where it fails. */
  call<C extends CommandName>(command: C, parameters: Parameters<C>): Promise<Result<C>>;
  close(): Promise<void>;
}

/**
 * Opens an image in a thread of this process. Throws ImageDied where it cannot be started.
 *
 * @param onEvent hears the events of the sessions that were subscribed to; those of a call before its result is there
 */
export const openLocal = async (
  configuration: Configuration = defaultConfiguration,
  log: Log = silentLog,
  onEvent: (event: StuiEvent) => void = () => undefined,
): Promise<LocalServer> => {
  const images = await ImageDirectory.open(embeddedImages({ ...configuration.image, host: "thread" }));
  const server = new Server(configuration, images, log);
  const connection = new Connection("the local connection", {
    offer: async (text) => {
      try {
        const message = decodeServerBody(text);
        if ("kind" in message && message.kind === "event") onEvent(message.event);
      } catch (error) {
        log.error("an event was not heard", error);
      }
      return "taken";
    },
  });
  let requests = 0;
  return {
    call: async <C extends CommandName>(command: C, parameters: Parameters<C>): Promise<Result<C>> => {
      requests += 1;
      const request: Request<C> = {
        kind: "request",
        id: `${requests}`,
        encoding: "flat",
        shape: "current",
        command,
        parameters,
        client: undefined,
        clientId: undefined,
      };
      try {
        return await server.dispatcher.call(request, connection);
      } finally {
        await connection.subscriber()?.settled();
      }
    },
    close: () => server.close(0),
  };
};

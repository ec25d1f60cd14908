/** A server on a socket. */
import type { Configuration } from "./config/configuration.js";
import { Front } from "./front/front.js";
import { ImageDirectory } from "./images/directory.js";
import type { Log } from "./operations/log.js";
import { Server } from "./server.js";

export interface RunningServer {
  /** Where it listens, with the port that was found free. */
  readonly endpoint: string;
  /** Lets running work come to its end within the configured grace, answers, and ends everything. Once is enough. */
  close(): Promise<void>;
}

/**
 * Starts the images and listens.
 *
 * @throws EndpointRefused, AddressInUse, ImageDied
 */
export const serve = async (configuration: Configuration, log: Log): Promise<RunningServer> => {
  const { endpoint, imageHost, imageHeapMb, limits } = configuration;
  const images = await ImageDirectory.open({ host: imageHost, heapMb: imageHeapMb });
  const server = new Server(configuration, images, log);
  let front: Front;
  try {
    front = await Front.open(endpoint, server.dispatcher, limits, log);
  } catch (error) {
    await server.close(0);
    throw error;
  }
  log.info("listening", { endpoint: front.endpoint });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    log.info("shutting down");
    await server.close(configuration.shutdownGraceMs);
    await front.close();
  };
  return {
    endpoint: front.endpoint,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

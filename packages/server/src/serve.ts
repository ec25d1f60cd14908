/** A server on a socket. */
import type { Configuration } from "./config/configuration.js";
import { Front } from "./front/front.js";
import { ImageDirectory } from "./images/directory.js";
import { embeddedImages } from "./images/embedded/open-image-host.js";
import type { OpenImage } from "./images/image.js";
import type { Log } from "./operations/log.js";
import { Server } from "./server.js";

/** Loaded where it is asked for: most servers answer from no script. Throws ScriptRefused. */
const scriptedImages = async (file: string): Promise<OpenImage> => {
  const [{ readScript }, { ScriptedImage }] = await Promise.all([
    import("./images/scripted/read-script.js"),
    import("./images/scripted/scripted-image.js"),
  ]);
  const script = readScript(file);
  return (events) => new ScriptedImage(script, events);
};

export interface RunningServer {
  /** Where it listens, with the port that was found free. */
  readonly endpoint: string;
  /** Lets running work come to its end within the configured grace, answers, and ends everything. Once is enough. */
  close(): Promise<void>;
}

/**
 * Starts the images and listens.
 *
 * @throws ScriptRefused, EndpointRefused, AddressInUse, ImageDied
 */
export const serve = async (configuration: Configuration, log: Log): Promise<RunningServer> => {
  const { endpoint, image, imageRoom, limits } = configuration;
  const images = await ImageDirectory.open(
    image.kind === "scripted" ? await scriptedImages(image.script) : embeddedImages(image),
    imageRoom,
  );
  const server = new Server(configuration, images, log);
  let front: Front;
  try {
    front = await Front.open(endpoint, server.dispatcher, limits, log, server.metrics);
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

/** A server without its socket: images, sessions and the dispatcher, put together and taken down again. */

import { handlersFor } from "./commands/table.js";
import type { Configuration } from "./config/configuration.js";
import { Dispatcher } from "./dispatch/dispatcher.js";
import type { ImageDirectory } from "./images/directory.js";
import type { Log } from "./operations/log.js";
import { Metrics } from "./operations/metrics.js";
import { readServer } from "./readings.js";
import { Admission } from "./sessions/admission.js";
import { SessionDirectory } from "./sessions/directory.js";
import { VERSION } from "./version.js";

/** Milliseconds that interrupted work gets to answer before images are ended. */
const LAST_WORDS_MS = 500;

export class Server {
  readonly dispatcher: Dispatcher;
  readonly sessions: SessionDirectory;
  readonly metrics = new Metrics();
  readonly #sweeper: NodeJS.Timeout;

  constructor(
    readonly configuration: Configuration,
    readonly images: ImageDirectory,
    readonly log: Log,
  ) {
    const { limits, allow, deny } = configuration;
    this.sessions = new SessionDirectory(limits, new Admission(allow, deny), images);
    images.listen({
      started: (name) => this.sessions.imageStarted(name),
      died: (name, reason) => {
        log.warn("an image died", { image: name, reason });
        this.sessions.imageDied(name, reason);
      },
      debugged: (_, event) => this.sessions.debugged(event),
    });
    const services = {
      limits,
      sessions: this.sessions,
      images,
      metrics: this.metrics,
      version: VERSION,
      startedAt: this.sessions.now(),
      counts: { evaluations: 0 },
    };
    this.dispatcher = new Dispatcher(handlersFor(services), this.sessions, limits, log, this.metrics);
    this.metrics.addSource(() => readServer(this, services.startedAt, services.counts.evaluations));
    this.#sweeper = setInterval(() => this.#sweep(), limits.cleanup_interval_s * 1_000);
    this.#sweeper.unref();
  }

  /**
   * Lets running work come to its end for `graceMs`, then interrupts it, then ends the images. What waits is answered
   * with ShuttingDown.
   */
  async close(graceMs: number): Promise<void> {
    clearInterval(this.#sweeper);
    const drained = this.dispatcher.drain();
    if (!(await within(drained, graceMs))) {
      this.dispatcher.interruptAll(this.images.names.flatMap((name) => this.images.find(name) ?? []));
      await within(drained, LAST_WORDS_MS);
    }
    await this.images.close();
    // What the images left unanswered is answered now.
    await drained;
  }

  #sweep(): void {
    this.sessions.sweep();
    this.dispatcher.sweep();
    const isUsed = (name: string): boolean => this.sessions.inImage(name).length > 0;
    for (const name of this.images.idle(isUsed, this.configuration.limits.session_timeout_s * 1_000)) {
      this.log.info("a private image was idle", { image: name });
      this.sessions.imageClosed(name);
      this.images
        .closeImage(name)
        .catch((error: unknown) => this.log.error("an image was not closed", error));
    }
  }
}

/** Whether it is resolved within so many milliseconds. */
const within = async (done: Promise<void>, ms: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
};

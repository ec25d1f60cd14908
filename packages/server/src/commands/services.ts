/** What the handlers work with. */
import type { Limits } from "@stui/protocol";
import type { Image } from "../images/image.js";
import type { SessionDirectory } from "../sessions/directory.js";

/** The images of the server, by name. */
export interface Images {
  readonly names: readonly string[];
  find(name: string): Image | undefined;
}

export interface Services {
  readonly limits: Limits;
  readonly sessions: SessionDirectory;
  readonly images: Images;
  readonly version: string;
  /** Of the monotonic clock, in milliseconds. */
  readonly startedAt: number;
  /** Evaluations since the server started, counted by the handlers. */
  readonly counts: { evaluations: number };
}

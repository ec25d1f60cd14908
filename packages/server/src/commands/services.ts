/** What the handlers work with. */
import { ImageNotFound, type Limits } from "@stui/protocol";
import { DEFAULT_IMAGE } from "../images/directory.js";
import type { Image } from "../images/image.js";
import type { Readings } from "../operations/metrics.js";
import type { SessionDirectory } from "../sessions/directory.js";

/** The images of the server, by name. */
export interface Images {
  readonly names: readonly string[];
  find(name: string): Image | undefined;
  /** The client whose private image that is. */
  ownerOf(name: string): string | undefined;
  /** @throws ImageNameRefused, ImageNameTaken, TooManyImages, ImageDied, ImageClosed */
  create(name: string, owner?: string): Promise<Image>;
  /** False where there is none. Throws DefaultImageKept. */
  closeImage(name: string): Promise<boolean>;
}

/** The image of requests that name no session. Throws ImageNotFound. */
export function sharedImage({ images }: Pick<Services, "images">): Image {
  const image = images.find(DEFAULT_IMAGE);
  if (image === undefined) throw new ImageNotFound({ image: DEFAULT_IMAGE });
  return image;
}

/** What the server counts of its work. */
export interface Counted {
  read(): Readings;
}

export interface Services {
  readonly limits: Limits;
  readonly sessions: SessionDirectory;
  readonly images: Images;
  readonly metrics: Counted;
  readonly version: string;
  /** Of the monotonic clock, in milliseconds. */
  readonly startedAt: number;
  /** Evaluations since the server started, counted by the handlers. */
  readonly counts: { evaluations: number };
}

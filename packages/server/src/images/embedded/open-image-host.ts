/** An embedded image of either kind. */
import type { Image, ImageEvents, ImageKind } from "../image.js";
import { openProcessImage } from "./process-host.js";
import { openThreadImage } from "./thread-host.js";

export interface ImageHostOptions {
  readonly host: ImageKind;
  /** MiB that the image's heap may grow to. */
  readonly heapMb?: number;
}

/** Opens an image; it takes calls at once. */
export function openImageHost({ host, heapMb }: ImageHostOptions, events: ImageEvents): Image {
  const options = heapMb === undefined ? {} : { heapMb };
  switch (host) {
    case "thread":
      return openThreadImage(events, options);
    case "process":
      return openProcessImage(events, options);
  }
}

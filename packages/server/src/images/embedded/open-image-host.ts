/** An embedded image of either kind. */
import type { EmbeddedKind, OpenImage } from "../image.js";
import { openProcessImage } from "./process-host.js";
import { openThreadImage } from "./thread-host.js";

export interface ImageHostOptions {
  readonly host: EmbeddedKind;
  /** MiB that the image's heap may grow to. */
  readonly heapMb?: number;
}

/** Opens images of the engine. */
export function embeddedImages({ host, heapMb }: ImageHostOptions): OpenImage {
  const options = heapMb === undefined ? {} : { heapMb };
  const open = host === "thread" ? openThreadImage : openProcessImage;
  return (events) => open(events, options);
}

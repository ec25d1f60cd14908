/** Failures of the server and its images. */
import type { ErrorDetails } from "./details.js";
import { StuiError } from "./stui-error.js";

export class ServerBusy extends StuiError<"ServerBusy"> {
  constructor(details: ErrorDetails<"ServerBusy">, message?: string) {
    super(
      "ServerBusy",
      details,
      message ??
        (details.retry_after_ms === undefined
          ? "The server has too much to do. Try again later."
          : `The server has too much to do. Try again in ${details.retry_after_ms} ms.`),
    );
  }
}

export class ShuttingDown extends StuiError<"ShuttingDown"> {
  constructor(details: ErrorDetails<"ShuttingDown"> = {}, message?: string) {
    super(
      "ShuttingDown",
      details,
      message ??
        "The server is shutting down; the request was not begun. Connect again later and send it again.",
    );
  }
}

export class ResultTooLarge extends StuiError<"ResultTooLarge"> {
  constructor(details: ErrorDetails<"ResultTooLarge">, message?: string) {
    super(
      "ResultTooLarge",
      details,
      message ??
        `The reply would have taken ${details.bytes} bytes of at most ${details.limit}. Ask for less, with a limit or in parts.`,
    );
  }
}

export class ImageNotFound extends StuiError<"ImageNotFound"> {
  constructor(details: ErrorDetails<"ImageNotFound">, message?: string) {
    super(
      "ImageNotFound",
      details,
      message ?? `There is no image ${details.image}. See those there are with list_images.`,
    );
  }
}

export class ImageCrashed extends StuiError<"ImageCrashed"> {
  constructor(details: ErrorDetails<"ImageCrashed">, message?: string) {
    super(
      "ImageCrashed",
      details,
      message ??
        `The image ${details.image} died: ${details.reason}. Its sessions can be restored as far as they were saved.`,
    );
  }
}

export class InternalError extends StuiError<"InternalError"> {
  constructor(details: ErrorDetails<"InternalError"> = {}, message?: string) {
    super(
      "InternalError",
      details,
      message ??
        (details.reference === undefined
          ? "The server failed. Please report it."
          : `The server failed. Please report it with the reference ${details.reference}.`),
    );
  }
}

/** From whatever was thrown to the error that the client is told. */
import { randomBytes } from "node:crypto";
import { InternalError, ShuttingDown, StuiError } from "@stui/protocol";
import { DEFAULT_IMAGE } from "../images/directory.js";
import { ImageClosed, ImageDied } from "../images/image.js";
import type { Log } from "../operations/log.js";
import { imageClosed, imageCrashed } from "../sessions/image-ended.js";
import type { Session } from "../sessions/session.js";

export const toldError = (thrown: unknown, session: Session | undefined, log: Log): StuiError => {
  if (thrown instanceof StuiError) return thrown;
  if (thrown instanceof ImageDied) {
    // Whoever was waiting has been told now.
    session?.takeLoss();
    return imageCrashed(session?.imageName ?? DEFAULT_IMAGE, thrown.reason);
  }
  if (thrown instanceof ImageClosed && session?.endedWithImage === true) return imageClosed(session);
  if (thrown instanceof ImageClosed)
    return new ShuttingDown({}, "The image is being closed; the request was not carried out.");
  const reference = randomBytes(6).toString("hex");
  log.error("a request failed", thrown, { reference });
  return new InternalError({ reference });
};

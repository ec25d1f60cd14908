/** What the sessions of an image hear when it died, or was closed. */
import { ImageCrashed, SessionError } from "@stui/protocol";
import type { Session } from "./session.js";

export const imageCrashed = (image: string, reason: string): ImageCrashed =>
  new ImageCrashed(
    { image, reason },
    `The image ${image} died: ${reason}. It has been started again; workspace variables, saved contexts and classes that were defined in it are lost. The session goes on empty.`,
  );

/** For what was under way or waited in the session. */
export const imageClosed = ({ id, imageName }: Session): SessionError =>
  new SessionError({ session_id: id, reason: `its image ${imageName} was closed, and the session ended` });

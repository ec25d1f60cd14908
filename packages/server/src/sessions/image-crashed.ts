/** What the sessions of an image hear when it died. */
import { ImageCrashed } from "@stui/protocol";

export const imageCrashed = (image: string, reason: string): ImageCrashed =>
  new ImageCrashed(
    { image, reason },
    `The image ${image} died: ${reason}. It has been started again; workspace variables, saved contexts and classes that were defined in it are lost. The session goes on empty.`,
  );

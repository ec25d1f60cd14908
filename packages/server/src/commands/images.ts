/** The images of the server: making, listing and closing them. */
import {
  Conflict,
  ImageNotFound,
  InvalidRequest,
  PermissionDenied,
  type Result,
  ServerBusy,
} from "@stui/protocol";
import {
  DEFAULT_IMAGE,
  DefaultImageKept,
  ImageNameRefused,
  ImageNameTaken,
  TooManyImages,
} from "../images/directory.js";
import type { Image } from "../images/image.js";
import type { Handlers } from "./handler.js";
import type { Services } from "./services.js";

type ImageCommand = "list_images" | "create_image" | "close_image" | "list_image_sessions";
type ImageShape = Result<"list_images">["images"][number];

export const imageHandlers = ({ sessions, images }: Services): Pick<Handlers, ImageCommand> => {
  const describe = (name: string, image: Image): ImageShape => {
    const { state, heapBytes, uptime } = image.health();
    return {
      image: name,
      kind: image.kind,
      dialect: image.dialect,
      state,
      private: images.ownerOf(name) !== undefined,
      sessions: sessions.inImage(name).length,
      heap_bytes: heapBytes,
      uptime,
    };
  };

  /** Throws ImageNotFound, and PermissionDenied where it is another's private image. */
  const admitted = (name: string, speaker: string | undefined): Image => {
    const image = images.find(name);
    if (image === undefined) throw new ImageNotFound({ image: name });
    const owner = images.ownerOf(name);
    if (owner !== undefined && owner !== speaker)
      throw new PermissionDenied({ reason: `the image ${name} is private, and another client's` });
    return image;
  };

  return {
    list_images: () => ({
      images: [...images.names].sort().flatMap((name) => {
        const image = images.find(name);
        return image === undefined ? [] : [describe(name, image)];
      }),
    }),

    create_image: async ({ image: name, private: isPrivate = false }, { speaker }) => {
      sessions.admission.checkSpeaker(speaker);
      if (isPrivate && speaker === undefined)
        throw new InvalidRequest({
          path: "client_id",
          expected: "the client whose private image it is to be",
          found: "nothing",
        });
      try {
        const image = await images.create(name, isPrivate ? speaker : undefined);
        return { image: describe(name, image) };
      } catch (error) {
        throw refusal(error);
      }
    },

    close_image: async ({ image: name, private: isPrivate = false }, { speaker }) => {
      sessions.admission.checkSpeaker(speaker);
      const image = admitted(name, speaker);
      if (isPrivate && images.ownerOf(name) === undefined)
        throw new Conflict(
          { actual_source: null },
          `The image ${name} is not private. To close it for everyone, leave private out.`,
        );
      if (name === DEFAULT_IMAGE) throw new PermissionDenied({ reason: new DefaultImageKept().message });
      const before = describe(name, image);
      sessions.imageClosed(name);
      await images.closeImage(name);
      return { image: { ...before, state: image.health().state, sessions: 0, heap_bytes: 0 } };
    },

    list_image_sessions: ({ image }, { speaker }) => {
      admitted(image, speaker);
      return { sessions: sessions.inImage(image).map((session) => session.describe(sessions.now())) };
    },
  };
};

/** What the client is told of a refusal by the directory. */
function refusal(error: unknown): unknown {
  if (error instanceof ImageNameRefused)
    return new InvalidRequest({
      path: "parameters.image",
      expected: "1 to 64 of the characters A-Z a-z 0-9 _ . : -",
      found: JSON.stringify(error.image),
    });
  if (error instanceof ImageNameTaken)
    return new Conflict(
      { actual_source: null },
      `There is an image ${error.image} already. Use it with create_session, or choose another name.`,
    );
  if (error instanceof TooManyImages)
    return new ServerBusy({}, `${capitalized(error.message)}. Close one with close_image first.`);
  return error;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

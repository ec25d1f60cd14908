/** The images of a server, by name: one that all share, and others that clients ask for. */
import type { DebuggerEvent } from "@stui/smalltalk";
import type { Image, OpenImage } from "./image.js";

export const DEFAULT_IMAGE = "default";

/** What may name an image. */
const NAME = /^[A-Za-z0-9_.:-]{1,64}$/;

/** How many images there may be. */
export interface ImageRoom {
  /** In all, the default one among them. */
  readonly max: number;
  /** Private ones of one client. */
  readonly maxPrivate: number;
}

const UNLIMITED: ImageRoom = { max: Number.POSITIVE_INFINITY, maxPrivate: Number.POSITIVE_INFINITY };

/** No image can have this name. */
export class ImageNameRefused extends Error {
  override readonly name = "ImageNameRefused";
  constructor(readonly image: string) {
    super(
      `an image's name is 1 to 64 of the characters A-Z a-z 0-9 _ . : -, and not ${JSON.stringify(image)}`,
    );
  }
}

/** There is an image of this name. */
export class ImageNameTaken extends Error {
  override readonly name = "ImageNameTaken";
  constructor(readonly image: string) {
    super(`there is an image ${image} already`);
  }
}

/** The default image is closed with the server only. */
export class DefaultImageKept extends Error {
  override readonly name = "DefaultImageKept";
  constructor() {
    super(`the image ${DEFAULT_IMAGE} is closed with the server only`);
  }
}

/** Hears of the lives of all images. */
export interface LifeListener {
  /** It is ready, for the first time or again. */
  started(image: string): void;
  died(image: string, reason: string): void;
  /** Something has become of a debugger. */
  debugged?(image: string, event: DebuggerEvent): void;
}

/** There are as many images as there may be. */
export class TooManyImages extends Error {
  override readonly name = "TooManyImages";
  /** @param owner whose private images they are; undefined: those of the server */
  constructor(
    readonly max: number,
    readonly owner: string | undefined,
  ) {
    super(
      owner === undefined
        ? `the server has ${max} images, as many as it may`
        : `${owner} has ${max} private images, as many as a client may`,
    );
  }
}

interface Entry {
  readonly image: Image;
  /** The client whose private image it is. */
  readonly owner: string | undefined;
  /** Of the monotonic clock, in milliseconds: when it was last seen to be used. */
  lastUse: number;
}

export class ImageDirectory {
  readonly #images = new Map<string, Entry>();
  readonly #listeners = new Set<LifeListener>();

  private constructor(
    readonly openImage: OpenImage,
    readonly room: ImageRoom,
  ) {}

  /** Opens the default image and waits until it answers. Throws ImageDied where it cannot be started. */
  static async open(openImage: OpenImage, room: ImageRoom = UNLIMITED): Promise<ImageDirectory> {
    const directory = new ImageDirectory(openImage, room);
    await directory.create(DEFAULT_IMAGE);
    return directory;
  }

  get names(): readonly string[] {
    return [...this.#images.keys()];
  }

  find(name: string): Image | undefined {
    return this.#images.get(name)?.image;
  }

  /** The client whose private image that is; undefined where it is everyone's, or there is none. */
  ownerOf(name: string): string | undefined {
    return this.#images.get(name)?.owner;
  }

  /**
   * Opens another image and waits until it answers.
   *
   * @param owner the client whose private image it is to be
   * @throws ImageNameRefused, ImageNameTaken, TooManyImages, ImageDied, ImageClosed
   */
  async create(name: string, owner?: string): Promise<Image> {
    if (!NAME.test(name)) throw new ImageNameRefused(name);
    if (this.#images.has(name)) throw new ImageNameTaken(name);
    const { max, maxPrivate } = this.room;
    if (owner !== undefined && this.#privateOf(owner) >= maxPrivate)
      throw new TooManyImages(maxPrivate, owner);
    if (this.#images.size >= max) throw new TooManyImages(max, undefined);
    const image = this.openImage({
      onDeath: (reason) => {
        for (const listener of this.#listeners) listener.died(name, reason);
      },
      onStart: () => {
        for (const listener of this.#listeners) listener.started(name);
      },
      onDebugger: (event) => {
        for (const listener of this.#listeners) listener.debugged?.(name, event);
      },
    });
    const entry = { image, owner, lastUse: performance.now() };
    this.#images.set(name, entry);
    try {
      await image.information();
    } catch (error) {
      if (this.#images.get(name) === entry) this.#images.delete(name);
      await image.close();
      throw error;
    }
    return image;
  }

  /** Closes an image; answers false where there is none. Throws DefaultImageKept. */
  async closeImage(name: string): Promise<boolean> {
    if (name === DEFAULT_IMAGE) throw new DefaultImageKept();
    const entry = this.#images.get(name);
    this.#images.delete(name);
    await entry?.image.close();
    return entry !== undefined;
  }

  /**
   * The private images that nobody has used for so many milliseconds.
   *
   * @param isUsed whether an image has sessions now
   */
  idle(isUsed: (name: string) => boolean, ms: number, now = performance.now()): readonly string[] {
    const names: string[] = [];
    for (const [name, entry] of this.#images) {
      if (entry.owner === undefined) continue;
      if (isUsed(name)) entry.lastUse = now;
      else if (now - entry.lastUse >= ms) names.push(name);
    }
    return names;
  }

  /** Tells of starts and deaths from now on; call the answer to hear no more. */
  listen(listener: LifeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Ends all images. */
  async close(): Promise<void> {
    const entries = [...this.#images.values()];
    this.#images.clear();
    await Promise.all(entries.map(({ image }) => image.close()));
  }

  #privateOf(owner: string): number {
    return [...this.#images.values()].filter((entry) => entry.owner === owner).length;
  }
}

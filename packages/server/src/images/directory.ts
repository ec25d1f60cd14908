/** The images of a server, by name. */
import type { Image, OpenImage } from "./image.js";

export const DEFAULT_IMAGE = "default";

/** What may name an image. */
const NAME = /^[A-Za-z0-9_.:-]{1,64}$/;

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
}

export class ImageDirectory {
  readonly #images = new Map<string, Image>();
  readonly #listeners = new Set<LifeListener>();

  private constructor(readonly openImage: OpenImage) {}

  /** Opens the default image and waits until it answers. Throws ImageDied where it cannot be started. */
  static async open(openImage: OpenImage): Promise<ImageDirectory> {
    const directory = new ImageDirectory(openImage);
    await directory.create(DEFAULT_IMAGE);
    return directory;
  }

  get names(): readonly string[] {
    return [...this.#images.keys()];
  }

  find(name: string): Image | undefined {
    return this.#images.get(name);
  }

  /**
   * Opens another image and waits until it answers.
   *
   * @throws ImageNameRefused, ImageNameTaken, ImageDied
   */
  async create(name: string): Promise<Image> {
    if (!NAME.test(name)) throw new ImageNameRefused(name);
    if (this.#images.has(name)) throw new ImageNameTaken(name);
    const image = this.openImage({
      onDeath: (reason) => {
        for (const listener of this.#listeners) listener.died(name, reason);
      },
      onStart: () => {
        for (const listener of this.#listeners) listener.started(name);
      },
    });
    this.#images.set(name, image);
    try {
      await image.information();
    } catch (error) {
      this.#images.delete(name);
      await image.close();
      throw error;
    }
    return image;
  }

  /** Closes an image; answers false where there is none. Throws DefaultImageKept. */
  async closeImage(name: string): Promise<boolean> {
    if (name === DEFAULT_IMAGE) throw new DefaultImageKept();
    const image = this.#images.get(name);
    this.#images.delete(name);
    await image?.close();
    return image !== undefined;
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
    const images = [...this.#images.values()];
    this.#images.clear();
    await Promise.all(images.map((image) => image.close()));
  }
}

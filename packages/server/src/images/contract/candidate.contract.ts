/** The image that the contract is held against, and what it needs to be able to do for each part of it. */
import type { EvaluateRequest } from "@stui/smalltalk";
import { afterAll, beforeAll, it } from "vitest";
import type { Image, ImageKind } from "../image.js";
import { evaluation, nextRun, textOf } from "./requests.contract.js";

/**
 * What not every kind of image can do. A kind without an ability refuses what needs it with an ImageRefusal; the tests
 * that need it are then reported as skipped, with what they need in their name.
 */
export type Ability =
  /** It runs whatever Smalltalk it is given, on a class library of its own. */
  | "runs any code"
  /** The variables of a workspace hold what was assigned to them. */
  | "keeps variables"
  /** Classes and methods that are defined in it are there from then on. */
  | "keeps code";

export const ALL_ABILITIES: readonly Ability[] = ["runs any code", "keeps variables", "keeps code"];

let lastWorkspace = 0;

/** Opens an image before the tests that are declared with it, and closes it after them. */
export class Candidate {
  #opened: { readonly image: Image; readonly workspace: string } | undefined;

  constructor(
    readonly kind: ImageKind,
    /** A fresh image that nobody else uses. */
    readonly open: () => Image,
    readonly abilities: readonly Ability[],
  ) {
    beforeAll(async () => {
      const image = open();
      this.#opened = { image, workspace: await this.newWorkspace(image) };
    });
    afterAll(() => this.image.close());
  }

  get image(): Image {
    return this.#ready.image;
  }

  /** One that is open. */
  get workspace(): string {
    return this.#ready.workspace;
  }

  /** The print string of what the code answers, or what went wrong. */
  async evaluate(code: string, more?: Partial<EvaluateRequest>): Promise<string> {
    return textOf(await this.image.evaluate(evaluation(this.workspace, code, more), nextRun()));
  }

  async newWorkspace(image: Image = this.image): Promise<string> {
    lastWorkspace += 1;
    const workspace = `workspace ${lastWorkspace}`;
    await image.openWorkspace(workspace);
    return workspace;
  }

  /** Whether it can do all of that. */
  can(...needs: readonly Ability[]): boolean {
    return this.#missing(needs).length === 0;
  }

  /** Declares a test of images that can do what it needs. */
  it(name: string, needs: readonly Ability[], body: () => void | Promise<void>, timeoutMs?: number): void {
    const missing = this.#missing(needs);
    if (missing.length === 0) it(name, body, timeoutMs);
    else it.skip(`${name} (of an image that ${missing.join(" and ")})`, body);
  }

  #missing(needs: readonly Ability[]): readonly Ability[] {
    return needs.filter((ability) => !this.abilities.includes(ability));
  }

  get #ready(): { readonly image: Image; readonly workspace: string } {
    if (this.#opened === undefined) throw new Error("the image is opened before the first test, not before");
    return this.#opened;
  }
}

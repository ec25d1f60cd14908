/** Whoever listens to what happens while code runs. Costs nothing where nobody does. */
import type { ProcessGroup } from "../machine/index.js";
import type { RunListener } from "./requests.js";
import type { Transcript } from "./transcript.js";

export class Listening {
  #listener: RunListener | undefined;
  /** Whoever hears what is no session's own. */
  #general: RunListener | undefined;
  readonly #ofGroups = new Map<ProcessGroup, RunListener>();

  constructor(readonly transcript: Transcript) {}

  /** Who hears; nobody where undefined. */
  get listener(): RunListener | undefined {
    return this.#listener;
  }

  set listener(listener: RunListener | undefined) {
    this.#general = listener;
    this.#hear(listener);
  }

  /** Who hears what a session's processes do; the general listener where undefined. */
  listenTo(group: ProcessGroup, listener: RunListener | undefined): void {
    if (listener === undefined) this.#ofGroups.delete(group);
    else this.#ofGroups.set(group, listener);
  }

  /**
   * As `listenTo`, where nobody listens to the group yet; answers how to end it. Whoever begins to listen to the group meanwhile
   * is heard in its place.
   */
  listenBeside(group: ProcessGroup, listener: RunListener | undefined): () => void {
    if (listener === undefined || this.#ofGroups.has(group)) return () => undefined;
    this.#ofGroups.set(group, listener);
    return () => {
      if (this.#ofGroups.get(group) === listener) this.#ofGroups.delete(group);
    };
  }

  /** What happens from now on is this session's. */
  turnTo(group: ProcessGroup | null): void {
    this.#hear(group === null ? this.#general : (this.#ofGroups.get(group) ?? this.#general));
  }

  #hear(listener: RunListener | undefined): void {
    this.#listener = listener;
    this.transcript.listener = listener?.transcript;
  }
}

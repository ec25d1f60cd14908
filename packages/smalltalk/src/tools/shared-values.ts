/** Values that everyone in an image shares, and that a load may have to put back: those of variables, not of objects. */
import { defineOn } from "../classes/index.js";

/** Stands for the value of a variable that has none of its own yet. */
const ABSENT = Symbol("absent");

interface Watched {
  readonly holder: object;
  readonly key: string;
  /** What is put back: what it was at the beginning, or what others have assigned since. */
  before: unknown;
  /** What it was when the load's last turn was over. */
  seen: unknown;
}

/**
 * Nobody is told of an assignment. But the load and the others have their turns one after the other: what has changed between two turns of the
 * load is the others' doing.
 */
export class SharedValues {
  readonly #watched: Watched[] = [];
  readonly #byHolder = new Map<object, Map<string, Watched>>();

  watch(holder: object, key: string): void {
    const before = current(holder, key);
    const watched: Watched = { holder, key, before, seen: before };
    this.#watched.push(watched);
    const keys = this.#byHolder.get(holder) ?? new Map<string, Watched>();
    this.#byHolder.set(holder, keys.set(key, watched));
  }

  isWatched(holder: object, key: string): boolean {
    return this.#byHolder.get(holder)?.has(key) === true;
  }

  /** A turn of the load is over. */
  look(): void {
    for (const watched of this.#watched) watched.seen = current(watched.holder, watched.key);
  }

  /** The load has its turn again: what others have assigned meanwhile stays. */
  adopt(): void {
    for (const watched of this.#watched) {
      const value = current(watched.holder, watched.key);
      if (value !== watched.seen) watched.before = value;
    }
  }

  /** In a turn of the load. */
  putBack(): void {
    for (const { holder, key, before } of this.#watched) {
      if (current(holder, key) === before) continue;
      if (before === ABSENT) Reflect.deleteProperty(holder, key);
      else defineOn(holder, key, before);
    }
  }
}

const current = (holder: object, key: string): unknown =>
  Object.hasOwn(holder, key) ? Reflect.get(holder, key) : ABSENT;

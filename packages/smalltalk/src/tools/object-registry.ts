/** The objects of a workspace that clients may refer to, each under one id while it is kept. */
import { randomUUID } from "node:crypto";
import type { Value } from "../memory/values.js";

export class ObjectRegistry {
  /** The one that was registered longest ago first. */
  readonly #objects = new Map<string, Value>();
  readonly #ids = new Map<Value, string>();
  #latest = "";

  get objects(): ReadonlyMap<string, Value> {
    return this.#objects;
  }

  at(id: string): Value | undefined {
    return this.#objects.get(id);
  }

  /** The id of an object, which is now the latest; beyond `limit` the oldest is let go. */
  register(value: Value, limit: number): string {
    const known = this.#ids.get(value);
    if (known !== undefined) {
      if (known !== this.#latest) this.put(known, value);
      return known;
    }
    const id = randomUUID();
    this.put(id, value);
    if (this.#objects.size > limit) {
      const [oldest] = this.#objects.keys();
      if (oldest !== undefined) this.remove(oldest);
    }
    return id;
  }

  /** Keeps an object under an id that was given before. */
  put(id: string, value: Value): void {
    this.remove(id);
    this.#objects.set(id, value);
    this.#ids.set(value, id);
    this.#latest = id;
  }

  /** Answers whether it was there. */
  remove(id: string): boolean {
    const value = this.#objects.get(id);
    if (value === undefined) return false;
    if (this.#ids.get(value) === id) this.#ids.delete(value);
    return this.#objects.delete(id);
  }

  /** Answers how many there were. */
  clear(): number {
    const count = this.#objects.size;
    this.#objects.clear();
    this.#ids.clear();
    return count;
  }
}

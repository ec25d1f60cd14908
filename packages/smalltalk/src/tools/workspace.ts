/** What a session keeps in the image: variables, history, and the objects that it was shown. */
import { randomUUID } from "node:crypto";
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import type { HistoryEntry } from "./requests.js";

export class Workspace {
  /** Variables by name; a tool has its own. */
  readonly #variables = new Map<string, Map<string, StAssociation>>();
  readonly #objects = new Map<string, Value>();
  /** Ids in the order in which they came: the first key of a Map from which much was deleted is slow to find. */
  #order: string[] = [];
  history: HistoryEntry[] = [];
  /** Evaluations so far. */
  evaluations = 0;

  variables(tool = ""): Map<string, StAssociation> {
    let own = this.#variables.get(tool);
    if (own === undefined) {
      own = new Map();
      this.#variables.set(tool, own);
    }
    return own;
  }

  binding(tool: string | undefined, name: string): StAssociation {
    const variables = this.variables(tool);
    let binding = variables.get(name);
    if (binding === undefined) {
      binding = new StAssociation(symbol(name), nil);
      variables.set(name, binding);
    }
    return binding;
  }

  /** All tools' variables. */
  get variableSets(): ReadonlyMap<string, ReadonlyMap<string, StAssociation>> {
    return this.#variables;
  }

  get objects(): ReadonlyMap<string, Value> {
    return this.#objects;
  }

  object(id: string): Value | undefined {
    return this.#objects.get(id);
  }

  /** Keeps an object under a new id; beyond `limit` the oldest is let go. */
  register(value: Value, limit: number): string {
    const id = randomUUID();
    this.restoreObject(id, value);
    if (this.#objects.size > limit) {
      const oldest = this.#order.shift();
      if (oldest !== undefined) this.#objects.delete(oldest);
    }
    return id;
  }

  restoreObject(id: string, value: Value): void {
    if (!this.#objects.has(id)) this.#order.push(id);
    this.#objects.set(id, value);
  }

  /** Answers how many there were. */
  release(ids?: readonly string[]): number {
    if (ids === undefined) {
      const count = this.#objects.size;
      this.#objects.clear();
      this.#order = [];
      return count;
    }
    const released = ids.filter((id) => this.#objects.delete(id)).length;
    if (released > 0) this.#order = [...this.#objects.keys()];
    return released;
  }

  note(entry: HistoryEntry, limit: number): void {
    this.history.push(entry);
    // One at a time: V8 takes the first element off without moving the others.
    while (this.history.length > limit) this.history.shift();
  }

  clearVariables(): number {
    let count = 0;
    for (const set of this.#variables.values()) count += set.size;
    this.#variables.clear();
    return count;
  }

  clearHistory(): number {
    const count = this.history.length;
    this.history = [];
    return count;
  }
}

/** What a session keeps in the image: variables, history, and the objects that it was shown. */
import { randomUUID } from "node:crypto";
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import type { HistoryEntry } from "./requests.js";

export class Workspace {
  /** Variables by name; a tool has its own. */
  readonly #variables = new Map<string, Map<string, StAssociation>>();
  readonly #objects = new Map<string, Value>();
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
    this.#objects.set(id, value);
    if (this.#objects.size > limit) {
      const [oldest] = this.#objects.keys();
      if (oldest !== undefined) this.#objects.delete(oldest);
    }
    return id;
  }

  restoreObject(id: string, value: Value): void {
    this.#objects.set(id, value);
  }

  /** Answers how many there were. */
  release(ids?: readonly string[]): number {
    if (ids === undefined) {
      const count = this.#objects.size;
      this.#objects.clear();
      return count;
    }
    return ids.filter((id) => this.#objects.delete(id)).length;
  }

  note(entry: HistoryEntry, limit: number): void {
    this.history.push(entry);
    if (this.history.length > limit) this.history.splice(0, this.history.length - limit);
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

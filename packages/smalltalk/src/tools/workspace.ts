/** What a session keeps in the image: variables, history, and the objects that it was shown. */
import { ProcessGroup } from "../machine/index.js";
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import { ObjectRegistry } from "./object-registry.js";
import type { HistoryEntry } from "./requests.js";

export class Workspace {
  /** Variables by name; a tool has its own. */
  readonly #variables = new Map<string, Map<string, StAssociation>>();
  readonly #registry = new ObjectRegistry();
  /** Processes that its code has started. */
  readonly group = new ProcessGroup();
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
    return this.#registry.objects;
  }

  object(id: string): Value | undefined {
    return this.#registry.at(id);
  }

  /** Keeps an object and answers its id, the same while it is kept; beyond `limit` the oldest is let go. */
  register(value: Value, limit: number): string {
    return this.#registry.register(value, limit);
  }

  restoreObject(id: string, value: Value): void {
    this.#registry.put(id, value);
  }

  /** Lets go of the named objects, or of all; answers how many there were. */
  release(ids?: readonly string[]): number {
    return ids === undefined ? this.#registry.clear() : ids.filter((id) => this.#registry.remove(id)).length;
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

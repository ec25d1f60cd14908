/** What a session keeps in the image: variables, history, and the objects that it was shown. */
import { ProcessGroup } from "../machine/index.js";
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import { ObjectRegistry } from "./object-registry.js";
import type { HistoryEntry } from "./requests.js";

/** Characters of code and print strings that a history keeps in all; the latest evaluation is kept whatever its size. */
const LONGEST_HISTORY = 4_000_000;

export interface RestoredVariable {
  readonly name: string;
  readonly was: StAssociation | undefined;
  readonly value: Value;
}

export class Workspace {
  /** Variables by name; a tool has its own. */
  readonly #variables = new Map<string, Map<string, StAssociation>>();
  readonly #registry = new ObjectRegistry();
  /** Processes that its code has started. */
  readonly group = new ProcessGroup();
  /** Each ends something of the session's that takes turns with others. */
  readonly underWay = new Set<() => void>();
  #history: HistoryEntry[] = [];
  /** Characters of each entry: to look at what was long not touched takes its time. */
  #sizes: number[] = [];
  /** Characters of all. */
  #historySize = 0;
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

  /**
   * Makes these a tool's variables, and no others, with the values and in the order given. A variable goes on as `was`,
   * where that is known, or as what has its name now: blocks that were made over it see the value.
   */
  restoreVariables(tool: string, restored: Iterable<RestoredVariable>): void {
    const before = this.variables(tool);
    const now = new Map<string, StAssociation>();
    for (const { name, was, value } of restored) {
      const binding = was ?? before.get(name) ?? new StAssociation(symbol(name), nil);
      binding._value = value;
      now.set(name, binding);
    }
    this.#variables.set(tool, now);
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

  /** Oldest first. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** Puts another history in the place of what there is. */
  restoreHistory(entries: readonly HistoryEntry[]): void {
    this.#history = [...entries];
    this.#sizes = entries.map(sizeOf);
    this.#historySize = this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Beyond `limit` entries, and beyond LONGEST_HISTORY characters, the oldest are forgotten. */
  note(entry: HistoryEntry, limit: number): void {
    const size = sizeOf(entry);
    this.#history.push(entry);
    this.#sizes.push(size);
    this.#historySize += size;
    while (
      this.#history.length > limit ||
      (this.#historySize > LONGEST_HISTORY && this.#history.length > 1)
    ) {
      // One at a time: V8 takes the first element off without moving the others.
      this.#history.shift();
      this.#historySize -= this.#sizes.shift() ?? 0;
    }
  }

  clearVariables(): number {
    let count = 0;
    for (const set of this.#variables.values()) count += set.size;
    this.#variables.clear();
    return count;
  }

  clearHistory(): number {
    const count = this.#history.length;
    this.restoreHistory([]);
    return count;
  }
}

const sizeOf = ({ code, printString }: HistoryEntry): number => code.length + printString.length;

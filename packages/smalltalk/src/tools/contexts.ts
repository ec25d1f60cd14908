/** Saves and restores what a workspace holds, by structural copy within the image; and tells what is there. */
import { StArray, type StAssociation, type StObject, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { classNameOf, print, SHORT_PRINT } from "./print.js";
import type { ClearedCounts, ClearScope, ContextSummary, HistoryEntry, SavedContext } from "./requests.js";
import { StructuralCopy } from "./structural-copy.js";
import type { Workspace } from "./workspace.js";

interface SavedVariable {
  readonly name: string;
  /** A copy. */
  readonly value: Value;
  /** The variable itself, for as long as anyone refers to it. */
  readonly binding: WeakRef<StAssociation>;
}

interface Saved {
  readonly summary: SavedContext;
  readonly variables: ReadonlyMap<string, readonly SavedVariable[]>;
  readonly objects: ReadonlyMap<string, Value>;
  readonly history: readonly HistoryEntry[];
  readonly evaluations: number;
}

export class SavedContexts {
  readonly #saved = new Map<string, Map<string, Saved>>();

  constructor(readonly engine: Engine) {}

  save(id: string, workspace: Workspace, name: string): SavedContext {
    const copy = this.#copy();
    const variables = new Map(
      [...workspace.variableSets].map(([tool, set]) => [tool, copyBindings(set, copy)]),
    );
    const objects = new Map([...workspace.objects].map(([objectId, value]) => [objectId, copy.copy(value)]));
    let count = 0;
    for (const set of variables.values()) count += set.length;
    const summary = {
      name,
      savedAt: new Date().toISOString(),
      bytes: copy.bytes,
      variables: count,
      objects: objects.size,
      evaluations: workspace.evaluations,
      skipped: [],
    };
    const own = this.#saved.get(id) ?? new Map<string, Saved>();
    own.set(name, {
      summary,
      variables,
      objects,
      history: [...workspace.history],
      evaluations: workspace.evaluations,
    });
    this.#saved.set(id, own);
    return summary;
  }

  /** Loads what the workspace `id` saved into one, itself or another. Undefined where there is no such context. */
  load(id: string, workspace: Workspace, name: string, isOwn: boolean): SavedContext | undefined {
    const saved = this.#saved.get(id)?.get(name);
    if (saved === undefined) return undefined;
    const copy = this.#copy();
    workspace.release();
    for (const tool of workspace.variableSets.keys())
      if (!saved.variables.has(tool)) workspace.restoreVariables(tool, []);
    for (const [tool, set] of saved.variables)
      workspace.restoreVariables(
        tool,
        set.map(({ name: variable, value, binding }) => ({
          name: variable,
          was: isOwn ? binding.deref() : undefined,
          value: copy.copy(value),
        })),
      );
    for (const [objectId, value] of saved.objects) workspace.restoreObject(objectId, copy.copy(value));
    workspace.restoreHistory(saved.history);
    workspace.evaluations = saved.evaluations;
    return saved.summary;
  }

  /** Forgets what a workspace saved. */
  drop(id: string): void {
    this.#saved.delete(id);
  }

  list(id: string): SavedContext[] {
    return [...(this.#saved.get(id)?.values() ?? [])].map((saved) => saved.summary);
  }

  /** What a global names is the image's, however it is reached. */
  #copy(): StructuralCopy {
    const { environment } = this.engine;
    const shared = new Set<StObject>();
    for (const name of environment.names) {
      const value = environment.find(name)?._value;
      if (typeof value === "object" && !(value instanceof StArray)) shared.add(value);
    }
    return new StructuralCopy((object) => shared.has(object));
  }
}

function copyBindings(set: ReadonlyMap<string, StAssociation>, copy: StructuralCopy): SavedVariable[] {
  return [...set].map(([name, binding]) => ({
    name,
    value: copy.copy(binding._value),
    binding: new WeakRef(binding),
  }));
}

/** At most `limit` entries of each kind, the latest ones. */
export function summarize(
  engine: Engine,
  workspace: Workspace,
  saved: readonly SavedContext[],
  limit: number,
  maxKept: number,
): ContextSummary {
  const describe = (value: Value) => ({
    className: classNameOf(value),
    printString: print(engine, value, SHORT_PRINT).text,
  });
  return {
    variables: [...workspace.variables()].slice(0, limit).map(([name, { _value }]) => ({
      name,
      objectId: workspace.register(_value, maxKept),
      ...describe(_value),
    })),
    history: workspace.history.slice(-limit),
    objects: [...workspace.objects]
      .slice(-limit)
      .map(([objectId, value]) => ({ objectId, ...describe(value) })),
    saved: saved.map(({ name, savedAt, bytes }) => ({ name, savedAt, bytes })),
  };
}

export function clear(workspace: Workspace, scope: ClearScope): ClearedCounts {
  const all = scope === "all";
  return {
    variables: all || scope === "variables" ? workspace.clearVariables() : 0,
    history: all || scope === "history" ? workspace.clearHistory() : 0,
    objects: all || scope === "objects" ? workspace.release() : 0,
  };
}

/** What a scripted image keeps of a workspace: what was evaluated, the objects that were told of, and saved contexts. */
import type {
  ClearedCounts,
  ClearScope,
  ContextLoaded,
  ContextSummary,
  EvaluateOutcome,
  EvaluateRequest,
  HistoryEntry,
  ObjectDescription,
  SavedContext,
} from "@stui/smalltalk";
import type { Variable } from "./script.js";
import type { ScriptedInspection } from "./script-schema.js";

/** An object that was told of, with what is seen inside it where the script showed that. */
export interface Registered {
  readonly className: string;
  readonly printString: string;
  readonly inside: ScriptedInspection | undefined;
}

interface State {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly history: readonly HistoryEntry[];
  readonly objects: ReadonlyMap<string, Registered>;
  readonly evaluations: number;
}

interface Saved {
  readonly summary: SavedContext;
  readonly state: State;
}

export class ScriptedWorkspace {
  readonly #variables = new Map<string, Variable>();
  #history: HistoryEntry[] = [];
  readonly #objects = new Map<string, Registered>();
  readonly #saved = new Map<string, Saved>();
  #evaluations = 0;
  #lastId = 0;

  /** The number of the next evaluation, from 1. */
  nextEvaluation(): number {
    this.#evaluations += 1;
    return this.#evaluations;
  }

  /** Puts an evaluation into the history. */
  noteEvaluation(outcome: EvaluateOutcome, { code, maxKept }: EvaluateRequest, at: string): void {
    const durationMs = "executionMs" in outcome ? outcome.executionMs : 0;
    const entry = { code, at, durationMs };
    if (outcome.kind === "value") {
      const { evaluationIndex: index, result: printString, resultType: className, objectId } = outcome;
      this.#history.push({ ...entry, index, printString, className, objectId });
    } else {
      const [className, printString] =
        outcome.kind === "error" ? [outcome.exceptionClass, outcome.messageText] : ["", ""];
      const failed = { className, printString, objectId: "", failed: outcome.kind };
      this.#history.push({ ...entry, ...failed, index: this.nextEvaluation() });
    }
    if (this.#history.length > maxKept) this.#history = this.#history.slice(-maxKept);
  }

  set(name: string, variable: Variable): void {
    this.#variables.set(name, variable);
  }

  /**
   * Keeps an object, and answers its id.
   *
   * @param id the one that the script gives it, if any
   * @param maxKept objects; the oldest are dropped
   */
  register(object: Registered, id: string | undefined, maxKept: number): string {
    const objectId = id ?? this.#newId();
    this.#objects.delete(objectId);
    this.#objects.set(objectId, object);
    for (const oldest of this.#objects.keys()) {
      if (this.#objects.size <= maxKept) break;
      this.#objects.delete(oldest);
    }
    return objectId;
  }

  object(id: string): Registered | undefined {
    return this.#objects.get(id);
  }

  /** Lets go of the objects of those ids, or of all; answers how many there were. */
  release(ids: readonly string[] = [...this.#objects.keys()]): number {
    return ids.filter((id) => this.#objects.delete(id)).length;
  }

  summarize(limit: number): ContextSummary {
    return {
      variables: [...this.#variables].slice(0, limit).map(([name, variable]) => ({
        name,
        objectId: this.register(
          { ...variable, inside: undefined },
          `variable ${name}`,
          Number.POSITIVE_INFINITY,
        ),
        ...variable,
      })),
      history: this.#history.slice(-limit),
      objects: [...this.#objects].slice(-limit).map(
        ([objectId, { className, printString }]): ObjectDescription => ({
          objectId,
          className,
          printString,
        }),
      ),
      saved: [...this.#saved.values()].map(({ summary: { name, savedAt, bytes } }) => ({
        name,
        savedAt,
        bytes,
      })),
    };
  }

  clear(scope: ClearScope): ClearedCounts {
    const all = (which: ClearScope): boolean => scope === "all" || scope === which;
    const counts = {
      variables: all("variables") ? this.#variables.size : 0,
      history: all("history") ? this.#history.length : 0,
      objects: all("objects") ? this.#objects.size : 0,
    };
    if (all("variables")) this.#variables.clear();
    if (all("history")) this.#history = [];
    if (all("objects")) this.#objects.clear();
    return counts;
  }

  save(name: string): SavedContext {
    const state: State = {
      variables: new Map(this.#variables),
      history: [...this.#history],
      objects: new Map(this.#objects),
      evaluations: this.#evaluations,
    };
    const summary = {
      name,
      savedAt: new Date().toISOString(),
      bytes: JSON.stringify([[...state.variables], state.history, [...state.objects]]).length,
      variables: state.variables.size,
      objects: state.objects.size,
      evaluations: state.evaluations,
      skipped: [],
    };
    this.#saved.set(name, { summary, state });
    return summary;
  }

  /** Takes over what `from` saved under the name. */
  load(name: string, from: ScriptedWorkspace): ContextLoaded {
    const saved = from.#saved.get(name);
    if (saved === undefined) return "noSuchContext";
    const { variables, history, objects, evaluations } = saved.state;
    this.clear("all");
    for (const [variable, value] of variables) this.#variables.set(variable, value);
    for (const [id, object] of objects) this.#objects.set(id, object);
    this.#history = [...history];
    this.#evaluations = evaluations;
    return saved.summary;
  }

  #newId(): string {
    do this.#lastId += 1;
    while (this.#objects.has(`o${this.#lastId}`));
    return `o${this.#lastId}`;
  }
}

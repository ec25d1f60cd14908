/**
 * The life of a scripted image from one start to the next death: its workspaces, and what is outstanding. Calls that name
 * a workspace are carried out one after the other in it, all others at once.
 */
import type { RunId } from "../image.js";
import { ScriptedWorkspace } from "./workspace.js";

/** How a pause ended. */
export type Pause = "over" | "timeout" | "interrupted";

/** Timers of Node hold no more milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

export class Life {
  readonly #workspaces = new Map<string, ScriptedWorkspace>();
  /** The last call in each workspace, while there is one. */
  readonly #last = new Map<string, Promise<void>>();
  readonly #outstanding = new Set<(error: Error) => void>();
  readonly #interrupted = new Set<RunId>();
  /** Runs that have not ended, with what ends their pause. */
  readonly #runs = new Map<RunId, (() => void) | undefined>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #over = false;

  open(name: string): void {
    if (!this.#workspaces.has(name)) this.#workspaces.set(name, new ScriptedWorkspace());
  }

  close(name: string): boolean {
    return this.#workspaces.delete(name);
  }

  workspace(name: string): ScriptedWorkspace | undefined {
    return this.#workspaces.get(name);
  }

  /**
   * Does some work, and rejects where the life ends before it is done.
   *
   * @param workspace the one in whose order it is done; at once where it is undefined
   */
  call<T>(workspace: string | undefined, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#outstanding.add(reject);
      const begin = async (): Promise<void> => {
        if (this.#over) return;
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        } finally {
          this.#outstanding.delete(reject);
        }
      };
      if (workspace === undefined) void begin();
      else this.#enqueue(workspace, begin);
    });
  }

  /**
   * As `call`, for a run that can be interrupted until it has ended.
   *
   * @param neverBegun what it comes to, at once, where it is interrupted before it begins
   */
  async run<T>(workspace: string | undefined, run: RunId, work: () => Promise<T>, neverBegun: T): Promise<T> {
    let given = false;
    const givenUp = new Promise<T>((resolve) => {
      this.#runs.set(run, () => {
        given = true;
        resolve(neverBegun);
      });
    });
    const called = this.call(workspace, () => {
      if (given) return neverBegun;
      this.#runs.set(run, undefined);
      return work();
    });
    try {
      return await Promise.race([givenUp, called]);
    } finally {
      this.#runs.delete(run);
      this.#interrupted.delete(run);
    }
  }

  interrupt(run: RunId): void {
    if (!this.#runs.has(run)) return;
    this.#interrupted.add(run);
    this.#runs.get(run)?.();
  }

  /** Whether it was interrupted before or while it ran. */
  isInterrupted(run: RunId): boolean {
    return this.#interrupted.has(run);
  }

  /**
   * Waits for so many milliseconds, or until the run's time is over or it is interrupted; for ever where the life ends.
   *
   * @param run undefined: nobody interrupts it
   */
  pause(ms: number, timeoutMs: number, run: RunId | undefined): Promise<Pause> {
    if (run !== undefined && this.isInterrupted(run)) return Promise.resolve("interrupted");
    if (ms === 0) return Promise.resolve("over");
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (how: Pause): void => {
        if (timer !== undefined) {
          clearTimeout(timer);
          this.#timers.delete(timer);
        }
        if (run !== undefined) this.#runs.set(run, undefined);
        resolve(how);
      };
      const least = Math.min(ms, timeoutMs);
      if (least !== Number.POSITIVE_INFINITY) {
        timer = setTimeout(end, Math.min(least, LONGEST_MS), ms <= timeoutMs ? "over" : "timeout");
        this.#timers.add(timer);
      }
      if (run !== undefined) this.#runs.set(run, () => end("interrupted"));
    });
  }

  /** Ends it: what is outstanding is rejected with the error. */
  end(error: Error): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const reject of this.#outstanding) reject(error);
    this.#outstanding.clear();
    this.#workspaces.clear();
  }

  #enqueue(workspace: string, begin: () => Promise<void>): void {
    const before = this.#last.get(workspace);
    const last = before === undefined ? begin() : before.then(begin);
    this.#last.set(workspace, last);
    void last.then(() => {
      if (this.#last.get(workspace) === last) this.#last.delete(workspace);
    });
  }
}

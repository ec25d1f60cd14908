/** Loads of code, one at a time: each comes back to what was there before it, where it fails. */
import type { CodeChange } from "../classes/index.js";
import type { Machine, ProcessGroup, RunNumber } from "../machine/index.js";
import type { Workspace } from "./workspace.js";

/** A load that may have to wait for another one's end. */
export interface Load {
  readonly run: RunNumber;
  readonly workspace: Workspace;
  /** `leave` is to be called when it has ended. */
  begin(leave: () => void): void;
  /** It was interrupted while it waited, or its session ended. */
  giveUp(): void;
}

/** Keeps apart what the load under way has changed and what others change meanwhile. */
export interface LoadUnderWay {
  /** It is this session's turn now, or nobody's. */
  turnTo(group: ProcessGroup | null): void;
  changed(change: CodeChange): void;
  /** A global was defined, removed or renamed. */
  named(name: string): void;
}

export class Loads {
  /** Null where none is under way that may have to be taken back. */
  underWay: LoadUnderWay | null = null;
  #isTaken = false;
  readonly #waiting: Load[] = [];
  readonly #endWithSession = new Map<Load, () => void>();

  constructor(readonly machine: Machine) {}

  /** Begins at once, or when the loads before it have ended. */
  enter(load: Load): void {
    if (!this.#isTaken) {
      this.#begin(load);
      return;
    }
    const end = (): void => this.#giveUp(load);
    this.#waiting.push(load);
    this.#endWithSession.set(load, end);
    load.workspace.underWay.add(end);
  }

  /** Somebody may have interrupted one that waits. */
  look(): void {
    for (const load of [...this.#waiting])
      if (this.machine.attention.isInterrupted(load.run)) this.#giveUp(load);
  }

  #begin(load: Load): void {
    this.#isTaken = true;
    load.begin(() => {
      this.#isTaken = false;
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#forget(next);
      this.#begin(next);
    });
  }

  #giveUp(load: Load): void {
    this.#forget(load);
    this.machine.attention.forget(load.run);
    load.giveUp();
  }

  #forget(load: Load): void {
    this.#waiting.splice(this.#waiting.indexOf(load), 1);
    const end = this.#endWithSession.get(load);
    if (end !== undefined) load.workspace.underWay.delete(end);
    this.#endWithSession.delete(load);
  }
}

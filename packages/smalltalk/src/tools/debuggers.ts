/** The debuggers of each session: processes that stand still, each under an id. */
import { randomUUID } from "node:crypto";
import { Breakpoints, HeldProcess, type Interpreters } from "../debugger/index.js";
import type { ProcessGroup, Stop, StProcess } from "../machine/index.js";
import { firstCharacters } from "../syntax/index.js";
import type { DebuggerSummary } from "./debug-requests.js";
import type { Engine } from "./engine.js";
import { conditionHolds } from "./frame-code.js";
import { classNameOf, SHORT_PRINT, textOf } from "./print.js";
import { endRunInTurns } from "./run.js";
import { framesOf, fromSignaler } from "./stack.js";

/** Debuggers that a session may have at a time. */
export const MAX_DEBUGGERS = 20;

/** A process in a debugger. */
export interface OpenDebugger {
  readonly id: string;
  readonly held: HeldProcess;
  readonly evaluationIndex: number | null;
  /** ISO 8601 UTC. */
  since: string;
  reason: string;
  /** Told when it is gone and what was pending in its process has been unwound. */
  onUnwound: () => void;
}

/** Told when a debugger is opened, stands anew, or is gone. */
export type DebuggerListener = (
  group: ProcessGroup,
  debuggerId: string,
  state: "suspended" | "finished" | "terminated",
  reason: string,
) => void;

export class Debuggers {
  readonly #ofGroups = new Map<ProcessGroup, Map<string, OpenDebugger>>();
  readonly breakpoints: Breakpoints;
  listener: DebuggerListener | undefined;

  constructor(
    readonly engine: Engine,
    readonly interpreters: Interpreters,
  ) {
    this.breakpoints = new Breakpoints(engine.machine, engine.compiler);
    engine.heap.addRoot((visit) => {
      for (const ofGroup of this.#ofGroups.values())
        for (const { held } of ofGroup.values()) visit(held.process);
    });
  }

  isFull(group: ProcessGroup): boolean {
    return (this.#ofGroups.get(group)?.size ?? 0) >= MAX_DEBUGGERS;
  }

  find(group: ProcessGroup, id: string): OpenDebugger | undefined {
    return this.#ofGroups.get(group)?.get(id);
  }

  /** The oldest first. */
  list(group: ProcessGroup): DebuggerSummary[] {
    return [...(this.#ofGroups.get(group)?.values() ?? [])].map((open) => ({
      debuggerId: open.id,
      processId: `p${open.held.process.number}`,
      reason: open.reason,
      since: open.since,
      evaluationIndex: open.evaluationIndex,
    }));
  }

  /**
   * A debugger for a process that is held where it stopped; undefined where its session has as many as it may: then the
   * process has ended.
   */
  open(process: StProcess, stop: Stop, evaluationIndex: number | null): OpenDebugger | undefined {
    const { engine, interpreters } = this;
    const { group } = process;
    if (this.isFull(group)) {
      engine.machine.scheduler.ended(process);
      return undefined;
    }
    process.keeping = "always";
    const held = new HeldProcess(process, engine.pump, interpreters, engine.kernelClass("Marker"));
    const open = {
      id: randomUUID(),
      held,
      evaluationIndex,
      since: "",
      reason: "",
      onUnwound: () => undefined,
    };
    let ofGroup = this.#ofGroups.get(group);
    if (ofGroup === undefined) {
      ofGroup = new Map();
      this.#ofGroups.set(group, ofGroup);
    }
    ofGroup.set(open.id, open);
    this.stands(open, stop);
    return open;
  }

  /** The process of a debugger has come to stand still. */
  stands(open: OpenDebugger, stop: Stop): void {
    const { engine } = this;
    const { held } = open;
    const { process } = held;
    open.since = new Date().toISOString();
    open.reason = reasonOf(engine, stop);
    held.hidden = hiddenOf(engine, process, stop);
    // Somebody may terminate it from elsewhere.
    process.onEnd = (how) => {
      this.drop(open, "terminated", "terminated");
      endRunInTurns(engine, process, how, Number.POSITIVE_INFINITY, () => open.onUnwound());
    };
    this.listener?.(process.group, open.id, "suspended", open.reason);
  }

  drop(open: OpenDebugger, state: "finished" | "terminated", reason: string): void {
    const { group } = open.held.process;
    open.held.process.onEnd = null;
    const ofGroup = this.#ofGroups.get(group);
    if (ofGroup?.delete(open.id) !== true) return;
    if (ofGroup.size === 0) this.#ofGroups.delete(group);
    this.listener?.(group, open.id, state, reason);
  }

  /** Ends the process; the debugger is gone at once, what was pending in the process is unwound in turns. */
  terminate(open: OpenDebugger): void {
    this.engine.pump.end(open.held.process, { kind: "stopped", reason: { kind: "terminated" } });
  }

  /** A session ends: its debuggers are terminated, its breakpoints removed. */
  close(group: ProcessGroup): void {
    for (const open of [...(this.#ofGroups.get(group)?.values() ?? [])]) this.terminate(open);
    this.breakpoints.removeAll(group);
  }

  /** Whether a process that has come to a breakpoint is to stand there. */
  breaks(process: StProcess, number: number): boolean {
    const breakpoint = this.breakpoints.find(number);
    if (breakpoint === undefined) return false;
    const { condition } = breakpoint;
    return condition === null || conditionHolds(this.engine, this.interpreters.plain, process, condition);
  }
}

/** Activations that only tell how the exception travelled that stopped the process. */
function hiddenOf(engine: Engine, { stack }: StProcess, stop: Stop): number {
  if (stop.kind !== "stopped" || stop.reason.kind !== "unhandled") return 0;
  const frames = framesOf(engine, [...stack.activations].reverse());
  if (frames.length !== stack.activations.length) return 0;
  return frames.length - fromSignaler(frames, stop.reason.exception).length;
}

/** Why a process stands where it does, for a person. */
export function reasonOf(engine: Engine, stop: Stop): string {
  if (stop.kind === "value") return "finished";
  if (stop.kind === "fault") return "the engine is at fault";
  const { reason } = stop;
  switch (reason.kind) {
    case "unhandled": {
      const name = classNameOf(reason.exception);
      const text = firstCharacters(textOf(engine, reason.exception, "messageText", ""), SHORT_PRINT);
      return text === "" || text === name ? name : `${name}: ${text}`;
    }
    case "breakpoint":
      return "Breakpoint";
    case "stepped":
      return "Step";
    case "interrupted":
      return "Interrupted";
    case "timeout":
    case "printBudget":
      return "Timeout";
    case "depth":
      return "ResourceExceeded: the stack is too deep";
    case "memory":
      return "ResourceExceeded: there is no memory left for it";
    case "processes":
      return "ResourceExceeded: the session has too many processes";
    case "output":
      return "ResourceExceeded: the Transcript was written to without end";
    case "terminated":
      return "terminated";
    case "look":
    case "refused":
    case "slice":
    case "stackFull":
    case "turn":
      return reason.kind;
  }
}

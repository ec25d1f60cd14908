/**
 * Who runs next. Groups of processes take turns, so that one session's processes do not keep the others waiting; within a
 * group the highest priority runs, and those of one priority take turns.
 */
import { nil, type Value } from "../memory/values.js";
import { KEPT_OFF_MS, type ProcessGroup, StProcess, type Timer } from "./process.js";

export class Scheduler {
  /** The process that is running. */
  current: StProcess | null = null;
  /** One that has its turn although others of its group come first, for it was kept off: they wait for the end of the turn. */
  favoured: StProcess | null = null;
  /** Groups with ready processes: the next one's turn first. */
  readonly #groups: ProcessGroup[] = [];
  /** Earliest first. */
  readonly #timers: Timer[] = [];

  /** Puts a process behind the ready ones of its priority, or before them. */
  ready(process: StProcess, isFirst = false): void {
    const { ready } = process.group;
    process.state = "ready";
    if (ready.length === 0) this.#groups.push(process.group);
    const at = ready.findIndex((other) =>
      isFirst ? other.priority <= process.priority : other.priority < process.priority,
    );
    ready.splice(at === -1 ? ready.length : at, 0, process);
    process.group.living.add(process);
  }

  /** The process does not take turns any more; it is whatever the caller makes it. */
  unready(process: StProcess): void {
    const { ready } = process.group;
    const at = ready.indexOf(process);
    if (at === -1) return;
    ready.splice(at, 1);
    if (ready.length === 0) this.#groups.splice(this.#groups.indexOf(process.group), 1);
  }

  /** The running process, those that are ready, and those that wait for a time. */
  *processes(): Iterable<StProcess> {
    if (this.current !== null) yield this.current;
    for (const { ready } of this.#groups) yield* ready;
    for (const { process } of this.#timers) yield process;
  }

  get hasReady(): boolean {
    return this.#groups.length > 0;
  }

  /** Takes the next process out of its queue: the first of the group whose turn it is, or one that was kept off. */
  next(): StProcess | undefined {
    const group = this.#groups.shift();
    if (group === undefined) return undefined;
    this.favoured = group.keptOffMs < KEPT_OFF_MS ? null : this.#keptOff(group);
    const process = this.favoured ?? group.ready.shift();
    if (group.ready.length > 0) this.#groups.push(group);
    return process;
  }

  #keptOff(group: ProcessGroup): StProcess | null {
    group.keptOffMs = 0;
    const at = group.ready.findIndex(({ onEnd }) => onEnd !== null);
    return at === -1 ? null : (group.ready.splice(at, 1)[0] ?? null);
  }

  /** A process had a turn of so many milliseconds. */
  hadTurn({ group, onEnd, priority }: StProcess, milliseconds: number): void {
    const isKeptOff =
      onEnd === null && group.ready.some((other) => other.onEnd !== null && other.priority <= priority);
    group.keptOffMs = isKeptOff ? group.keptOffMs + milliseconds : 0;
  }

  /** Ends a wait: the process goes on with `value`. */
  wake(process: StProcess, value: Value): void {
    this.leaveWait(process);
    process.goOnWith(value);
    this.ready(process);
  }

  /** The process stands in no queue and has no timer any more. */
  leaveWait(process: StProcess): void {
    const { waiting } = process;
    if (waiting === null) return;
    process.waiting = null;
    if (waiting.timer !== null) this.cancel(waiting.timer);
    const at = waiting.queue?.indexOf(process) ?? -1;
    if (at >= 0) waiting.queue?.splice(at, 1);
  }

  /** `process` is what the time is for. */
  at(at: number, wake: () => void, process: StProcess): Timer {
    const timer = { at, wake, process };
    const index = this.#timers.findIndex((other) => other.at > at);
    this.#timers.splice(index === -1 ? this.#timers.length : index, 0, timer);
    return timer;
  }

  cancel(timer: Timer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }

  /** `performance.now()` of the next timer; infinite where there is none. */
  get nextTime(): number {
    return this.#timers[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** What was to happen by now, happens. */
  fire(now: number): void {
    while (this.nextTime <= now) this.#timers.shift()?.wake();
  }

  /** The process stands still, for a debugger. */
  hold(process: StProcess): void {
    this.unready(process);
    this.leaveWait(process);
    process.state = "suspended";
    process.isHeld = true;
    process.group.living.delete(process);
  }

  /** The process has ended: whoever waited for it goes on. */
  ended(process: StProcess): void {
    this.unready(process);
    this.leaveWait(process);
    process.state = "terminated";
    process.isHeld = false;
    process.group.living.delete(process);
    for (const joiner of [...process.joiners]) if (joiner instanceof StProcess) this.wake(joiner, nil);
  }
}

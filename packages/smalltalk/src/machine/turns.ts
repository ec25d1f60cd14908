/**
 * Who runs, and who waits: what the primitives of processes and semaphores do alike. One that changes who runs says what
 * becomes of the running process, and then throws a Capture: the stack goes to the heap, and the next process has its turn.
 */
import { FAIL, type Fail, nil, StArray, type StObject, type Value } from "../memory/values.js";
import type { Machine } from "./machine.js";
import { StProcess, type SuspendedWait } from "./process.js";
import { Capture } from "./unwinding.js";

export type Turns = ReturnType<typeof turnsOf>;

export function turnsOf({ scheduler }: Machine) {
  /** The running process gives up its turn; it goes on with `value`. */
  const turn = (process: StProcess, value: Value): never => {
    process.goOnWith(value);
    throw new Capture({ kind: "turn" });
  };
  /** A process of a higher priority has become ready: it runs first. */
  const yieldTo = (woken: StProcess, value: Value): Value => {
    const { current } = scheduler;
    if (current === null || current === scheduler.favoured) return value;
    if (woken.group !== current.group || woken.priority <= current.priority) return value;
    scheduler.ready(current, true);
    return turn(current, value);
  };
  /** A process waits in `queue` until that time at most, after which it goes on with `late`. */
  const stand = (
    process: StProcess,
    queue: Value[],
    until: number,
    late: Value,
    subject: Value,
    enters: boolean,
  ): void => {
    const timer =
      until === Number.POSITIVE_INFINITY
        ? null
        : scheduler.at(until, () => scheduler.wake(process, late), process);
    process.state = "waiting";
    process.group.living.add(process);
    process.waiting = { subject, enters, queue, timer };
    queue.push(process);
  };
  /** The running process waits in `queue`, for so many milliseconds at most, after which it goes on with `late`. */
  const wait = (
    subject: Value,
    queue: Value[],
    milliseconds: number,
    value: Value,
    late: Value,
    enters = false,
  ): Value | Fail => {
    const { current } = scheduler;
    if (current === null) return FAIL;
    stand(current, queue, performance.now() + milliseconds, late, subject, enters);
    return turn(current, value);
  };
  /** Takes a process out of whatever it waits for; answers what that was, for it to wait again. */
  const breakOff = (process: StProcess): SuspendedWait | null => {
    const { waiting } = process;
    scheduler.unready(process);
    scheduler.leaveWait(process);
    // One that steps another does not wait for that again.
    if (waiting === null || waiting.queue === null) return null;
    return {
      subject: waiting.subject,
      enters: waiting.enters,
      until: waiting.timer?.at ?? Number.POSITIVE_INFINITY,
    };
  };
  /** The process waits again for what it waited for before it was suspended; answers false where that has come meanwhile. */
  const waitAgain = (process: StProcess, { subject, enters, until }: SuspendedWait): boolean => {
    const isTimed = until !== Number.POSITIVE_INFINITY;
    if (subject instanceof StProcess) {
      if (subject.state === "terminated") {
        process.goOnWith(isTimed ? true : subject);
        return false;
      }
      stand(process, subject.joiners, until, false, subject, false);
      return true;
    }
    if (typeof subject !== "object" || takeSignal(subject) === true) {
      process.goOnWith(isTimed ? false : subject);
      return false;
    }
    stand(process, queueOf(subject), until, isTimed ? true : subject, subject, enters);
    return true;
  };
  /** The semaphore's signal goes to whoever has waited longest; else it is kept. */
  const signal = (semaphore: StObject): StProcess | null | Fail => {
    const [process] = queueOf(semaphore);
    if (process instanceof StProcess) {
      const enters = process.waiting?.enters === true;
      scheduler.wake(process, waitedFor(process, semaphore));
      if (enters) process.enteredBy = semaphore;
      return process;
    }
    const signals: unknown = Reflect.get(semaphore, "_excessSignals");
    if (typeof signals !== "number") return FAIL;
    Reflect.set(semaphore, "_excessSignals", signals + 1);
    return null;
  };

  /** A process that does not run, nor was it run by hand, goes on at once with its innermost activation: it waits for nothing more. */
  const freed = (process: StProcess): void => {
    scheduler.unready(process);
    scheduler.leaveWait(process);
    process.suspendedWait = null;
    const { enteredBy } = process;
    process.enteredBy = null;
    if (enteredBy !== null) signal(enteredBy);
    process.isHeld = false;
    process.stack.stepping = null;
    process.goOnWith(nil);
    scheduler.ready(process);
  };

  /** A suspended process goes on, or waits again for what it waited for; answers whether it goes on. */
  const resumed = (process: StProcess): boolean => {
    const { suspendedWait } = process;
    process.suspendedWait = null;
    if (suspendedWait !== null && waitAgain(process, suspendedWait)) return false;
    scheduler.ready(process);
    return true;
  };

  return { turn, yieldTo, wait, breakOff, signal, resumed, freed };
}

/** What a wait that has a time answers for a signal differs from what one without answers. */
function waitedFor(process: StProcess, semaphore: Value): Value {
  return process.waiting === null || process.waiting.timer === null ? semaphore : false;
}

/** Those who wait on a semaphore, in order. */
export function queueOf(semaphore: StObject): Value[] {
  const waiting: unknown = Reflect.get(semaphore, "_waiting");
  if (waiting instanceof StArray) return waiting.i;
  const made = new StArray([]);
  Reflect.set(semaphore, "_waiting", made);
  return made.i;
}

/** Whether there was a signal; fails for what is no semaphore. */
export function takeSignal(semaphore: StObject): boolean | Fail {
  const signals: unknown = Reflect.get(semaphore, "_excessSignals");
  if (typeof signals !== "number") return FAIL;
  if (signals <= 0) return false;
  Reflect.set(semaphore, "_excessSignals", signals - 1);
  return true;
}

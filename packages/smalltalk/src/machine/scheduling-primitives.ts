/**
 * Processes and semaphores. A primitive that changes who runs says what becomes of the running process, and then throws a
 * Capture: the stack goes to the heap, and the next process has its turn.
 */
import { StBlock } from "../memory/blocks.js";
import { symbol } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  type StObject,
  type Value,
} from "../memory/values.js";
import type { Machine } from "./machine.js";
import { StProcess } from "./process.js";
import { Capture } from "./unwinding.js";

const MOST_PRIORITY = 80;

export function schedulingPrimitives(machine: Machine) {
  const { scheduler } = machine;
  /** The running process gives up its turn; it goes on with `value`. */
  const turn = (process: StProcess, value: Value): never => {
    process.goOnWith(value);
    throw new Capture({ kind: "turn" });
  };
  /** A process of a higher priority has become ready: it runs first. */
  const yieldTo = (woken: StProcess, value: Value): Value => {
    const { current } = scheduler;
    if (current === null || woken.group !== current.group || woken.priority <= current.priority) return value;
    scheduler.ready(current, true);
    return turn(current, value);
  };
  /** The running process waits in `queue`, for so many milliseconds at most, after which it goes on with `late`. */
  const wait = (queue: Value[], milliseconds: number, value: Value, late: Value): Value | Fail => {
    const { current } = scheduler;
    if (current === null) return FAIL;
    const timer =
      milliseconds === Number.POSITIVE_INFINITY
        ? null
        : scheduler.at(performance.now() + milliseconds, () => scheduler.wake(current, late), current);
    current.state = "waiting";
    current.group.living.add(current);
    current.waiting = { queue, timer };
    queue.push(current);
    return turn(current, value);
  };

  return {
    /** (aBlock without arguments) → a suspended Process */
    processFor: (_self: Value, block: Value): Value | Fail => {
      const { current } = scheduler;
      if (!(block instanceof StBlock) || block.arity !== 0 || current === null) return FAIL;
      const begin = {
        kind: "begin",
        code: (depth: number): Value => Reflect.apply(block.code, block, [depth]),
        block,
      } as const;
      const made = new StProcess(
        current.group,
        begin,
        current.priority > MOST_PRIORITY ? MOST_PRIORITY : current.priority,
        0,
      );
      made.isDebugged = current.isDebugged;
      return made;
    },
    /** → the running Process, or nil while the image is opened */
    processActive: (_self: Value): Value => scheduler.current ?? nil,
    processPriority: (self: StProcess): Value => Math.min(self.priority, MOST_PRIORITY),
    /** → #suspended, #ready, #running, #waiting or #terminated */
    processState: (self: StProcess): Value => symbol(self.state),
    /** (anInteger) → self; another process may run first then. */
    processSetPriority: (self: StProcess, priority: Value): Value | Fail => {
      if (typeof priority !== "number") return FAIL;
      self.priority = priority;
      if (self.state === "ready") {
        scheduler.unready(self);
        scheduler.ready(self);
        return yieldTo(self, self);
      }
      const [first] = self.group.ready;
      if (self !== scheduler.current || first === undefined || first.priority <= priority) return self;
      scheduler.ready(self);
      return turn(self, self);
    },
    /** → self; fails for one that has ended. */
    processResume: (self: StProcess): Value | Fail => {
      if (self.state === "terminated") return FAIL;
      if (self.state !== "suspended" || self.isHeld) return self;
      scheduler.ready(self);
      return yieldTo(self, self);
    },
    /** → self */
    processSuspend: (self: StProcess): Value | Fail => {
      if (self.state === "terminated") return FAIL;
      scheduler.unready(self);
      scheduler.leaveWait(self);
      const isRunning = self === scheduler.current;
      self.state = "suspended";
      return isRunning ? turn(self, self) : self;
    },
    /** → self, when the others of the same priority have had their turn */
    processYield: (self: Value): Value => {
      const { current } = scheduler;
      if (current === null) return self;
      scheduler.ready(current);
      return turn(current, self);
    },
    /** → self, when the process has ended */
    processJoin: (self: StProcess): Value | Fail =>
      self.state === "terminated" ? self : wait(self.joiners, Number.POSITIVE_INFINITY, self, self),
    /** (milliseconds) → whether it has ended by then */
    processJoinMilliseconds: (self: StProcess, milliseconds: Value): Value | Fail => {
      if (typeof milliseconds !== "number") return FAIL;
      return self.state === "terminated" ? true : wait(self.joiners, Math.max(milliseconds, 0), true, false);
    },
    /** (aBlock) the process goes on with the block, above what it was at → whether it had begun; else it has ended now. */
    processBeginUnwinding: (self: StProcess, block: Value): Value | Fail => {
      if (!(block instanceof StBlock) || block.arity !== 0 || self === scheduler.current) return FAIL;
      scheduler.unready(self);
      scheduler.leaveWait(self);
      if (self.continuation.kind === "begin" && self.stack.activations.length === 0) {
        scheduler.ended(self);
        return false;
      }
      self.continuation = { kind: "begin", code: (depth) => Reflect.apply(block.code, block, [depth]) };
      self.isHeld = false;
      self.stack.stepping = null;
      scheduler.ready(self);
      return true;
    },
    /** The running process ends; its unwind blocks are the caller's affair. */
    processEnd: (self: StProcess): Value | Fail => {
      if (self !== scheduler.current) return FAIL;
      throw new Capture({ kind: "terminated" });
    },
    /** → self; whoever has waited longest goes on. */
    semaphoreSignal: (self: StObject): Value | Fail => {
      const [process] = queueOf(self);
      if (process instanceof StProcess) {
        scheduler.wake(process, waitedFor(process, self));
        return yieldTo(process, self);
      }
      const signals: unknown = Reflect.get(self, "_excessSignals");
      if (typeof signals !== "number") return FAIL;
      Reflect.set(self, "_excessSignals", signals + 1);
      return self;
    },
    /** → self, when there is a signal */
    semaphoreWait: (self: StObject): Value | Fail => {
      const taken = takeSignal(self);
      if (taken === FAIL) return FAIL;
      return taken ? self : wait(queueOf(self), Number.POSITIVE_INFINITY, self, self);
    },
    /** (milliseconds) → false when there is a signal, true when the time is over */
    semaphoreWaitMilliseconds: (self: StObject, milliseconds: Value): Value | Fail => {
      if (typeof milliseconds !== "number" || milliseconds < 0) return FAIL;
      const taken = takeSignal(self);
      if (taken === FAIL) return FAIL;
      return taken ? false : wait(queueOf(self), milliseconds, false, true);
    },
  } satisfies PrimitiveTable;
}

/** What a wait that has a time answers for a signal differs from what one without answers. */
function waitedFor(process: StProcess, semaphore: Value): Value {
  return process.waiting === null || process.waiting.timer === null ? semaphore : false;
}

/** Those who wait on a semaphore, in order. */
function queueOf(semaphore: StObject): Value[] {
  const waiting: unknown = Reflect.get(semaphore, "_waiting");
  if (waiting instanceof StArray) return waiting.i;
  const made = new StArray([]);
  Reflect.set(semaphore, "_waiting", made);
  return made.i;
}

function takeSignal(semaphore: StObject): boolean | Fail {
  const signals: unknown = Reflect.get(semaphore, "_excessSignals");
  if (typeof signals !== "number") return FAIL;
  if (signals <= 0) return false;
  Reflect.set(semaphore, "_excessSignals", signals - 1);
  return true;
}

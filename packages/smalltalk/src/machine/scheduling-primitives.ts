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
import { isFree, putOn, StContext } from "./context.js";
import type { Machine } from "./machine.js";
import { MAX_PROCESSES, StProcess, type SuspendedWait } from "./process.js";
import { Capture, MARKER_HANDLER, Marker } from "./unwinding.js";

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
    /** → #suspended, #ready, #active, #waiting or #terminated */
    processState: (self: StProcess): Value => symbol(self.state === "running" ? "active" : self.state),
    /** → the Semaphore or Process that it waits for, or nil */
    processWaitsFor: (self: StProcess): Value => self.waiting?.subject ?? nil,
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
      const { living } = self.group;
      if (living.size >= MAX_PROCESSES && !living.has(self))
        throw new Capture({ kind: "processes", limit: MAX_PROCESSES });
      const { suspendedWait } = self;
      self.suspendedWait = null;
      if (suspendedWait !== null && waitAgain(self, suspendedWait)) return self;
      scheduler.ready(self);
      return yieldTo(self, self);
    },
    /** → what it waited for, or nil; one that waited waits again when it is resumed. */
    processSuspend: (self: StProcess): Value => {
      if (self.state === "terminated") return nil;
      const wait = breakOff(self);
      if (wait !== null) self.suspendedWait = wait;
      const isRunning = self === scheduler.current;
      self.state = "suspended";
      return isRunning ? turn(self, nil) : (wait?.subject ?? nil);
    },
    /**
     * Breaks off what a process was about to go on with → nil where that is nothing yet but its block, else an Array: the
     * value; or, where it waited, what for, and how many milliseconds longer at most, or nil.
     */
    processBreakOff: (self: StProcess): Value | Fail => {
      if (self === scheduler.current || self.state === "terminated") return FAIL;
      const wait = breakOff(self) ?? self.suspendedWait;
      self.suspendedWait = null;
      self.state = "suspended";
      const { continuation } = self;
      if (wait !== null) {
        const left = wait.until - performance.now();
        return new StArray([
          wait.subject,
          left === Number.POSITIVE_INFINITY ? nil : Math.max(0, Math.ceil(left)),
        ]);
      }
      return continuation.kind === "goOn" ? new StArray([continuation.value]) : nil;
    },
    /** → the block that it will begin with; nil where it has begun */
    processBlock: (self: StProcess): Value =>
      self.continuation.kind === "begin" ? (self.continuation.block ?? nil) : nil,
    /** (aBlock) goes on with the block, above what it is at, whose innermost call the block answers → self */
    processBeginAbove: (self: StProcess, block: Value): Value | Fail => {
      if (!(block instanceof StBlock) || block.arity !== 0 || self.state !== "suspended") return FAIL;
      self.continuation = { kind: "begin", code: (depth) => Reflect.apply(block.code, block, [depth]) };
      return self;
    },
    /** (aContext) a suspended process that will go on with that context → self */
    processForContext: (_self: Value, context: Value): Value | Fail => {
      const { current } = scheduler;
      if (!(context instanceof StContext && isFree(context)) || current === null) return FAIL;
      const made = new StProcess(current.group, { kind: "goOn", value: nil }, current.priority, 0);
      putOn(made.stack, context);
      return made;
    },
    /** (anExceptionSelector, aBlock) handles exceptions of the process that nobody else does; then it ends → self */
    processHandle: (self: StProcess, selector: Value, block: Value): Value => {
      let outermost = self === scheduler.current ? machine.markers : self.stack.markers;
      while (outermost.next !== null) outermost = outermost.next;
      outermost.next = new Marker(null, MARKER_HANDLER, selector, block);
      return self;
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
      self.state === "terminated" ? self : wait(self, self.joiners, Number.POSITIVE_INFINITY, self, self),
    /** (milliseconds) → whether it has ended by then */
    processJoinMilliseconds: (self: StProcess, milliseconds: Value): Value | Fail => {
      if (typeof milliseconds !== "number") return FAIL;
      return self.state === "terminated"
        ? true
        : wait(self, self.joiners, Math.max(milliseconds, 0), true, false);
    },
    /** (aBlock) the process goes on with the block, above what it was at → whether it had begun; else it has ended now. */
    processBeginUnwinding: (self: StProcess, block: Value): Value | Fail => {
      if (!(block instanceof StBlock) || block.arity !== 0 || self === scheduler.current) return FAIL;
      scheduler.unready(self);
      scheduler.leaveWait(self);
      self.suspendedWait = null;
      const { enteredBy } = self;
      self.enteredBy = null;
      if (enteredBy !== null) signal(enteredBy);
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
      const woken = signal(self);
      if (woken === FAIL) return FAIL;
      return woken === null ? self : yieldTo(woken, self);
    },
    /** → self, when there is a signal */
    semaphoreWait: (self: StObject): Value | Fail => {
      const taken = takeSignal(self);
      if (taken === FAIL) return FAIL;
      return taken ? self : wait(self, queueOf(self), Number.POSITIVE_INFINITY, self, self);
    },
    /** As `semaphoreWait`, to enter a critical section: where the process is ended before it does, the signal is given back. */
    semaphoreEnter: (self: StObject): Value | Fail => {
      const taken = takeSignal(self);
      if (taken === FAIL) return FAIL;
      return taken ? self : wait(self, queueOf(self), Number.POSITIVE_INFINITY, self, self, true);
    },
    /** (milliseconds) → false when there is a signal, true when the time is over */
    semaphoreWaitMilliseconds: (self: StObject, milliseconds: Value): Value | Fail => {
      if (typeof milliseconds !== "number" || milliseconds < 0) return FAIL;
      const taken = takeSignal(self);
      if (taken === FAIL) return FAIL;
      return taken ? false : wait(self, queueOf(self), milliseconds, false, true);
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

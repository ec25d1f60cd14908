/** Processes: how they begin, stand still, go on and end. */
import { StBlock } from "../memory/blocks.js";
import { symbol } from "../memory/text.js";
import { FAIL, type Fail, nil, type PrimitiveTable, StArray, type Value } from "../memory/values.js";
import { isFree, putOn, StContext } from "./context.js";
import type { Machine } from "./machine.js";
import { MAX_PROCESSES, StProcess } from "./process.js";
import { semaphorePrimitives } from "./semaphore-primitives.js";
import { turnsOf } from "./turns.js";
import { Capture, MARKER_HANDLER, Marker } from "./unwinding.js";

const MOST_PRIORITY = 80;

/** The primitives of processes and semaphores. */
export function schedulingPrimitives(machine: Machine) {
  const { scheduler } = machine;
  const turns = turnsOf(machine);
  const { breakOff, resumed, turn, wait, yieldTo } = turns;

  return {
    ...semaphorePrimitives(turns),
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
      if (current.keeping === "always") made.keeping = "always";
      made.large = current.large;
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
      return resumed(self) ? yieldTo(self, self) : self;
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
      made.large = current.large;
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
    /** The running process ends; its unwind blocks are the caller's affair. */
    processEnd: (self: StProcess): Value | Fail => {
      if (self !== scheduler.current) return FAIL;
      throw new Capture({ kind: "terminated" });
    },
  } satisfies PrimitiveTable;
}

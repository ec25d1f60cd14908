/**
 * Stepping from Smalltalk. A process steps another that stands still: it waits while the other one, as itself, runs to
 * where it is to stand, as it does for a debugger.
 */
import type { Contexts } from "../interpreter/index.js";
import { Capture, type Machine, putOn, StContext, StProcess, type Waiting } from "../machine/index.js";
import { symbol } from "../memory/text.js";
import { FAIL, type Fail, nil, type PrimitiveTable, type Value } from "../memory/values.js";
import { LeafSteps } from "./leaf-steps.js";
import { type Goal, type Interpreters, Steps } from "./stepping.js";

export function steppingPrimitives(machine: Machine, interpreters: Interpreters, contexts: Contexts) {
  const { scheduler } = machine;
  const leaves = new LeafSteps();

  const isSteppable = (process: StProcess): boolean =>
    process.state === "suspended" && !process.isHeld && process.stepped === null;
  /** → nil when the process stands where it is to, or has ended; else the exception that nobody in it handles. */
  const go = (process: StProcess, goal: Goal): Fail => {
    const { current } = scheduler;
    if (current === null || !isSteppable(process)) return FAIL;
    const { stack, priority } = process;
    // Whoever steps it waits for it: nobody of a priority between the two comes before it.
    const raised = Math.max(priority, current.priority);
    process.priority = raised;
    stack.stepping = new Steps(interpreters, goal);
    const waiting: Waiting = { subject: process, enters: false, queue: null, timer: null };
    process.stepped = (stop) => {
      stack.stepping = null;
      if (process.priority === raised) process.priority = priority;
      const reason = stop.kind === "stopped" ? stop.reason : null;
      const stands = reason?.kind === "stepped" || reason?.kind === "unhandled";
      if (stands) process.isHeld = false;
      if (current.waiting === waiting)
        scheduler.wake(current, reason?.kind === "unhandled" ? reason.exception : nil);
      return stands;
    };
    current.state = "waiting";
    current.waiting = waiting;
    current.goOnWith(nil);
    scheduler.ready(process, true);
    throw new Capture({ kind: "turn" });
  };

  return {
    /**
     * (aBoolean) one step, also of what it calls: an operand or an instruction; whether methods that only answer something
     * are entered → nil, or the exception that nobody in it handles. Fails for a process that does not stand still.
     */
    processStep: (self: StProcess, entersQuick: Value): Value | Fail => {
      contexts.begun(self);
      if (!isSteppable(self)) return FAIL;
      const { activations } = self.stack;
      const top = activations.at(-1);
      if (top !== undefined && self.continuation.kind === "goOn")
        if (leaves.take(interpreters.plain.prepare(top), top)) return nil;
      const depth = activations.length - 1;
      return go(self, { depth, enters: "called", isFine: true, entersQuick: entersQuick === true });
    },
    /** (aContext) goes on until that context of its has answered → as `processStep` */
    processComplete: (self: StProcess, context: Value): Value | Fail => {
      if (!(context instanceof StContext)) return FAIL;
      contexts.begun(self);
      const { place, index } = context;
      if (place.kind !== "stack" || place.stack !== self.stack || index === -1) return FAIL;
      return go(self, { depth: index - 1, isFine: true, standsAtOnce: true });
    },
    /** → the suspended process whose innermost context it is: one of its own, where no process has it; nil for none */
    contextProcess: (self: StContext): Value => {
      const { place } = self;
      const { current } = scheduler;
      if (place.kind === "stack") {
        const { activations, process } = place.stack;
        return process instanceof StProcess && process !== current && activations.at(-1) === self.activation
          ? process
          : nil;
      }
      if (place.kind === "gone" || current === null) return nil;
      const made = new StProcess(current.group, { kind: "goOn", value: nil }, current.priority, 0);
      putOn(made.stack, self);
      return made;
    },
    /** → the value that it came upon last */
    contextTop: (self: StContext): Value => leaves.lastValue(contexts.executableOf(self), self.activation),
    /** → what the step is that it is at: #send, #return, #store, #block, #jump or #push; nil where it is over */
    contextInstruction: (self: StContext): Value => {
      if (self.isDead) return nil;
      const executable = contexts.executableOf(self);
      const { unit } = executable;
      if (leaves.isAtLeaf(executable, self.activation)) return symbol("push");
      const instruction = unit.instructions[self.activation.pc];
      switch (instruction?.op) {
        case undefined:
          return nil;
        case "send":
        case "superSend":
        case "same":
          return symbol("send");
        case "return":
        case "returnFromHome":
          return symbol("return");
        case "setField":
        case "setScoped":
        case "setBinding":
          return symbol("store");
        case "move":
          return symbol(unit.variableNames.has(instruction.to) ? "store" : "push");
        case "block":
          return symbol("block");
        case "if":
        case "else":
        case "endIf":
        case "loop":
        case "endLoop":
        case "leave":
          return symbol("jump");
        default:
          return symbol("push");
      }
    },
  } satisfies PrimitiveTable;
}

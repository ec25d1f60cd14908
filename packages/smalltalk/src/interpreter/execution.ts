/** Runs a process: compiled code on the native stack, and below it, one after the other, what is on the heap. */
import {
  Activation,
  Capture,
  type CaptureReason,
  Cut,
  type Machine,
  type ProcessStack,
  STANDS,
  type Stop,
} from "../machine/index.js";
import { nil, type Value } from "../memory/values.js";
import { hasRoom } from "../primitives/room.js";
import type { Interpreter } from "./interpreter.js";

/** Bytes of the heap that an activation takes, with some eight registers. */
const ACTIVATION_BYTES = 200;

export class Execution {
  constructor(
    readonly machine: Machine,
    readonly interpreter: Interpreter,
    /** Activations that one process may have on the heap. */
    readonly maxActivations: number,
  ) {}

  /** Runs `code`, which gets the depth to start with, above whatever is on a process's stack. */
  begin(stack: ProcessStack, code: (depth: number) => Value): Stop {
    this.machine.markers = stack.markers;
    let value: Value | undefined;
    try {
      value = code(0);
    } catch (error) {
      const stop = this.#caught(stack, error);
      return stop instanceof Answer ? this.#goOn(stack, stop.value) : stop;
    }
    if (value === undefined) return { kind: "fault", error: new TypeError("the code answered nothing") };
    return stack.activations.length === 0 ? { kind: "value", value } : this.#goOn(stack, value);
  }

  /** Goes on with a process that was stopped; its innermost activation waits for `value`, if it waits for any. */
  goOn(stack: ProcessStack, value: Value): Stop {
    this.machine.markers = stack.markers;
    return this.#goOn(stack, value);
  }

  #goOn(stack: ProcessStack, first: Value): Stop {
    let value = first;
    for (;;) {
      const top = stack.activations.pop();
      if (top === undefined) {
        stack.markers = this.machine.markers;
        return { kind: "value", value };
      }
      try {
        const { stepping } = stack;
        const answer =
          stepping === null
            ? this.interpreter.resume(top, value)
            : stepping.resume(top, value, stack.activations.length);
        if (answer === STANDS) {
          stack.activations.push(top);
          return this.#stopped(stack, { kind: "stepped" });
        }
        if (answer instanceof Activation) {
          top.waits = true;
          stack.activations.push(top, answer);
          if (!this.#hasRoom(stack, 1)) return this.#tooDeep(stack);
        } else value = answer;
      } catch (error) {
        // A return past it, which it does not let go.
        if (error instanceof Cut && top === stack.ending) stack.activations.push(top);
        const stop = this.#caught(stack, error);
        if (!(stop instanceof Answer)) return stop;
        value = stop.value;
      }
    }
  }

  /** What a running process threw: an Answer where it goes on with what is on the heap. */
  #caught(stack: ProcessStack, error: unknown): Stop | Answer {
    if (error instanceof Capture) {
      const { reason, activations } = error;
      const fits = this.#hasRoom(stack, activations.length);
      stack.push(activations);
      switch (reason.kind) {
        case "stackFull":
          return fits ? new Answer(nil) : this.#tooDeep(stack);
        case "breakpoint": {
          // When it goes on, it does so behind the breakpoint.
          const [innermost] = activations;
          if (innermost !== undefined) innermost.pc += 1;
          return this.#stopped(stack, reason);
        }
        case "refused": {
          // It does the store again, and comes upon the refusal.
          const [innermost] = activations;
          if (innermost !== undefined) innermost.waits = false;
          return fits ? new Answer(nil) : this.#tooDeep(stack);
        }
        case "look":
          stack.markers = this.machine.markers;
          return fits ? looked(reason.look) : this.#tooDeep(stack);
        default:
          return this.#stopped(stack, reason);
      }
    }
    if (error instanceof Cut) {
      if (stack.cut(error)) this.machine.leave(error.home);
      return new Answer(error.value);
    }
    // The native stack ended before the depth did: whatever was on it is lost.
    if (error instanceof RangeError && /call stack/i.test(error.message))
      return this.#stopped(stack, { kind: "depth", limit: this.machine.attention.depth });
    stack.markers = this.machine.markers;
    return { kind: "fault", error };
  }

  #stopped(stack: ProcessStack, reason: CaptureReason): Stop {
    stack.markers = this.machine.markers;
    return { kind: "stopped", reason };
  }

  /** More activations than a process may have, or than there is memory for. */
  #tooDeep(stack: ProcessStack): Stop {
    const limit = Math.min(this.maxActivations, stack.activations.length);
    return this.#stopped(stack, { kind: "depth", limit });
  }

  #hasRoom(stack: ProcessStack, more: number): boolean {
    return stack.activations.length + more <= this.maxActivations && hasRoom(more * ACTIVATION_BYTES);
  }
}

function looked(look: () => Value): Stop | Answer {
  try {
    return new Answer(look());
  } catch (error) {
    return { kind: "fault", error };
  }
}

/** The process goes on: with this value, where it waits for one. */
class Answer {
  constructor(readonly value: Value) {}
}

/** The stack of a process, as far as it is on the heap. */

import { nil, type Value } from "../memory/values.js";
import type { StContext } from "./context.js";
import { type Activation, type Cut, MARKER_BASE, Marker } from "./unwinding.js";

/** The process stands still, with the activation on top. */
export const STANDS: unique symbol = Symbol("stands");

/** Runs the activations of a process in the place of the interpreter: see `debugger/stepping.ts`. */
export interface Stepping {
  /**
   * Goes on with an activation, which waits for `value` if it waits for any; so many are below it. Answers what it comes
   * to: a value, another activation that it called, or STANDS. Throws Capture and Cut, as code does.
   */
  resume(activation: Activation, value: Value, below: number): Value | Activation | typeof STANDS;
  /** Whether the process, which has just suspended itself with so many activations, goes on: it is about to stand still. */
  passesSuspension(count: number): boolean;
}

/** The process, as far as its stack knows it. */
export interface StackOwner {
  /** The innermost activation gets the value, if it waits for one, when the process has its turn. */
  goOnWith(value: Value): void;
}

export class ProcessStack {
  /** Outermost first. */
  readonly activations: Activation[] = [];
  /** Null where its code runs freely. */
  stepping: Stepping | null = null;
  /** The sender of the outermost activation, where that stands elsewhere: nobody runs it here, nor gives it a value. */
  below: StContext | null = null;
  /**
   * What ends the process when the unwind block above it is over, or runs already: nothing returns past it. Null for a
   * process that is not being terminated.
   */
  ending: Activation | null = null;
  /** Innermost marker, while the process does not run. */
  markers: Marker = new Marker(null, MARKER_BASE, nil, nil);

  constructor(readonly process: StackOwner) {}

  /** Puts activations on top; they come innermost first, as a Capture gathers them. */
  push(innermostFirst: readonly Activation[]): void {
    for (let i = innermostFirst.length - 1; i >= 0; i -= 1) {
      const activation = innermostFirst[i];
      if (activation !== undefined) this.activations.push(activation);
    }
  }

  /**
   * Ends all activations above the home of a Cut, and the home's own; answers false where it is not here: then all are
   * ended, or those above the one that ends the process, which begins.
   */
  cut({ home }: Cut): boolean {
    for (;;) {
      const ended = this.activations.pop();
      if (ended === undefined) return false;
      if (ended === this.ending) {
        this.beginEnding(ended);
        return false;
      }
      if (ended.home === null) continue;
      ended.home.dead = true;
      if (ended.home === home) return true;
    }
  }

  /** The process goes on with that activation: it ends it. */
  beginEnding(ending: Activation): void {
    ending.pc = 0;
    ending.waits = false;
    this.ending = ending;
    this.activations.push(ending);
  }

  /** At most `count` activations, innermost first. */
  innermost(count: number): Activation[] {
    return this.activations.slice(-count).reverse();
  }
}

/** Semaphores: a count of signals, and an Array of those who wait. */
import { FAIL, type Fail, type PrimitiveTable, type StObject, type Value } from "../memory/values.js";
import { queueOf, type Turns, takeSignal } from "./turns.js";

export function semaphorePrimitives({ signal, wait, yieldTo }: Turns) {
  return {
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

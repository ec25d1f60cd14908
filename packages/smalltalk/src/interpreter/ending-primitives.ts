/**
 * How a process is terminated: what ends it is put on its stack, where the outermost unwind block that it is running
 * returns to, or on top where it runs none. Nothing returns past that: see `ending` in `process-stack.ts`.
 */
import type { ClassObject, Environment } from "../classes/index.js";
import {
  type Activation,
  Capture,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  type Machine,
  Marker,
  type StProcess,
  turnsOf,
} from "../machine/index.js";
import { FAIL, type Fail, type PrimitiveTable, type Value } from "../memory/values.js";
import type { Contexts } from "./contexts.js";
import { activationOf } from "./enter.js";
import { type Executable, isOwner } from "./executable.js";

/** Of Process: runs what is pending, then ends it. */
const UNWIND_AND_END = "unwindAndEnd";
/** Of the class Marker: runs all unwind blocks but those of an `ensure:` whose receiver has answered. */
const UNWIND = "unwindDownTo:or:";

export function endingPrimitives(machine: Machine, contexts: Contexts, environment: Environment) {
  const { scheduler } = machine;
  const { freed, resumed } = turnsOf(machine);

  const executableOf = (cls: ClassObject | undefined, selector: string): Executable | undefined => {
    const method = cls?.lookup(selector);
    if (method === undefined || !isOwner(method)) return undefined;
    return contexts.interpreter.executables.unitsOf(method)[0];
  };

  /** The index of the outermost activation that runs unwind blocks; −1 where there is none. */
  const outermostUnwinding = (activations: readonly Activation[]): number => {
    const unwinding = executableOf(environment.classNamed("Marker")?.cls, UNWIND);
    return activations.findIndex(
      ({ code, unit, home }) => isRunningItsBlock(home) || (code === unwinding?.code && unit === 0),
    );
  };

  /** The process goes on with its end, now or later → whether what it was at goes on before. */
  const end = (process: StProcess, ending: Activation, mayGoOn: boolean): boolean => {
    const { stack } = process;
    const { activations } = stack;
    if (mayGoOn) {
      if (stack.ending !== null && activations.includes(stack.ending)) return true;
      const index = outermostUnwinding(activations);
      if (index !== -1) {
        activations.splice(index, 0, ending);
        stack.ending = ending;
        return true;
      }
    }
    stack.beginEnding(ending);
    return false;
  };

  return {
    /**
     * The process goes on with `unwindAndEnd` behind the unwind block that it is running; above whatever it is at, where it
     * runs none, or a debugger has it. One that had not begun has ended. → self
     */
    processTerminate: (self: StProcess): Value | Fail => {
      const executable = executableOf(environment.classNamed("Process"), UNWIND_AND_END);
      if (executable === undefined) return FAIL;
      const ending = activationOf(executable, self, [], null);
      if (self === scheduler.current)
        throw new Capture({
          kind: "look",
          look: () => {
            end(self, ending, true);
            return self;
          },
        });
      const { stack, continuation } = self;
      if (self.state === "terminated") return self;
      if (continuation.kind === "begin" && stack.activations.length === 0) {
        freed(self);
        scheduler.ended(self);
      } else if (!end(self, ending, !self.isHeld && stack.stepping === null)) freed(self);
      else if (self.state === "suspended") resumed(self);
      return self;
    },
  } satisfies PrimitiveTable;
}

/** Whether it is the home of an `ensure:` that has its receiver's answer, and not answered itself. */
function isRunningItsBlock(home: Activation["home"]): boolean {
  return home instanceof Marker && home.dead && (home.kind === MARKER_ENSURE || home.kind === MARKER_CURTAIL);
}

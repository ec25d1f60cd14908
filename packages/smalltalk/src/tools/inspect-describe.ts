/** Objects in words, as far as there is time to print them. */
import { send } from "../classes/index.js";
import type { Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import type { ObjectDescription } from "./inspect-requests.js";
import { article, classNameOf, print, SHORT_PRINT, textOf } from "./print.js";
import { type RunResult, run } from "./run.js";
import type { OwnTime } from "./steps.js";
import type { Workspace } from "./workspace.js";

/** Milliseconds for which all parts of one kind (variables, elements, rows) are printed. */
export const PARTS_BUDGET_MS = 500;

/** What an inspection works with. */
export interface Looking {
  readonly engine: Engine;
  readonly workspace: Workspace;
  /** Objects that the registry keeps. */
  readonly maxKept: number;
  readonly time: OwnTime;
}

export function describe({ engine, workspace, maxKept }: Looking, value: Value): ObjectDescription {
  return {
    objectId: workspace.register(value, maxKept),
    className: classNameOf(value),
    printString: print(engine, value, SHORT_PRINT).text,
  };
}

/** As `describe`, for when the time is over: no code of the object is run. */
export function describeUnprinted({ workspace, maxKept }: Looking, value: Value): ObjectDescription {
  return {
    objectId: workspace.register(value, maxKept),
    className: classNameOf(value),
    printString: `${article(value)} (not printed: what was printed before it took too long)`,
  };
}

/** A message that tools send, within so many milliseconds. */
export const asked = (
  { engine }: Looking,
  timeoutMs: number,
  receiver: Value,
  selector: string,
  args: Value[] = [],
): RunResult => run(engine, { timeoutMs }, (depth) => send(receiver, selector, args, depth));

/** Why code has no value, for a person. */
export function whyNot(engine: Engine, result: Exclude<RunResult, { readonly kind: "value" }>): string {
  if (result.kind === "fault") return "the engine is at fault";
  const { reason } = result;
  switch (reason.kind) {
    case "unhandled": {
      const name = classNameOf(reason.exception);
      const text = textOf(engine, reason.exception, "messageText", "");
      return text === "" || text === name ? name : `${name}: ${text}`;
    }
    case "memory":
      return "it takes too much memory";
    case "depth":
      return "it never ends";
    case "output":
      return "it wrote to the Transcript without end";
    case "timeout":
    case "printBudget":
      return "it took too long";
    default:
      return "it was ended";
  }
}

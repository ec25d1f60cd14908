/** `:debug` and what one does in a debugger: look, step, change, let go on. */
import { EvaluationError, type Parameters, type StuiError } from "@stui/protocol";
import { renderDebugger } from "../../rendering/debugger.js";
import { isStuiError } from "../../rendering/failure.js";
import { CommandMisused, type Surroundings } from "../work.js";
import type { PromptCommand } from "./command.js";

/** Activations asked for, to be shown. */
const STACK = 50;

type Asked = Parameters<"debug">;
/** What is asked of the debugger that is open. */
type Operation = Asked extends infer Each
  ? Each extends { readonly operation: string; readonly debugger_id: string }
    ? Omit<Each, "session_id" | "debugger_id">
    : never
  : never;

/** What holds the process of some code, where it does not come to its end. */
const heldBy = (error: StuiError): string | undefined => {
  const { details } = error;
  return "debugger_id" in details && typeof details.debugger_id === "string"
    ? details.debugger_id
    : undefined;
};

const open = async (rest: string, surroundings: Surroundings): Promise<boolean> => {
  const { caller, session, console, lastFailure } = surroundings;
  // What stopped at a breakpoint is held already.
  const held = rest === "" && lastFailure !== undefined ? heldBy(lastFailure.error) : undefined;
  const code = rest === "" ? lastFailure?.code : rest;
  if (code === undefined || code === "")
    throw new CommandMisused("nothing has failed yet: name the code to debug, as :debug 3 foo.");
  await leave(surroundings);
  if (held !== undefined && (await isThere(held, surroundings))) return show(held, 0, surroundings);
  try {
    const parameters = { session_id: session.id, code, debug: true };
    const { result, output } = await caller.call("evaluate", parameters);
    surroundings.showOutput(output);
    console.out(console.foreign(result));
    return true;
  } catch (error) {
    const id = isStuiError(error) ? heldBy(error) : undefined;
    if (id === undefined || !isStuiError(error)) throw error;
    if (error instanceof EvaluationError) surroundings.showOutput(error.details.output);
    return show(id, 0, surroundings);
  }
};

const isThere = async (id: string, { caller, session }: Surroundings): Promise<boolean> => {
  const { debuggers } = await caller.call("list_debuggers", { session_id: session.id });
  return debuggers.some(({ debugger_id }) => debugger_id === id);
};

/** Ends the process that was looked at before. */
const leave = async (surroundings: Surroundings): Promise<void> => {
  const { debugged, caller, session } = surroundings;
  surroundings.debugged = undefined;
  if (debugged === undefined || !(await isThere(debugged.id, surroundings))) return;
  await caller.call("debug", { session_id: session.id, debugger_id: debugged.id, operation: "terminate" });
};

/** Shows an activation, which is the one that is meant from now on. */
const show = async (debugger_id: string, index: number, surroundings: Surroundings): Promise<boolean> => {
  const { caller, session, console } = surroundings;
  const which = { session_id: session.id, debugger_id };
  const looked = await caller.call("debug", { ...which, operation: "frame", index });
  const listed = await caller.call("debug", {
    ...which,
    operation: "stack",
    limit: Math.max(STACK, index + 1),
  });
  if (!("state" in looked && "state" in listed) || looked.frame === null)
    throw new CommandMisused("the process has come to its end.");
  surroundings.debugged = { id: debugger_id, index };
  const { reason, depth, frame } = looked;
  const view = { reason, depth, frame, stack: listed.stack ?? [] };
  await console.page(renderDebugger(view, console.colours, console.columns));
  return true;
};

/** Carries out an operation, and shows where the process stands then. */
const operate = async (
  surroundings: Surroundings,
  operationOf: (index: number) => Operation,
): Promise<boolean> => {
  const { caller, session, console, debugged } = surroundings;
  if (debugged === undefined)
    throw new CommandMisused("nothing is being debugged: :debug opens a debugger on what failed last.");
  const { id, index } = debugged;
  const answer = await caller.call("debug", {
    session_id: session.id,
    debugger_id: id,
    ...operationOf(index),
  });
  if (!("state" in answer)) return true;
  if (answer.state === "suspended") return show(id, 0, surroundings);
  surroundings.debugged = undefined;
  if (answer.result !== undefined) {
    surroundings.showOutput(answer.result.output);
    console.out(console.foreign(answer.result.result));
  } else console.out(console.colours.dim(answer.state));
  return true;
};

const stepping = (
  name: string,
  operation: "step_over" | "step_into" | "step_through" | "step_out",
  doc: string,
): PromptCommand => ({
  name,
  usage: "",
  doc,
  completes: "nothing",
  run: (_rest, surroundings) => operate(surroundings, () => ({ operation })),
});

const needs = (rest: string, what: string): string => {
  if (rest === "") throw new CommandMisused(what);
  return rest;
};

export const debugCommand: PromptCommand = {
  name: "debug",
  usage: "[CODE]",
  doc: "Run code, or what failed last once more, in a debugger; what has stopped at a breakpoint stays there.",
  completes: "code",
  run: open,
};

/** What goes on in the debugger that is open. */
export const debuggingCommands: readonly PromptCommand[] = [
  stepping("over", "step_over", "Step over what is marked."),
  stepping("into", "step_into", "Step into what is marked."),
  stepping("through", "step_through", "Step over what is marked, but into blocks of this method."),
  stepping("out", "step_out", "Step until this method has answered."),
  {
    name: "proceed",
    usage: "[EXPR]",
    doc: "Let it go on; what it stopped at answers the value.",
    completes: "code",
    run: (rest, surroundings) =>
      operate(surroundings, () => ({ operation: "proceed", ...(rest === "" ? {} : { value: rest }) })),
  },
  {
    name: "frame",
    usage: "[N]",
    doc: "Look at an activation of the stack; what follows is meant of it.",
    completes: "nothing",
    run: async (rest, surroundings) => {
      const { debugged } = surroundings;
      if (debugged === undefined) throw new CommandMisused("nothing is being debugged.");
      if (!/^\d*$/.test(rest)) throw new CommandMisused("an activation has a number, as :frame 2.");
      return show(debugged.id, rest === "" ? debugged.index : Number(rest), surroundings);
    },
  },
  {
    name: "in",
    usage: "EXPR",
    doc: "Evaluate in the activation: its variables can be read and assigned.",
    completes: "code",
    run: async (rest, surroundings) => {
      const { caller, session, console, debugged } = surroundings;
      if (debugged === undefined) throw new CommandMisused("nothing is being debugged.");
      const answer = await caller.call("debug", {
        session_id: session.id,
        debugger_id: debugged.id,
        operation: "evaluate",
        index: debugged.index,
        code: needs(rest, "name the expression, as :in self."),
      });
      if (!("state" in answer) || answer.result === undefined) return true;
      surroundings.showOutput(answer.result.output);
      console.out(console.foreign(answer.result.result));
      return true;
    },
  },
  {
    name: "return",
    usage: "EXPR",
    doc: "Let the activation answer the value.",
    completes: "code",
    run: (rest, surroundings) =>
      operate(surroundings, (index) => ({
        operation: "return",
        index,
        code: needs(rest, "name the value, as :return nil."),
      })),
  },
  {
    name: "restart",
    usage: "",
    doc: "Begin the activation again.",
    completes: "nothing",
    run: (_rest, surroundings) => operate(surroundings, (index) => ({ operation: "restart", index })),
  },
  {
    name: "change",
    usage: "SOURCE",
    doc: "Compile the activation's method anew, and begin it again.",
    completes: "code",
    run: (rest, surroundings) =>
      operate(surroundings, (index) => ({
        operation: "recompile",
        index,
        source: needs(rest, "write the whole method, as :change foo ^ 3."),
      })),
  },
  {
    name: "end",
    usage: "",
    doc: "End the process that is being debugged.",
    completes: "nothing",
    run: (_rest, surroundings) => operate(surroundings, () => ({ operation: "terminate" })),
  },
];

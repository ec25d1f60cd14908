/** `:debug` and what one does in a debugger: look, step, change, let go on. */
import { EvaluationError } from "@stui/protocol";
import { type Operation, operations, type Takes, type Told } from "../../debugging/operations.js";
import { DebuggerScreen } from "../../debugging/screen.js";
import { debuggerOf, StoppedProcess } from "../../debugging/stopped-process.js";
import { renderDebugger } from "../../rendering/debugger.js";
import { isStuiError } from "../../rendering/failure.js";
import { CommandMisused, type Debugged, type Surroundings } from "../work.js";
import type { PromptCommand } from "./command.js";

const open = async (rest: string, surroundings: Surroundings): Promise<boolean> => {
  const found = rest === "" ? await held(surroundings) : undefined;
  const debugged = found ?? (await run(rest, surroundings));
  // It has come to its end.
  if (debugged === undefined) return true;
  surroundings.debugged = debugged;
  const { editor } = surroundings.console;
  return editor === undefined ? show(0, surroundings) : onScreen(debugged, surroundings);
};

/** What stands still already: what failed last, else what was debugged before. */
const held = async (surroundings: Surroundings): Promise<Debugged | undefined> => {
  const { caller, session, lastFailedCode, debugged } = surroundings;
  const id = lastFailedCode === undefined ? undefined : debuggerOf(lastFailedCode.error);
  if (id !== undefined && id !== debugged?.process.id) {
    const process = new StoppedProcess(caller, session, id, lastFailedCode?.sent);
    if (await process.isThere()) {
      await leave(surroundings);
      return { process, number: lastFailedCode?.sent?.number };
    }
  }
  return debugged !== undefined && (await debugged.process.isThere()) ? debugged : undefined;
};

/** Runs code in a debugger, or what failed last once more; undefined where it comes to its end. */
const run = async (rest: string, surroundings: Surroundings): Promise<Debugged | undefined> => {
  const { caller, session, console, lastFailedCode } = surroundings;
  const code = rest === "" ? lastFailedCode?.code : rest;
  if (code === undefined || code === "")
    throw new CommandMisused("nothing has failed yet: name the code to debug, as :debug 3 foo.");
  await surroundings.letGoOfKept();
  await leave(surroundings);
  try {
    const { result, output } = await session.evaluate(code, undefined, true);
    surroundings.showOutput(output);
    console.out(console.foreign(result));
    return undefined;
  } catch (error) {
    const id = isStuiError(error) ? debuggerOf(error) : undefined;
    if (id === undefined) throw error;
    if (error instanceof EvaluationError) surroundings.showOutput(error.details.output);
    return { process: new StoppedProcess(caller, session, id), number: undefined };
  }
};

/** Ends the process that was looked at before. */
const leave = async (surroundings: Surroundings): Promise<void> => {
  const { debugged } = surroundings;
  surroundings.debugged = undefined;
  if (debugged !== undefined && (await debugged.process.isThere())) await debugged.process.terminate();
};

const onScreen = async (debugged: Debugged, surroundings: Surroundings): Promise<boolean> => {
  const { caller, session, console } = surroundings;
  const { editor, colours } = console;
  if (editor === undefined) return false;
  const left = await DebuggerScreen.run(debugged.process, {
    caller,
    session,
    editor,
    colours,
    onOutput: (output) => surroundings.showPart(output),
  });
  if (left.kind !== "left") return tell(left, surroundings);
  console.out(colours.dim("It stays where it stands: :debug comes back to it, :end ends it."));
  return true;
};

/** Shows an activation, which is the one that is meant from now on. */
const show = async (index: number, { debugged, console }: Surroundings): Promise<boolean> => {
  const view = await needsDebugger(debugged).process.look(index);
  await console.page(renderDebugger(view, console.colours, console.columns));
  return true;
};

const needsDebugger = (debugged: Debugged | undefined): Debugged => {
  if (debugged === undefined)
    throw new CommandMisused("nothing is being debugged: :debug opens a debugger on what failed last.");
  return debugged;
};

/** Shows what an operation has led to. */
const tell = async (told: Told, surroundings: Surroundings): Promise<boolean> => {
  const { console, debugged } = surroundings;
  switch (told.kind) {
    case "stands":
      surroundings.showOutput(told.output);
      return show(0, surroundings);
    case "finished":
      surroundings.debugged = undefined;
      surroundings.showOutput(told.result.output);
      surroundings.showResult(told.result, debugged?.number);
      return true;
    case "terminated":
      surroundings.debugged = undefined;
      surroundings.showOutput(told.output);
      console.out(console.colours.dim("terminated"));
      return true;
    case "evaluated":
      surroundings.showOutput(told.result.output);
      console.out(console.foreign(told.result.result));
      return true;
    case "done":
      console.out(told.text);
      return true;
  }
};

const completes = (takes: Takes): PromptCommand["completes"] =>
  takes === "nothing" || takes === "line" ? "nothing" : "code";

const commandFor = ({ name, usage, takes, doc, run: carryOut }: Operation): PromptCommand => ({
  name,
  usage,
  doc,
  completes: completes(takes),
  run: async (rest, surroundings) => {
    const { process } = needsDebugger(surroundings.debugged);
    return tell(await carryOut(process, rest), surroundings);
  },
});

const frameCommand: PromptCommand = {
  name: "frame",
  usage: "[N]",
  doc: "Look at an activation of the stack; what follows is meant of it.",
  completes: "nothing",
  run: async (rest, surroundings) => {
    const { process } = needsDebugger(surroundings.debugged);
    if (!/^\d*$/.test(rest)) throw new CommandMisused("an activation has a number, as :frame 2.");
    return show(rest === "" ? process.index : Number(rest), surroundings);
  },
};

export const debugCommand: PromptCommand = {
  name: "debug",
  usage: "[CODE]",
  doc: "Debug what failed last where it stands, or CODE: on a screen of its own, whose keys ? tells, or with the commands below.",
  completes: "code",
  run: open,
};

/** What goes on in the debugger that is open. */
export const debuggingCommands: readonly PromptCommand[] = [frameCommand, ...operations.map(commandFor)];

import {
  array,
  boolean,
  choice,
  count,
  integer,
  nullable,
  number,
  object,
  optional,
  string,
  union,
  variants,
} from "../schema/schema.js";
import { SESSION } from "./code-examples.js";
import { className, isClassMethod, selector } from "./code-shapes.js";
import { command } from "./declaration.js";
import { evaluation } from "./evaluating.js";
import { debuggerSummary, sessionId } from "./session-shapes.js";

const debuggerId = string("The debugger.", { minLength: 1, maxLength: 128 });
const index = count("An activation: 0 is the innermost.");
const named = array(
  "In their order.",
  object("", {
    name: string("Name."),
    print_string: string("Print string of its value."),
    class_name: string("Class of its value."),
    object_id: optional(string("Its value, for `inspect`; where `frame` was asked for.")),
  }),
);

export const stackFrame = object("An activation.", {
  index,
  method: string("`Foo>>bar:`, `Foo class>>bar`, `[ ] in Foo>>bar:`, or `doit`."),
  class_name: string("Class of the method; empty for a doit."),
  selector: string("Its selector."),
  receiver: string("Print string of the receiver."),
  receiver_class: string("Class of the receiver."),
  receiver_id: optional(string("The receiver, for `inspect`; where `frame` was asked for.")),
  arguments: named,
  temporaries: named,
  instance_vars: optional(named),
  source: string("Source of the method; empty where there is none."),
  range: nullable(
    object("What is about to run.", { start: count("Offset in `source`."), end: count("Exclusive.") }),
  ),
  line: nullable(integer("Its line, from 1.", { minimum: 1 })),
});

export const breakpoint = object("A breakpoint.", {
  breakpoint_id: string("Its id."),
  class_name: className,
  method_name: selector,
  is_class_method: boolean("On the class side."),
  line: integer("Its line, from 1.", { minimum: 1 }),
  condition: nullable(string("An expression that must be true to stop.")),
});

const breakpoints = array("In the order they were set.", breakpoint);
const breakpointId = string("The one set or removed.");

const held = { debugger_id: debuggerId };
const operations = variants(
  "",
  "operation",
  { session_id: sessionId },
  {
    stack: {
      ...held,
      offset: optional(count("The first activation to answer.")),
      limit: optional(count("The most; 100 if absent.")),
    },
    frame: { ...held, index },
    step_into: held,
    step_over: held,
    step_through: held,
    step_out: held,
    run_to: {
      ...held,
      index: optional(index),
      position: optional(count("Offset in the source of the activation.")),
      line: optional(
        integer("In its source, from 1, in place of a position: what is run first there.", { minimum: 1 }),
      ),
    },
    proceed: {
      ...held,
      value: optional(
        string(
          "An expression for the value that what it stopped at answers; refused where it stands before what it does next.",
        ),
      ),
    },
    return: { ...held, index, code: string("An expression for the value to return.") },
    restart: { ...held, index },
    recompile: { ...held, index, source: string("The new source of the method.") },
    evaluate: { ...held, index, code: string("Code to run in the activation.") },
    terminate: held,
    set_breakpoint: {
      debugger_id: optional(debuggerId),
      class_name: className,
      method_name: selector,
      is_class_method: optional(isClassMethod),
      line: optional(integer("In the method's source, from 1; the first if absent.", { minimum: 1 })),
      position: optional(count("Offset in the method's source, in place of a line.")),
      condition: optional(string("An expression that must be true to stop.")),
    },
    remove_breakpoint: { debugger_id: optional(debuggerId), breakpoint_id: string("The breakpoint.") },
    list_breakpoints: { debugger_id: optional(debuggerId) },
  },
);

const DEBUG_EXAMPLE = {
  state: "suspended",
  reason: "ZeroDivide",
  frame: {
    index: 0,
    method: "SmallInteger>>/",
    class_name: "SmallInteger",
    selector: "/",
    receiver: "1",
    receiver_class: "SmallInteger",
    arguments: [{ name: "aNumber", print_string: "0", class_name: "SmallInteger" }],
    temporaries: [],
    source: "",
    range: null,
    line: null,
  },
  depth: 4,
} as const;

export const debuggingCommands = {
  debug: command({
    summary: "Look at a suspended process, step it, change it, let it go on.",
    notes:
      "Every operation answers the state of the debugger; `stack` its activations as well, `evaluate` an evaluation as well, the operations on breakpoints the breakpoints as well. These need no debugger: without one they answer the breakpoints alone. `result` is there when the process finished, and after `evaluate`.",
    parameters: operations,
    result: union("", [
      object("State of a debugger.", {
        state: choice("Of the process.", ["suspended", "finished", "terminated"]),
        reason: string("Why it is in that state."),
        result: optional(evaluation),
        frame: nullable(stackFrame),
        depth: count("How many activations there are."),
        stack: optional(array("The activations asked for, innermost first.", stackFrame)),
        output: optional(
          string(
            "What was written to the Transcript meanwhile, where no `result` tells it; absent where nothing was.",
          ),
        ),
        breakpoints: optional(breakpoints),
        breakpoint_id: optional(breakpointId),
      }),
      object("The breakpoints.", { breakpoints, breakpoint_id: optional(breakpointId) }),
    ]),
    errors: [
      "SessionNotFound",
      "SessionExpired",
      "DebuggerNotFound",
      "ClassNotFound",
      "MethodNotFound",
      "ObjectNotFound",
      "SyntaxError",
      "EvaluationError",
      "Timeout",
      "Interrupted",
      "ResourceExceeded",
      "ImageCrashed",
    ],
    lane: "control",
    effects: "image",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id: SESSION, debugger_id: "d1", operation: "step_into" },
      result: DEBUG_EXAMPLE,
    },
  }),
  list_debuggers: command({
    summary: "List a session's suspended processes.",
    notes: "",
    parameters: object("", { session_id: sessionId }),
    result: object("", { debuggers: array("The oldest first.", debuggerSummary) }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "read",
    effects: "none",
    role: "developer",
    since: "1.0.0",
    example: { parameters: { session_id: SESSION }, result: { debuggers: [] } },
  }),
  list_processes: command({
    summary: "List the processes of a session, or of all that one may see.",
    notes:
      "Evaluations that have not ended are processes, and so is what they forked. Without session_id: those of all sessions of the client that the connection speaks for.",
    parameters: object("", { session_id: optional(sessionId) }),
    result: object("", {
      processes: array(
        "The highest priority first.",
        object("", {
          process_id: string("The process: its session's id, a slash, and a number."),
          session_id: nullable(string("The session it belongs to.")),
          name: string("Its name."),
          state: choice("What it is doing.", ["running", "runnable", "waiting", "suspended", "terminated"]),
          priority: count("Its priority."),
          cpu_ms: number("Time it has run."),
        }),
      ),
    }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "read",
    effects: "none",
    role: "developer",
    since: "1.0.0",
    example: { parameters: { session_id: SESSION }, result: { processes: [] } },
  }),
  terminate_process: command({
    summary: "Terminate a process, running its unwind blocks.",
    notes: "An evaluation that is terminated answers Interrupted.",
    parameters: object("", { process_id: string("The process.", { minLength: 1, maxLength: 128 }) }),
    result: object("", { terminated: boolean("Whether it was still there to be terminated.") }),
    errors: ["ObjectNotFound", "SessionNotFound", "SessionExpired"],
    lane: "control",
    effects: "image",
    role: "developer",
    since: "1.0.0",
    example: { parameters: { process_id: `${SESSION}/3` }, result: { terminated: true } },
  }),
} as const;

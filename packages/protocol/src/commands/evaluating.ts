import {
  array,
  boolean,
  choice,
  count,
  integer,
  map,
  nullable,
  number,
  object,
  objectWithOne,
  optional,
  string,
  union,
} from "../schema/schema.js";
import { command } from "./declaration.js";
import { inspection, inspectOptions, inspectSubjects, objectId } from "./inspection-shapes.js";
import { sessionId } from "./session-shapes.js";

const session_id = "s_6d0f3cf0b1f94f3bb9c3e5e1a7d2c480";

export const evaluation = object("What an evaluation that came to its end answers.", {
  result: string("Print string of the value."),
  result_type: string("Class of the value."),
  object_id: string("Its value, for `inspect`; without a session it refers to nothing any more.", {
    minLength: 1,
    maxLength: 128,
  }),
  display: optional(string("Display string of the value, in the mode `display`.")),
  inspection: optional(inspection),
  truncated: optional(boolean("Whether `result` or `display` was cut at `max_print`.")),
  output: string("What was written to the Transcript."),
  execution_time: number("Milliseconds.", { minimum: 0 }),
  evaluation_index: count("Its number in the session, from 1; 0 without a session."),
  durable: boolean("Whether it would survive a crash now."),
});

const maxPrint = integer("The most characters of a print string; 10,000 if absent.", { minimum: 1 });

export const evaluatingCommands = {
  ping: command({
    summary: "Ask whether the server is there.",
    notes: "",
    parameters: object("", { message: optional(string("Comes back.")) }),
    result: object("", {
      message: string("The message that was sent, else `pong`."),
      status: string("`ready`, or why not."),
      uptime: number("Seconds.", { minimum: 0 }),
      server_version: string("Version of the server."),
      protocol_version: string("Version of this protocol."),
      dialect: string("The Smalltalk spoken, for instance `STUI (Pharo 12)`."),
    }),
    errors: [],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { message: "hello" },
      result: {
        message: "hello",
        status: "ready",
        uptime: 12.5,
        server_version: "0.1.0",
        protocol_version: "1.0.0",
        dialect: "STUI (Pharo 12)",
      },
    },
  }),
  evaluate: command({
    summary: "Run code in a session's workspace and answer its value.",
    notes:
      "Modes: `execute` answers the print string, `display` the display string as well, `inspect` an `inspection` as well. `tool_id` gives a tool of the session variables of its own. Without a session the workspace lives for that one request. After `Timeout`, `Interrupted` and `ResourceExceeded`, which no handler in the code sees, the session stays usable. What grows without end or forks without end is `ResourceExceeded`; one object that is asked for out of all proportion is an `OutOfMemory` in the code, and an `EvaluationError` where nothing handles it. A broken or endless `printOn:` costs 50 ms and 10,000 characters.",
    parameters: object("", {
      code: string("Statements; the value of the last one is the result."),
      session_id: optional(sessionId),
      evaluation_mode: optional(choice("`execute` if absent.", ["execute", "display", "inspect"])),
      tool_id: optional(string("A tool of the session.", { minLength: 1, maxLength: 128 })),
      timeout_ms: optional(integer("From the start of the run; 30,000 if absent.", { minimum: 1 })),
      debug: optional(
        union(
          "Keep a failed process in a debugger: with `true` it, and what it forks, wherever it does not come to its end; with `unseen` it alone, where an error stops it and nothing waits to be unwound, so that who never asks for the debugger sees no difference.",
          [boolean(""), choice("", ["unseen"])],
        ),
      ),
      max_print: optional(maxPrint),
    }),
    result: evaluation,
    errors: [
      "SessionNotFound",
      "SessionExpired",
      "SyntaxError",
      "EvaluationError",
      "Timeout",
      "Interrupted",
      "ResourceExceeded",
      "ImageCrashed",
    ],
    lane: "run",
    effects: "image",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id, code: "3 + 4" },
      result: {
        result: "7",
        result_type: "SmallInteger",
        object_id: "o1",
        output: "",
        execution_time: 0.4,
        evaluation_index: 1,
        durable: false,
      },
    },
  }),
  interrupt: command({
    summary: "Stop what runs in a session.",
    notes: "With `request_id` only that request. A REQ client interrupts from a second socket.",
    parameters: object("", {
      session_id: sessionId,
      request_id: optional(string("The `id` of the request to stop.", { minLength: 1, maxLength: 128 })),
    }),
    result: object("", { interrupted: boolean("Whether there was something to stop.") }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "control",
    effects: "session",
    role: "developer",
    since: "1.0.0",
    example: { parameters: { session_id }, result: { interrupted: true } },
  }),
  inspect: command({
    summary: "Look into an object.",
    notes:
      "The object is what an expression answers, one of the session's registry, or an activation of a debugger, whose variables are `self`, arguments and temporaries. Views are made by methods of its class with the pragma `<inspectorPresentationOrder: 30 title: 'Items'>` that answer an InspectorView; only the page that is asked for is computed, and an error in a view is told in its place. An assignment is carried out first; the answer shows the object as it is then. Objects that are read-only or the kernel's are not assigned to (`PermissionDenied`), nor what does not fit (`InvalidRequest`). An inspection does not wait for an evaluation of its session. An expression may change anything, hence the effects.",
    parameters: objectWithOne(
      "",
      {
        session_id: sessionId,
        depth: optional(
          integer("How many levels of `instance_vars` are told; 1 if absent.", { minimum: 0, maximum: 5 }),
        ),
        include_private: optional(boolean("With the selectors it understands.")),
        index: optional(inspectOptions.index),
        view: optional(inspectOptions.view),
        node: optional(inspectOptions.node),
        assign: optional(inspectOptions.assign),
        offset: optional(inspectOptions.offset),
        limit: optional(inspectOptions.limit),
      },
      inspectSubjects,
    ),
    result: inspection,
    errors: [
      "SessionNotFound",
      "SessionExpired",
      "ObjectNotFound",
      "DebuggerNotFound",
      "SyntaxError",
      "EvaluationError",
      "Timeout",
      "Interrupted",
      "ResourceExceeded",
      "ImageCrashed",
    ],
    lane: "read",
    effects: "image",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id, target: "3 -> 4" },
      result: {
        object_info: {
          object_id: "o2",
          class_name: "Association",
          string_representation: "3->4",
          hash: 201,
          size: 0,
        },
        instance_vars: [
          { name: "key", class_name: "SmallInteger", print_string: "3", object_id: "o3" },
          { name: "value", class_name: "SmallInteger", print_string: "4", object_id: "o4" },
        ],
        elements: [],
        total: 0,
        views: [{ name: "inspectionPointers", title: "Pointers to it", order: 900 }],
      },
    },
  }),
  release_objects: command({
    summary: "Let go of objects of the session's registry.",
    notes: "",
    parameters: object("", {
      session_id: sessionId,
      object_ids: optional(array("Which; all if absent.", objectId)),
    }),
    result: object("", { released: count("How many there were.") }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "control",
    effects: "session",
    role: "developer",
    since: "1.0.0",
    example: { parameters: { session_id, object_ids: ["o1"] }, result: { released: 1 } },
  }),
  complete: command({
    summary: "Propose how a word of code may go on.",
    notes:
      "The code may be broken. With a session its variables are proposed, and what their values understand. A method is written under its class, as in `Foo class >> bar: x [ …`: then its arguments and the variables of the class are proposed. Behind a keyword, `text` is the next keyword of a selector that was begun. At most 100.",
    parameters: object("", {
      session_id: optional(sessionId),
      code: string("The code so far."),
      position: count("The cursor: offset in `code`, from 0."),
    }),
    result: object("", {
      replace_from: count("Where the word begins."),
      replace_to: count("Where it ends, exclusive."),
      completions: array(
        "Best first.",
        object("", {
          text: string("What to put there."),
          kind: string("`variable`, `instance_variable`, `class_variable`, `class`, `global` or `selector`."),
          signature: nullable(string("With its arguments.")),
          origin: nullable(string("Where it comes from.")),
        }),
      ),
    }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { session_id, code: "Transcript sho", position: 14 },
      result: {
        replace_from: 11,
        replace_to: 14,
        completions: [{ text: "show:", kind: "selector", signature: "show: anObject", origin: "Transcript" }],
      },
    },
  }),
  format: command({
    summary: "Lay out code as is customary.",
    notes: "What it means stays the same, and so do its comments and literals.",
    parameters: object("", {
      code: string("The code."),
      kind: optional(choice("`expression` if absent.", ["method", "expression"])),
    }),
    result: object("", { code: string("The same code, laid out.") }),
    errors: ["SyntaxError"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { code: "3+4" }, result: { code: "3 + 4" } },
  }),
} as const;

/** Files by path, as texts. */
export const files = map("Texts by path.", string("The text of a file."));

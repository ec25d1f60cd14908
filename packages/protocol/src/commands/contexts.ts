import { array, choice, count, object, optional, string } from "../schema/schema.js";
import { command } from "./declaration.js";
import { contextName, contextSummary, moment, sessionId } from "./session-shapes.js";

const session_id = "s_6d0f3cf0b1f94f3bb9c3e5e1a7d2c480";
const at = "2026-01-01T00:00:01.000Z";

const EXAMPLE_SUMMARY = {
  variables: [{ name: "x", class_name: "SmallInteger", print_string: "42", object_id: "o1" }],
  history: [
    {
      index: 1,
      code: "x := 6 * 7",
      print_string: "42",
      class_name: "SmallInteger",
      object_id: "o1",
      at,
      duration_ms: 0.4,
    },
  ],
  object_registry: [{ object_id: "o1", class_name: "SmallInteger", print_string: "42" }],
  inspector_state: {},
  saved: [{ name: "latest", saved_at: at, bytes: 512 }],
} as const;

export const contextCommands = {
  save_context: command({
    summary: "Save what the session is made of under a name.",
    notes:
      "Workspace variables with the real objects behind them (identity and cycles kept), evaluation history, object registry and inspector state. What cannot be saved is told, with the reason.",
    parameters: object("", { session_id: sessionId, name: optional(contextName) }),
    result: object("", {
      session_id: sessionId,
      name: contextName,
      saved_at: moment("When"),
      bytes: count("Size of what was saved."),
      variables: count("Variables saved."),
      objects: count("Objects saved."),
      evaluations: count("Entries of the history saved."),
      skipped: array(
        "What could not be saved.",
        object("", { name: string("What."), reason: string("Why not.") }),
      ),
    }),
    errors: ["SessionError", "SessionNotFound", "SessionExpired"],
    lane: "run",
    effects: "session",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id },
      result: {
        session_id,
        name: "latest",
        saved_at: at,
        bytes: 512,
        variables: 1,
        objects: 1,
        evaluations: 1,
        skipped: [],
      },
    },
  }),
  load_context: command({
    summary: "Replace what the session is made of by a saved context.",
    notes: "With `from_session_id`, a context of another session of the same client.",
    parameters: object("", {
      session_id: sessionId,
      name: optional(contextName),
      from_session_id: optional(sessionId),
    }),
    result: object("", {
      session_id: sessionId,
      name: contextName,
      loaded: object("How much was loaded.", {
        variables: count("Variables."),
        objects: count("Objects."),
        evaluations: count("Entries of the history."),
      }),
      context: contextSummary,
    }),
    errors: ["SessionError", "SessionNotFound", "SessionExpired", "ContextNotFound", "ContextCorrupt"],
    lane: "run",
    effects: "session",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id, name: "latest" },
      result: {
        session_id,
        name: "latest",
        loaded: { variables: 1, objects: 1, evaluations: 1 },
        context: EXAMPLE_SUMMARY,
      },
    },
  }),
  get_context_summary: command({
    summary: "Tell what the session is made of.",
    notes: "",
    parameters: object("", {
      session_id: sessionId,
      limit: optional(count("The most entries of each list; 100 if absent.")),
    }),
    result: contextSummary,
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { session_id }, result: EXAMPLE_SUMMARY },
  }),
  clear_context: command({
    summary: "Empty the session, or a part of it.",
    notes: "",
    parameters: object("", {
      session_id: sessionId,
      scope: optional(choice("What to clear; `all` if absent.", ["all", "variables", "history", "objects"])),
    }),
    result: object("", {
      session_id: sessionId,
      cleared: object("How much was cleared.", {
        variables: count("Variables."),
        history: count("Entries of the history."),
        objects: count("Objects."),
      }),
    }),
    errors: ["SessionError", "SessionNotFound", "SessionExpired"],
    lane: "run",
    effects: "session",
    role: "developer",
    since: "1.0.0",
    example: {
      parameters: { session_id, scope: "history" },
      result: { session_id, cleared: { variables: 0, history: 1, objects: 0 } },
    },
  }),
} as const;

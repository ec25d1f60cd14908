import { CLIENT_ID_PATTERN } from "../limits.js";
import {
  array,
  boolean,
  choice,
  count,
  extend,
  integer,
  json,
  map,
  nullable,
  number,
  object,
  optional,
  string,
} from "../schema/schema.js";

export const sessionId = string("The session.", { minLength: 1, maxLength: 128 });
export const clientId = string("Whose session it is.", { pattern: CLIENT_ID_PATTERN });
export const contextName = string("Name of a saved context.", { minLength: 1, maxLength: 128 });
export const moment = (doc: string) => string(`${doc} (ISO 8601, UTC).`);
export const imageName = string("Name of the image.", { minLength: 1, maxLength: 64 });

/** How soon what a session does would survive a crash. */
export const durability = choice(
  "`always`: nothing is acknowledged before it would survive a crash; `interval`: within a second or when idle; `never`: not kept.",
  ["always", "interval", "never"],
);

const durable = boolean("Whether what the session does is kept on disk.");

export const session = object("A session.", {
  session_id: sessionId,
  client_id: clientId,
  name: nullable(string("Its name, if it was given one.")),
  image: imageName,
  created_at: moment("When it was created"),
  timeout: number("Seconds without a request after which it expires."),
  is_active: boolean("Awake, neither expired nor asleep."),
  durable,
});

export const sessionInfo = extend("A session and how it is doing.", session, {
  last_modified: moment("When something in it last changed"),
  time_until_expiry: number("Seconds."),
  is_expired: boolean("Whether its time is over."),
  evaluation_count: count("Evaluations so far."),
  busy: boolean("Whether something is running in it."),
});

/** A workspace variable. */
export const variable = object("A workspace variable.", {
  name: string("Its name."),
  class_name: string("Class of its value."),
  print_string: string("Print string of its value."),
  object_id: string("Its value."),
});

export const registeredObject = object("An object that a client may refer to.", {
  object_id: string("Its id."),
  class_name: string("Its class."),
  print_string: string("Its print string."),
});

export const sessionState = map("JSON values that clients keep with the session.", json("Any JSON value."));

export const historyEntry = object("One evaluation.", {
  index: count("Its number in the session, from 1."),
  code: string("What was evaluated."),
  print_string: string("Print string of the result, or of the failure."),
  class_name: string("Class of the result, or of the exception."),
  object_id: nullable(string("The result, while it is kept.")),
  at: moment("When it began"),
  duration_ms: number("How long it took."),
  error_type: optional(string("The error type, where it failed.")),
});

export const savedContext = object("A context that was saved.", {
  name: contextName,
  saved_at: moment("When"),
  bytes: count("Its size."),
});

export const inspectorState = map("What the session's inspectors show.", json("Any JSON value."));

const contextFields = {
  variables: array("The workspace variables.", variable),
  history: array("The latest evaluations, oldest first.", historyEntry),
  object_registry: array("The objects that clients may refer to.", registeredObject),
  inspector_state: inspectorState,
  saved: array("The contexts saved under a name.", savedContext),
};
export const contextSummary = object("What a session is made of.", contextFields);

export const debuggerSummary = object("A suspended process that can be debugged.", {
  debugger_id: string("Its debugger."),
  process_id: string("The process."),
  reason: string("Why it is suspended."),
  since: moment("Since when"),
  evaluation_index: nullable(integer("The evaluation it belongs to, if one.", { minimum: 1 })),
});

export const restoredSession = extend("A session with all that it holds.", session, {
  last_modified: moment("When something in it last changed"),
  session_state: sessionState,
  workspace_context: object("The workspace.", {
    variables: array("The workspace variables.", variable),
    history: array("The latest evaluations, oldest first.", historyEntry),
  }),
  inspector_state: inspectorState,
  object_registry: array("The objects that clients may refer to.", registeredObject),
  evaluation_count: count("Evaluations so far."),
  debuggers: array("Its suspended processes.", debuggerSummary),
});

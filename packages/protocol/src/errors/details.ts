/** Every error type with the shape of its `details`. */
import {
  array,
  boolean,
  choice,
  count,
  integer,
  nullable,
  object,
  optional,
  type Static,
  string,
} from "../schema/schema.js";

const sessionId = string("The session.");
const requestId = string("The `id` of the request.");
const output = optional(string("What had been written to the Transcript."));
const heldBy = optional(string("The debugger that holds the process, where `debug` was asked for."));

/** One activation of a failed evaluation, the innermost first. */
export const stackEntry = object("One activation, as text.", {
  method: string("For instance `OrderedCollection>>first`, or `[] in Foo>>bar`."),
  class_name: string("The class of the receiver."),
  selector: string("The selector of the method, of a block its home's."),
  line: nullable(
    integer("The line in the method's source, from 1; null where there is no source.", { minimum: 1 }),
  ),
  source_excerpt: string("The source of that line; empty where there is none."),
});

export const errorDetails = {
  InvalidRequest: object("The request cannot be understood.", {
    path: string("Where in the request, as `parameters.code`; empty for the whole."),
    expected: string("What should be there."),
    found: string("What is there."),
  }),
  UnknownCommand: object("No such command.", {
    command: string("The name that was asked for."),
    nearest: optional(string("A command with a name like it.")),
  }),
  UnsupportedVersion: object("The envelope is of another major version.", {
    version: string("The version that was asked for."),
    supported: string("The version that is understood."),
  }),
  UnsupportedOperation: object("Declared, but not possible on this server.", {
    operation: string("The command or option."),
    reason: string("Why not."),
  }),
  SessionError: object("A session could not do what was asked.", {
    session_id: optional(sessionId),
    reason: string("Why not."),
  }),
  SessionNotFound: object("No such session.", { session_id: sessionId }),
  SessionExpired: object("The session's time is over.", {
    session_id: sessionId,
    expired_at: string("When (ISO 8601, UTC)."),
  }),
  SessionLimitExceeded: object("The client has as many sessions as it may.", {
    client_id: string("The client."),
    limit: count("The most it may have awake."),
  }),
  ClientNotAllowed: object("The server's lists keep this client out.", { client_id: string("The client.") }),
  AuthenticationRequired: object("The server wants to know who asks.", {}),
  PermissionDenied: object("Known, but not allowed.", {
    reason: string("Why not."),
    session_id: optional(sessionId),
  }),
  RateLimited: object("Too many requests of this kind.", {
    retry_after_ms: count("Milliseconds after which it may be tried again."),
  }),
  ServerBusy: object("The server's queues are full.", {
    retry_after_ms: optional(count("Milliseconds after which it may be tried again.")),
  }),
  ShuttingDown: object("The server is going away and did not begin the request.", {}),
  SyntaxError: object("The code cannot be parsed.", {
    line: integer("From 1.", { minimum: 1 }),
    column: integer("From 1.", { minimum: 1 }),
    position: count("Offset in the code, from 0."),
    expected: string("What could have stood there."),
    excerpt: string("The code around it."),
  }),
  EvaluationError: object("An exception that nothing handled.", {
    exception_class: string("Its class."),
    message_text: string("What it says of itself."),
    receiver: string("Print string of the receiver in whose method it was signalled."),
    selector: string("The selector of that method, or the one not understood."),
    stack: array("The activations, innermost first.", stackEntry),
    output: string("What had been written to the Transcript."),
    debugger_id: heldBy,
  }),
  Timeout: object("The evaluation took longer than it may.", {
    timeout_ms: count("The time it had."),
    output,
    debugger_id: heldBy,
  }),
  Interrupted: object("The evaluation was interrupted.", { output, debugger_id: heldBy }),
  ResourceExceeded: object("The evaluation used more than it may.", {
    resource: choice("Of what.", ["memory", "output", "depth", "processes", "objects", "debuggers"]),
    limit: count("The most it may use: bytes for memory and output, else a count."),
    output,
    debugger_id: heldBy,
  }),
  ResultTooLarge: object("The reply would be longer than a message may be.", {
    bytes: count("What it would have been."),
    limit: count("The most there may be."),
  }),
  ReplyExpired: object("The request was carried out before; its reply is no longer kept.", {
    request_id: requestId,
  }),
  OutcomeUnknown: object("The request had begun when the image or server died.", { request_id: requestId }),
  Conflict: object("What is to be changed is no longer what the client thinks.", {
    actual_source: nullable(string("The source there is now; null where there is none.")),
  }),
  ObjectNotFound: object("No such object.", { object_id: string("The object.") }),
  ClassNotFound: object("No such class.", { class_name: string("The class.") }),
  MethodNotFound: object("No such method.", {
    class_name: string("The class."),
    method_name: string("The selector."),
    is_class_method: boolean("Whether it was looked for on the class side."),
  }),
  DebuggerNotFound: object("No such debugger.", { debugger_id: string("The debugger.") }),
  ChangeNotFound: object("No such change.", { change_id: string("The change.") }),
  ContextNotFound: object("No context of that name was saved.", {
    session_id: sessionId,
    name: string("Name of the context."),
  }),
  ContextCorrupt: object("A saved context cannot be read.", {
    session_id: sessionId,
    name: string("Name of the context."),
    reason: string("What is wrong with it."),
  }),
  ImageNotFound: object("No such image.", { image: string("The image.") }),
  ImageCrashed: object("The image died while it was at work.", {
    image: string("The image."),
    reason: string("What is known of why."),
  }),
  InternalError: object("A fault of the server.", {
    reference: optional(string("To be found in the server's log.")),
    error_type: optional(string("A type that this client does not know, as the server sent it.")),
  }),
} as const;

export type ErrorType = keyof typeof errorDetails;
export type ErrorDetails<T extends ErrorType> = Static<(typeof errorDetails)[T]>;

const names = new Set(Object.keys(errorDetails));
export const isErrorType = (name: string): name is ErrorType => names.has(name);

/** What any command may answer, whatever it declares besides. */
export const COMMON_ERRORS = [
  "InvalidRequest",
  "UnsupportedOperation",
  "ClientNotAllowed",
  "AuthenticationRequired",
  "PermissionDenied",
  "RateLimited",
  "ServerBusy",
  "ShuttingDown",
  "ResultTooLarge",
  "ReplyExpired",
  "OutcomeUnknown",
  "InternalError",
] as const satisfies readonly ErrorType[];

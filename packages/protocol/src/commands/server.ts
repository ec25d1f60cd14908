import { SUBSCRIBABLE_EVENTS } from "../events.js";
import { DEFAULT_LIMITS } from "../limits.js";
import {
  array,
  boolean,
  choice,
  count,
  json,
  map,
  number,
  object,
  optional,
  string,
} from "../schema/schema.js";
import { SESSION } from "./code-examples.js";
import { command } from "./declaration.js";
import { imageName, sessionId, sessionInfo } from "./session-shapes.js";

export const image = object("An image: one memory of objects with its classes and processes.", {
  image: imageName,
  kind: string("For instance `process`, `thread`."),
  dialect: string("The Smalltalk spoken."),
  state: choice("How it is.", ["starting", "ready", "crashed", "closed"]),
  private: boolean("Whether it admits only sessions of the client that created it."),
  sessions: count("Sessions in it."),
  heap_bytes: count("Memory in use."),
  uptime: number("Seconds."),
});

const EXAMPLE_IMAGE = {
  image: "default",
  kind: "process",
  dialect: "STUI (Pharo 12)",
  state: "ready",
  private: false,
  sessions: 1,
  heap_bytes: 30_000_000,
  uptime: 12.5,
} as const;

export const commandDescription = object("A command.", {
  summary: string("What it does."),
  parameters: json("JSON Schema of its parameters."),
  result: json("JSON Schema of its result."),
  errors: array("The error types it may answer.", string("An error type.")),
  lane: choice("What it waits for.", ["run", "read", "control"]),
  effects: choice("What it changes.", ["none", "session", "image", "server"]),
  role: choice("The least role that may use it.", ["viewer", "developer", "operator"]),
  since: string("The protocol version that brought it."),
});

const READS = { lane: "read", effects: "none", role: "viewer", since: "1.0.0" } as const;
const OPERATES = { lane: "control", effects: "server", role: "operator", since: "1.0.0" } as const;

export const serverCommands = {
  describe: command({
    summary: "Describe the server and its commands.",
    notes: "",
    parameters: object("", { command: optional(string("Only this one.")) }),
    result: object("", {
      server: string("Name and version of the server."),
      protocol_version: string("Version of this protocol."),
      dialect: string("The Smalltalk spoken."),
      commands: map("By name.", commandDescription),
      limits: map("The limits in force, units in their names.", number("A limit.")),
      features: array("What is built besides the commands.", string("A name.")),
    }),
    errors: ["UnknownCommand"],
    ...READS,
    example: {
      parameters: { command: "ping" },
      result: {
        server: "stui 0.1.0",
        protocol_version: "1.0.0",
        dialect: "STUI (Pharo 12)",
        commands: {},
        limits: { max_message_bytes: DEFAULT_LIMITS.max_message_bytes },
        features: [],
      },
    },
  }),
  system_info: command({
    summary: "Tell about the system.",
    notes:
      "`Memory` goes through all objects of the image, which takes some 300 ms for a million: `memory_by_class` lists the 100 classes that take most, each with `class_name`, `instances` and `bytes`.",
    parameters: object("", {
      info_type: optional(
        choice("`Basic` if absent.", ["Basic", "Memory", "Packages", "Environment", "All"]),
      ),
    }),
    result: object("", { info: map("By name.", json("A value.")) }),
    errors: [],
    ...READS,
    example: { parameters: {}, result: { info: { dialect: "STUI (Pharo 12)", platform: "linux" } } },
  }),
  get_metrics: command({
    summary: "Tell the server's counters and gauges.",
    notes:
      "What a value is of stands behind a dot: `requests_total.evaluate.success`, `requests_total.evaluate.Timeout`, `image_heap_bytes.default`. `_total` marks what only grows. `duration_ms.COMMAND.le_BOUND` counts the requests that took no longer than so many milliseconds, `le_inf` all of them, and `.sum` is their time; requests that are answered at once are not among them. The operations page lists all.",
    parameters: object("", {}),
    result: object("", { metrics: map("By name, units in the names.", number("A value.")) }),
    errors: [],
    ...READS,
    role: "operator",
    example: { parameters: {}, result: { metrics: { requests_total: 3 } } },
  }),
  list_images: command({
    summary: "List the images.",
    notes: "",
    parameters: object("", {}),
    result: object("", { images: array("By name.", image) }),
    errors: [],
    ...READS,
    example: { parameters: {}, result: { images: [EXAMPLE_IMAGE] } },
  }),
  create_image: command({
    summary: "Start an image.",
    notes:
      "Sessions are created in it with `image`. A private one admits only sessions of the client that created it, whom the request names by `client_id`; only that client closes it, and it ends by itself when it has had no session for as long as a session lives without a request. `ServerBusy` where there are as many as there may be.",
    parameters: object("", { image: imageName, private: optional(boolean("False if absent.")) }),
    result: object("", { image }),
    errors: ["Conflict", "ImageCrashed"],
    ...OPERATES,
    example: {
      parameters: { image: "experiments", private: true },
      result: { image: { ...EXAMPLE_IMAGE, image: "experiments", private: true, sessions: 0 } },
    },
  }),
  close_image: command({
    summary: "End an image and the sessions in it.",
    notes:
      "What is under way or waits in its sessions gets `SessionError`. The image `default` ends with the server only (`PermissionDenied`).",
    parameters: object("", { image: imageName, private: optional(boolean("Only if it is a private one.")) }),
    result: object("", { image }),
    errors: ["ImageNotFound", "Conflict"],
    ...OPERATES,
    example: {
      parameters: { image: "experiments" },
      result: { image: { ...EXAMPLE_IMAGE, image: "experiments", state: "closed", sessions: 0 } },
    },
  }),
  list_image_sessions: command({
    summary: "List the sessions in an image.",
    notes: "Those of a private image are listed to its client only.",
    parameters: object("", { image: imageName }),
    result: object("", { sessions: array("The oldest first.", sessionInfo) }),
    errors: ["ImageNotFound"],
    ...READS,
    role: "operator",
    example: { parameters: { image: "default" }, result: { sessions: [] } },
  }),
  subscribe: command({
    summary: "Have events of a session sent to this connection.",
    notes:
      "Only a DEALER that puts no delimiter before its requests gets events; for others there is none (`UnsupportedOperation`). Events of a session are kept from its first subscription on. A later subscription of the same connection replaces the earlier, and goes on where that one was unless `since` says otherwise. `missed` counts the events after `since` that are no longer kept.",
    parameters: object("", {
      session_id: sessionId,
      events: array("Which.", choice("A kind of event.", SUBSCRIBABLE_EVENTS), SUBSCRIBABLE_EVENTS.length),
      since: optional(count("Send again what came after this `sequence`.")),
    }),
    result: object("", {
      sequence: count("The latest event of the session."),
      missed: count("Events asked for again and no longer there."),
    }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "control",
    // Of the connection only: a repetition over another one must be carried out again.
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { session_id: SESSION, events: ["transcript"] },
      result: { sequence: 0, missed: 0 },
    },
  }),
  unsubscribe: command({
    summary: "Have no more events of a session sent to this connection.",
    notes: "",
    parameters: object("", { session_id: sessionId }),
    result: object("", { unsubscribed: boolean("Whether there was a subscription.") }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "control",
    // Of the connection only: a repetition over another one must be carried out again.
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { session_id: SESSION }, result: { unsubscribed: true } },
  }),
} as const;

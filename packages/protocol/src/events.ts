/** What a server sends of its own accord to those who subscribed. */
import { choice, count, json, nullable, object, type Static, string } from "./schema/schema.js";

export const EVENT_NAMES = [
  "transcript",
  "evaluation",
  "debugger",
  "session",
  "changes",
  "progress",
  "tests",
  "image",
  "gap",
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** What one may subscribe to; `gap` comes of itself. */
export const SUBSCRIBABLE_EVENTS = [
  "transcript",
  "evaluation",
  "debugger",
  "session",
  "changes",
  "progress",
  "tests",
  "image",
] as const satisfies readonly EventName[];

export const event = object("An event.", {
  event: choice("What kind.", EVENT_NAMES),
  session_id: string("The session it belongs to."),
  sequence: count("Counts per session."),
  previous: nullable(count("The `sequence` last sent on this subscription; null before the first.")),
  data: json("What happened, by kind of event."),
  timestamp: string("When (ISO 8601, UTC)."),
});
export type StuiEvent = Static<typeof event>;

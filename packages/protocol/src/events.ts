/** What a server sends of its own accord to those who subscribed. */

import { testOutcome } from "./commands/code-shapes.js";
import {
  array,
  boolean,
  count,
  nullable,
  number,
  object,
  optional,
  type Schema,
  type Static,
  string,
  variants,
} from "./schema/schema.js";

/** Characters of code, of a result and of a message that events tell; the reply has all of it. */
export const EVENT_TEXT_LENGTH = 1_000;
/** Names that a `filed_in` tells of each kind. */
export const EVENT_NAMES_LISTED = 1_000;

const requestId = string("The `id` of the request that did it.");
const errorType = string("The error type of the reply.");
const error = string(`What happened; its first ${EVENT_TEXT_LENGTH} characters.`);
const names = (what: string): Schema<readonly string[]> =>
  array(`${what}, at most ${EVENT_NAMES_LISTED}.`, string("A name."));
const concerned = string("The class it concerns.");
const isClassMethod = boolean("On the class side.");
const selector = string("A selector.");

/** What `data` holds, by kind of event. */
export const eventData = {
  transcript: object(
    "Text that code wrote to the Transcript, while it runs; gathered over some milliseconds.",
    {
      text: string("The text; line ends are LF."),
      request_id: requestId,
    },
  ),
  evaluation: variants(
    "The course of an `evaluate`.",
    "state",
    { request_id: requestId },
    {
      began: { code: string(`The code; its first ${EVENT_TEXT_LENGTH} characters.`) },
      ended: {
        result: string(`The print string; its first ${EVENT_TEXT_LENGTH} characters.`),
        result_type: string("Class of the value."),
        execution_time: number("Milliseconds."),
      },
      failed: { error_type: errorType, error },
    },
  ),
  debugger: variants(
    "The course of a debugger, whatever stopped its process or let it go on.",
    "state",
    { debugger_id: string("The debugger."), reason: string("Why its process is in that state.") },
    { suspended: {}, finished: {}, terminated: {} },
  ),
  session: variants(
    "The course of the session.",
    "state",
    {},
    {
      created: { image: string("Its image.") },
      slept: {},
      woken: {},
      closed: {},
      expired: {},
      image_crashed: { reason: string("Why the image died; the session goes on, empty.") },
    },
  ),
  changes: variants(
    "A change to the code of the image, whoever in it made it. Of a comment, or a method that gets another protocol, nothing is told.",
    "kind",
    { author: string("Client id of the session that made it.") },
    {
      class_defined: { class_name: concerned, package: string("Its package.") },
      class_removed: { class_name: concerned },
      class_renamed: { class_name: string("Its name before."), new_name: string("Its name now.") },
      method_compiled: {
        class_name: concerned,
        is_class_method: isClassMethod,
        selector,
        category: string("Its protocol."),
      },
      method_removed: { class_name: concerned, is_class_method: isClassMethod, selector },
      filed_in: {
        packages: names("Packages"),
        classes: names("Classes and traits"),
        class_count: count("Classes and traits in all."),
        method_count: count("Methods in all."),
      },
    },
  ),
  progress: object("How far a long command has come.", {
    request_id: requestId,
    command: string("Which."),
    done: count("What is done of `total`: methods and classes of a `file_in`, tests of a `run_tests`."),
    total: count("All there is to do."),
    what: string("What was done last."),
  }),
  tests: variants(
    "The course of a `run_tests`.",
    "state",
    { request_id: requestId },
    {
      began: { total: count("Tests to run.") },
      test: {
        class_name: string("Its class."),
        selector,
        outcome: testOutcome,
        duration_ms: number("Milliseconds."),
        message: optional(string(`Why it did not pass; its first ${EVENT_TEXT_LENGTH} characters.`)),
        done: count("Tests that have run."),
        total: count("Tests to run."),
      },
      ended: {
        run: count("Tests that ran."),
        passed: count("Of those."),
        failed: count("Of those."),
        errors: count("Of those."),
        skipped: count("Not run."),
      },
      failed: { error_type: errorType, error },
    },
  ),
  image: variants(
    "The course of the session's image.",
    "state",
    { image: string("Its name.") },
    { started: {}, crashed: { reason: string("Why.") }, closed: {} },
  ),
  gap: object(
    "Events that were lost at the server, since the client read too slowly or they were too long to be sent; `sequence` is that of the last of them.",
    {
      lost: count("How many, of whatever kind."),
    },
  ),
} as const;

export type EventName = keyof typeof eventData;
/** What `data` holds in an event of this kind. */
export type EventData<E extends EventName> = Static<(typeof eventData)[E]>;

const isEventName = (name: string): name is EventName => Object.hasOwn(eventData, name);
export const EVENT_NAMES: readonly EventName[] = Object.keys(eventData).filter(isEventName);

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
export type SubscribableEvent = (typeof SUBSCRIBABLE_EVENTS)[number];

/** What every event has. */
export const eventFields = {
  session_id: string("The session it belongs to."),
  sequence: count("Counts per session."),
  previous: nullable(count("The `sequence` last sent on this subscription; null before the first.")),
  timestamp: string("When (ISO 8601, UTC)."),
};

export const event = variants("An event.", "event", eventFields, {
  transcript: { data: eventData.transcript },
  evaluation: { data: eventData.evaluation },
  debugger: { data: eventData.debugger },
  session: { data: eventData.session },
  changes: { data: eventData.changes },
  progress: { data: eventData.progress },
  tests: { data: eventData.tests },
  image: { data: eventData.image },
  gap: { data: eventData.gap },
});
export type StuiEvent = Static<typeof event>;
/** An event of one kind. */
export type EventOf<E extends EventName> = Extract<StuiEvent, { readonly event: E }>;

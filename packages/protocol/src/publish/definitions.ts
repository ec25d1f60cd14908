/** The schemas that are defined once under a name, in the JSON Schema and in the reference. */
import { client, requestId, speaker } from "../codec/head.js";
import { legacyData, legacyParams } from "../codec/legacy-shapes.js";
import { change, classShape, methodShape } from "../commands/code-shapes.js";
import { breakpoint, stackFrame } from "../commands/debugging.js";
import { evaluation } from "../commands/evaluating.js";
import { assignment, inspection, row, variables, view } from "../commands/inspection-shapes.js";
import { commandDescription, image } from "../commands/server.js";
import {
  clientId,
  contextSummary,
  debuggerSummary,
  historyEntry,
  registeredObject,
  restoredSession,
  savedContext,
  session,
  sessionId,
  sessionInfo,
  variable,
} from "../commands/session-shapes.js";
import { declarationOf } from "../commands/table.js";
import { errorDetails, stackEntry } from "../errors/details.js";
import { event, eventData } from "../events.js";
import { MAX_BATCH, PROTOCOL_VERSION } from "../limits.js";
import { definitionOf, JSON_SCHEMA_DIALECT, type References } from "../schema/json-schema.js";
import type { JsonObject, Schema } from "../schema/schema.js";
import { commandMessages, envelopeErrorReply, errorReply, timestamp, version } from "./messages.js";

/** What several commands have in common. */
export const shapes: ReadonlyMap<string, Schema<unknown>> = new Map<string, Schema<unknown>>([
  ["Session", session],
  ["SessionInfo", sessionInfo],
  ["RestoredSession", restoredSession],
  ["Variable", variable],
  ["HistoryEntry", historyEntry],
  ["RegisteredObject", registeredObject],
  ["SavedContext", savedContext],
  ["ContextSummary", contextSummary],
  ["Evaluation", evaluation],
  ["InstanceVariable", variables.first],
  ["InstanceVariable2", variables.second],
  ["InstanceVariable3", variables.third],
  ["InstanceVariable4", variables.fourth],
  ["InstanceVariable5", variables.fifth],
  ["ViewRow", row],
  ["View", view],
  ["InspectAssignment", assignment],
  ["Inspection", inspection],
  ["Class", classShape],
  ["Method", methodShape],
  ["Change", change],
  ["StackEntry", stackEntry],
  ["Activation", stackFrame],
  ["Breakpoint", breakpoint],
  ["DebuggerSummary", debuggerSummary],
  ["Image", image],
  ["CommandDescription", commandDescription],
  ["TranscriptData", eventData.transcript],
  ["EvaluationData", eventData.evaluation],
  ["SessionData", eventData.session],
  ["ChangesData", eventData.changes],
  ["ProgressData", eventData.progress],
  ["TestsData", eventData.tests],
  ["ImageData", eventData.image],
  ["GapData", eventData.gap],
]);

/** Small parts of every message, defined apart to keep the messages short. */
const parts: readonly (readonly [string, Schema<unknown>])[] = [
  ["RequestId", requestId],
  ["ClientInstance", client],
  ["ClientId", clientId],
  ["SpeaksFor", speaker],
  ["SessionId", sessionId],
  ["Timestamp", timestamp],
  ["EnvelopeVersion", version],
];

const ofCommands = commandMessages.flatMap(({ command, name }): [string, Schema<unknown>][] => {
  const { parameters, result } = declarationOf(command);
  return [
    [`${name}Parameters`, parameters],
    [`${name}Result`, result],
  ];
});
const ofMessages = commandMessages.flatMap((messages): [string, Schema<unknown>][] => [
  [`${messages.name}Request`, messages.request],
  [`${messages.name}Reply`, messages.reply],
]);
const ofEnvelopes = commandMessages.flatMap((messages): [string, Schema<unknown>][] => [
  [`${messages.name}EnvelopeRequest`, messages.envelopeRequest],
  [`${messages.name}EnvelopeReply`, messages.envelopeReply],
]);
const ofLegacy = [
  ...Object.entries(legacyParams).map(([name, schema]): [string, Schema<unknown>] => [
    `Legacy${name}Params`,
    schema,
  ]),
  ...Object.entries(legacyData).map(([name, schema]): [string, Schema<unknown>] => [
    `Legacy${name}Data`,
    schema,
  ]),
];
const ofErrors = Object.entries(errorDetails).map(([type, schema]): [string, Schema<unknown>] => [
  `${type}Details`,
  schema,
]);

/** Every schema with a name. A schema with two is written out under the first. */
export const definitions: ReadonlyMap<string, Schema<unknown>> = new Map([
  ...parts,
  ...shapes,
  ...ofCommands,
  ...ofLegacy,
  ...ofErrors,
  ...ofMessages,
  ["ErrorReply", errorReply],
  ...ofEnvelopes,
  ["EnvelopeErrorReply", envelopeErrorReply],
  ["Event", event],
]);

const firstNames = new Map<Schema<unknown>, string>();
for (const [name, schema] of definitions) if (!firstNames.has(schema)) firstNames.set(schema, name);

const pointer = (name: string): string => `#/$defs/${name}`;
const references: References = (schema) => {
  const name = firstNames.get(schema);
  return name === undefined ? undefined : pointer(name);
};

const definitionNamed = (name: string, schema: Schema<unknown>): JsonObject => {
  const first = firstNames.get(schema);
  if (first !== undefined && first !== name) return { $ref: pointer(first) };
  const shape = definitionOf(schema, references);
  // A request with a `command` is a flat one, whatever else it holds.
  return name.endsWith("EnvelopeRequest") ? { ...shape, not: { required: ["command"] } } : shape;
};

const oneOfNames = (description: string, names: readonly string[]): JsonObject => ({
  description,
  anyOf: names.map((name) => ({ $ref: pointer(name) })),
});

const named = (suffix: string): readonly string[] => commandMessages.map(({ name }) => name + suffix);

/** One schema for all that travels, with a definition for each part of it. */
export const jsonSchemaBundle = (): JsonObject => ({
  $schema: JSON_SCHEMA_DIALECT,
  $id: "urn:stui:protocol:1",
  title: `The STUI protocol, version ${PROTOCOL_VERSION}`,
  ...oneOfNames(
    "A body that travels between a client and a server. Fields that are not described are ignored. Besides what is said here a body may only be so long, and a request's parameters nested only so deep: see docs/protocol.md.",
    ["RequestBody", "ReplyBody", "Event"],
  ),
  $defs: {
    RequestBody: {
      description: "What a client sends: a request, or an array of requests.",
      anyOf: [
        { $ref: pointer("Request") },
        { type: "array", items: { $ref: pointer("Request") }, maxItems: MAX_BATCH },
      ],
    },
    Request: oneOfNames("A request in either encoding.", ["FlatRequest", "EnvelopeRequest"]),
    FlatRequest: oneOfNames("A request.", named("Request")),
    EnvelopeRequest: oneOfNames("A request in an envelope.", named("EnvelopeRequest")),
    ReplyBody: {
      description:
        "What answers it, in the same encoding: a reply, or an array of replies in the same order.",
      anyOf: [
        { $ref: pointer("Reply") },
        { type: "array", items: { $ref: pointer("Reply") }, maxItems: MAX_BATCH },
      ],
    },
    Reply: oneOfNames("A reply in either encoding.", ["FlatReply", "EnvelopeReply"]),
    FlatReply: oneOfNames("A reply.", [...named("Reply"), "ErrorReply"]),
    EnvelopeReply: oneOfNames("A reply in an envelope.", [...named("EnvelopeReply"), "EnvelopeErrorReply"]),
    ...Object.fromEntries([...definitions].map(([name, schema]) => [name, definitionNamed(name, schema)])),
  },
});

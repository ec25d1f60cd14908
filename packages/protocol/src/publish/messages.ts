/** Schemas of whole messages, as they travel in either encoding. The codec is held against them by tests. */
import { envelopeName, VERSION_PATTERN } from "../codec/envelope.js";
import { client, requestId, speaker } from "../codec/head.js";
import { type LegacyName, legacyData, legacyParams } from "../codec/legacy-shapes.js";
import { type CommandName, commandNames, declarationOf } from "../commands/table.js";
import { errorDetails } from "../errors/details.js";
import { fits } from "../schema/check.js";
import { choice, map, nullable, object, optional, type Schema, string, union } from "../schema/schema.js";

export const timestamp = string("ISO 8601, UTC.");
export const version = string("The envelope's version; another major version is refused.", {
  pattern: VERSION_PATTERN,
});
const nullableId = nullable(requestId);
const speaks = { client: optional(client), client_id: optional(speaker) };

/** A field that may be left out where an empty object would do. */
const orEmpty = (schema: Schema<unknown>) => (fits(schema, {}) ? optional(schema) : schema);

export interface CommandMessages {
  readonly command: CommandName;
  /** `CreateSession`, as envelopes call the command. */
  readonly name: string;
  readonly request: Schema<unknown>;
  readonly reply: Schema<unknown>;
  readonly envelopeRequest: Schema<unknown>;
  readonly envelopeReply: Schema<unknown>;
}

const isLegacy = (name: string): name is LegacyName => Object.hasOwn(legacyParams, name);

/** The parameters of a request in an envelope. */
export const envelopeParams = (command: CommandName): Schema<unknown> => {
  const name = envelopeName(command);
  return isLegacy(name) ? legacyParams[name] : declarationOf(command).parameters;
};

/** The data that answers it. */
export const envelopeData = (command: CommandName): Schema<unknown> => {
  const name = envelopeName(command);
  return isLegacy(name) ? legacyData[name] : declarationOf(command).result;
};

const messagesOf = (command: CommandName): CommandMessages => {
  const { parameters, result, summary } = declarationOf(command);
  const name = envelopeName(command);
  return {
    command,
    name,
    request: object(summary, {
      id: requestId,
      command: choice("", [command]),
      parameters: orEmpty(parameters),
      ...speaks,
    }),
    reply: object(`Answers \`${command}\`.`, {
      id: requestId,
      status: choice("", ["success"]),
      result,
      timestamp,
    }),
    envelopeRequest: object(summary, {
      id: requestId,
      version,
      timestamp: optional(timestamp),
      payload: object("", {
        type: choice("", ["Request"]),
        data: object("", {
          request_type: choice("", [name]),
          params: orEmpty(envelopeParams(command)),
        }),
      }),
      ...speaks,
    }),
    envelopeReply: object(`Answers \`${name}\`.`, {
      id: requestId,
      version,
      timestamp,
      payload: object("", {
        type: choice("", ["Response"]),
        data: object("", { response_type: choice("", [name]), data: envelopeData(command) }),
      }),
    }),
  };
};

export const commandMessages: readonly CommandMessages[] = commandNames.map(messagesOf);

const errorTypes = Object.keys(errorDetails);

const flatErrorOf = (type: string, details: Schema<unknown>) =>
  object("", {
    id: nullableId,
    status: choice("", ["error"]),
    error: string("What happened and what to do next, for a person."),
    error_type: choice("", [type]),
    details,
    timestamp,
  });

/** A failure in the flat encoding. */
export const errorReply = union(
  "A failure. `id` is null where none could be read.",
  Object.entries(errorDetails).map(([type, details]) => flatErrorOf(type, details)),
);

/** A failure in an envelope. */
export const envelopeErrorReply = object("A failure. `id` is null where none could be read.", {
  id: nullableId,
  version,
  timestamp,
  payload: object("", {
    type: choice("", ["Response"]),
    data: object("", {
      response_type: choice("", ["Error"]),
      data: object("", {
        code: choice("The error type.", errorTypes),
        message: string("What happened and what to do next, for a person."),
        details: map("Strings as they are, anything else as JSON, without nulls.", string("A detail.")),
        stack_trace: nullable(string("The activations of a failed evaluation, one a line.")),
      }),
    }),
  }),
});

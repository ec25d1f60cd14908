/** The protocol as an AsyncAPI 3 document, told from the server's side: it receives requests and sends events. */
import { declarationOf, families } from "../commands/table.js";
import { errorsOf } from "../describe.js";
import { EVENT_NAMES } from "../events.js";
import { DEFAULT_LIMITS, PROTOCOL_VERSION } from "../limits.js";
import type { Json, JsonObject } from "../schema/schema.js";
import { exampleEvent, exampleFailure, exampleReply, exampleRequest } from "./examples.js";
import { type CommandMessages, commandMessages } from "./messages.js";

const here = (...path: readonly string[]): JsonObject => ({ $ref: `#/${path.join("/")}` });
const inChannel = (name: string): JsonObject => here("channels", "stui", "messages", name);

const message = (schemaFile: string, name: string, summary: string, example?: Json): JsonObject => ({
  name,
  summary,
  contentType: "application/json",
  payload: { $ref: `./${schemaFile}#/$defs/${name}` },
  ...(example === undefined ? {} : { examples: [{ payload: example }] }),
});

const correlated = (described: JsonObject): JsonObject => ({
  ...described,
  correlationId: { description: "The `id` of request and reply.", location: "$message.payload#/id" },
});

const messagesOf = (schemaFile: string): JsonObject => {
  const one = (name: string, summary: string, example?: Json) => message(schemaFile, name, summary, example);
  return Object.fromEntries([
    ...commandMessages.flatMap(({ command, name }): [string, JsonObject][] => [
      [
        `${name}Request`,
        correlated(one(`${name}Request`, declarationOf(command).summary, exampleRequest(command))),
      ],
      [`${name}Reply`, correlated(one(`${name}Reply`, `Answers ${command}.`, exampleReply(command)))],
    ]),
    ["ErrorReply", correlated(one("ErrorReply", "A failure.", exampleFailure.flat))],
    ["EnvelopeRequest", correlated(one("EnvelopeRequest", "Any request, in an envelope of 1.0.0."))],
    ["EnvelopeReply", correlated(one("EnvelopeReply", "What answers it."))],
    ["RequestBody", one("RequestBody", "A request, or an array of requests.")],
    ["ReplyBody", one("ReplyBody", "A reply, or an array of replies.")],
    ["Event", one("Event", `One of ${EVENT_NAMES.join(", ")}.`, exampleEvent)],
  ]);
};

const familyOf = (command: string): string =>
  Object.entries(families).find(([, members]) => Object.hasOwn(members, command))?.[0] ?? "";

const exchange = (request: string, replies: readonly string[]): JsonObject => ({
  action: "receive",
  channel: here("channels", "stui"),
  messages: [inChannel(request)],
  reply: { channel: here("channels", "stui"), messages: replies.map(inChannel) },
});

const operationOf = ({ command, name }: CommandMessages): [string, JsonObject] => {
  const { summary, notes, lane, effects, role, since } = declarationOf(command);
  return [
    command,
    {
      summary,
      ...(notes === "" ? {} : { description: notes }),
      tags: [{ name: familyOf(command) }],
      ...exchange(`${name}Request`, [`${name}Reply`, "ErrorReply"]),
      "x-lane": lane,
      "x-effects": effects,
      "x-role": role,
      "x-since": since,
      "x-errors": errorsOf(command),
    },
  ];
};

/** @param schemaFile name of the file beside it that holds the JSON Schema */
export const asyncApi = (schemaFile: string): JsonObject => {
  const messages = messagesOf(schemaFile);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "STUI",
      version: PROTOCOL_VERSION,
      description:
        "Live Smalltalk over ZeroMQ. The server binds a ROUTER; a client connects a DEALER (any number of requests in flight, and events) or a REQ. One message is one JSON body after the routing frames; docs/protocol.md says more.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      default: {
        host: "127.0.0.1:5555",
        protocol: "zmtp",
        protocolVersion: "3.1",
        description: "The default endpoint, tcp://127.0.0.1:5555.",
      },
    },
    channels: {
      stui: {
        address: null,
        title: "The server's ROUTER socket",
        description: `Bodies of at most ${DEFAULT_LIMITS.max_message_bytes} bytes by default.`,
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, here("components", "messages", name)]),
        ),
      },
    },
    operations: {
      ...Object.fromEntries(commandMessages.map(operationOf)),
      envelope: {
        summary: "Any command in an envelope of 1.0.0.",
        ...exchange("EnvelopeRequest", ["EnvelopeReply"]),
      },
      batch: { summary: "Several requests in one body.", ...exchange("RequestBody", ["ReplyBody"]) },
      event: {
        action: "send",
        summary: "What a DEALER gets that has subscribed.",
        channel: here("channels", "stui"),
        messages: [inChannel("Event")],
      },
    },
    components: { messages },
  };
};

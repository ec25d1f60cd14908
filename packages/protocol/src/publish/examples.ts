/** The declarations' examples as messages, written by the codec itself. */
import { decodeBody } from "../codec/decode.js";
import { encodeError, encodeResult } from "../codec/encode.js";
import { encodeLegacyRequest, encodeRequest } from "../codec/encode-request.js";
import type { LegacyName, LegacyParams } from "../codec/legacy-shapes.js";
import type { AnyRequest } from "../codec/request.js";
import { SESSION } from "../commands/code-examples.js";
import { type CommandName, commands } from "../commands/table.js";
import { SmalltalkSyntaxError } from "../errors/evaluating.js";
import type { StuiEvent } from "../events.js";
import type { Json } from "../schema/schema.js";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");

const parsed = (text: string): Json => JSON.parse(text);

export const exampleRequest = <C extends CommandName>(command: C): Json =>
  parsed(encodeRequest({ id: "1", command, parameters: commands[command].example.parameters }));

export const exampleReply = <C extends CommandName>(command: C): Json => {
  const { parameters, result } = commands[command].example;
  const head = { id: "1", client: undefined, clientId: undefined } as const;
  const request = {
    ...head,
    kind: "request",
    encoding: "flat",
    shape: "current",
    command,
    parameters,
  } as const;
  return parsed(encodeResult(request, result, NOW));
};

const failure = new SmalltalkSyntaxError({
  line: 1,
  column: 5,
  position: 4,
  expected: "an operand",
  excerpt: "3 + ",
});

/** What `evaluate` answers to `3 + `, in both encodings. */
export const exampleFailure: { readonly flat: Json; readonly envelope: Json } = {
  flat: parsed(encodeError({ id: "1", encoding: "flat" }, failure, NOW)),
  envelope: parsed(encodeError({ id: "1", encoding: "envelope" }, failure, NOW)),
};

const legacyExamples: { readonly [N in LegacyName]: LegacyParams<N> } = {
  Ping: { message: "hello" },
  Evaluate: { code: "3 + 4", context: null, return_string: true, evaluation_mode: "Execute" },
  Inspect: { target: "3 -> 4", depth: 1 },
  BrowseClass: {
    class_name: "Counter",
    include_methods: true,
    include_instance_vars: true,
    include_class_vars: false,
  },
  ListClasses: { pattern: "Count*", include_system: false, limit: 10 },
  GetMethod: { class_name: "Counter", method_name: "increment", is_class_method: false },
  SystemInfo: { info_type: "Basic" },
  Debug: { operation: { StepInto: null }, context: "d1" },
};

const isLegacyName = (name: string): name is LegacyName => Object.hasOwn(legacyExamples, name);
export const legacyNames: readonly LegacyName[] = Object.keys(legacyExamples).filter(isLegacyName);

const commandRequested = (body: string): AnyRequest => {
  const decoded = decodeBody(body);
  if (decoded.kind === "batch") throw new TypeError("an example is one request");
  const { request } = decoded;
  if (request.kind === "refused") throw request.error;
  return request.kind === "connection_session" ? request.withSession(SESSION) : request;
};

/** A request in a shape of 1.0.0, and the reply to it. */
export const legacyExample = (name: LegacyName): { readonly request: Json; readonly reply: Json } => {
  const body = encodeLegacyRequest({ id: "1" }, name, legacyExamples[name], NOW);
  const request = commandRequested(body);
  const { result } = commands[request.command].example;
  return { request: parsed(body), reply: parsed(encodeResult<CommandName>(request, result, NOW)) };
};

export const exampleEvent: StuiEvent = {
  event: "transcript",
  session_id: SESSION,
  sequence: 8,
  previous: 7,
  data: { text: "hello", request_id: "1" },
  timestamp: "2026-01-01T00:00:00.000Z",
};

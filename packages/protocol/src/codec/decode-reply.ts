/** From the text that a server sends to replies and events, as a client reads them. */
import { type CommandName, commands, type Result } from "../commands/table.js";
import { errorFromReply } from "../errors/catalogue.js";
import { isErrorType } from "../errors/details.js";
import type { StuiError } from "../errors/stui-error.js";
import { event, type StuiEvent } from "../events.js";
import { checkerOf, describeValue, fits, isRecord, type Misfit } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { type LegacyData, type LegacyName, legacyData } from "./legacy-shapes.js";
import { detailsFromStrings } from "./string-details.js";

/** What a server sent is not what the protocol says: it speaks another version, or is no STUI server. */
export class UnreadableReply extends Error {
  /** @param misfit where in the message, what was expected there and what was found */
  constructor(readonly misfit: Misfit) {
    super(
      `The server's message cannot be read${misfit.path === "" ? "" : ` at ${misfit.path}`}: expected ${misfit.expected}, found ${misfit.found}.`,
    );
    this.name = "UnreadableReply";
  }
}

export interface SuccessReply {
  readonly kind: "success";
  readonly id: string;
  /** Unchecked; `resultOf` checks it against its command. */
  readonly result: unknown;
  readonly timestamp: string;
  /** In an envelope, which kind of response it says it is. */
  readonly responseType: string | undefined;
}

export interface FailureReply {
  readonly kind: "failure";
  /** Null where the server could read none. */
  readonly id: string | null;
  readonly error: StuiError;
  readonly timestamp: string;
}

export interface EventMessage {
  readonly kind: "event";
  readonly event: StuiEvent;
}

export type ServerMessage = SuccessReply | FailureReply | EventMessage;

/**
 * Reads a body: one message, or the array that answers an array of requests.
 *
 * @throws UnreadableReply
 */
export const decodeServerBody = (body: Uint8Array | string): ServerMessage | readonly ServerMessage[] => {
  const text = typeof body === "string" ? body : new TextDecoder("utf-8").decode(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UnreadableReply({ path: "", expected: "JSON", found: error.message });
  }
  return Array.isArray(value) ? value.map(readMessage) : readMessage(value);
};

const unreadable = (path: string, expected: string, value: unknown): UnreadableReply =>
  new UnreadableReply({ path, expected, found: describeValue(value) });

const text = (value: unknown, path: string): string => {
  if (typeof value !== "string") throw unreadable(path, "a string", value);
  return value;
};

const readMessage = (value: unknown): ServerMessage => {
  if (!isRecord(value)) throw unreadable("", "an object", value);
  if (value.event !== undefined) {
    if (fits(event, value)) return { kind: "event", event: value };
    const misfit = checkerOf(event)(value);
    throw misfit === undefined ? unreadable("", "an event", value) : new UnreadableReply(misfit);
  }
  return value.payload === undefined ? readFlat(value) : readEnvelope(value, value.payload);
};

type Members = Readonly<Record<string, unknown>>;

const readFlat = (value: Members): SuccessReply | FailureReply => {
  const timestamp = text(value.timestamp, "timestamp");
  if (value.status === "success")
    return {
      kind: "success",
      id: text(value.id, "id"),
      result: value.result,
      timestamp,
      responseType: undefined,
    };
  if (value.status !== "error") throw unreadable("status", '"success" or "error"', value.status);
  const error = errorFromReply({
    error: text(value.error, "error"),
    error_type: text(value.error_type, "error_type"),
    details: value.details,
  });
  return { kind: "failure", id: idOrNull(value.id), error, timestamp };
};

const idOrNull = (id: unknown): string | null => (id === null ? null : text(id, "id"));

const readEnvelope = (value: Members, payload: unknown): SuccessReply | FailureReply => {
  const timestamp = text(value.timestamp, "timestamp");
  const inner = isRecord(payload) ? payload.data : undefined;
  if (!isRecord(inner)) throw unreadable("payload.data", "an object", inner);
  const responseType = text(inner.response_type, "payload.data.response_type");
  if (responseType !== "Error")
    return { kind: "success", id: text(value.id, "id"), result: inner.data, timestamp, responseType };
  const { data } = inner;
  if (!isRecord(data)) throw unreadable("payload.data.data", "an object", data);
  const type = text(data.code, "payload.data.data.code");
  const strings = isRecord(data.details) ? data.details : {};
  const error = errorFromReply({
    error: text(data.message, "payload.data.data.message"),
    error_type: type,
    details: isErrorType(type) ? detailsFromStrings(type, strings) : strings,
  });
  return { kind: "failure", id: idOrNull(value.id), error, timestamp };
};

const answerOf = <T>(schema: Schema<T>, reply: SuccessReply | FailureReply): T => {
  if (reply.kind === "failure") throw reply.error;
  const { result } = reply;
  if (fits(schema, result)) return result;
  const misfit = checkerOf(schema)(result) ?? {
    path: "",
    expected: "a result",
    found: describeValue(result),
  };
  throw new UnreadableReply({ ...misfit, path: `result${misfit.path}` });
};

/**
 * The result of a command, out of the reply to it.
 *
 * @throws StuiError the error that the reply tells of
 * @throws UnreadableReply where the result is not what the command answers
 */
export const resultOf = <C extends CommandName>(command: C, reply: SuccessReply | FailureReply): Result<C> =>
  answerOf(commands[command].result, reply);

/** The data of a reply in a shape of 1.0.0; throws as `resultOf`. */
export const legacyDataOfReply = <N extends LegacyName>(
  name: N,
  reply: SuccessReply | FailureReply,
): LegacyData<N> => answerOf(dataSchemas[name], reply);

const dataSchemas: { readonly [N in LegacyName]: Schema<LegacyData<N>> } = legacyData;

/** The envelope of 1.0.0, as a server reads and writes it. */
import { type CommandName, commandNames } from "../commands/table.js";
import { InvalidRequest, UnsupportedVersion } from "../errors/request.js";
import type { StuiError } from "../errors/stui-error.js";
import { PROTOCOL_MAJOR, PROTOCOL_VERSION } from "../limits.js";
import { describeValue, isRecord } from "../schema/check.js";
import { type Members, readableId, readCommand, readHead, refuse, unknownCommand } from "./head.js";
import { decodeLegacy, isLegacyName } from "./legacy-requests.js";
import type { DecodedRequest } from "./request.js";
import { detailsToStrings, stackTrace } from "./string-details.js";

/** `create_session` as `CreateSession`. */
export const envelopeName = (command: CommandName): string =>
  command.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const byEnvelopeName = new Map(commandNames.map((command) => [envelopeName(command), command]));
const toEnvelopeName = new Map(commandNames.map((command) => [command, envelopeName(command)]));

/** Whether a request is one in an envelope: a flat one has a `command`, whatever else it holds. */
export const isEnvelope = (members: Members): boolean =>
  members.command === undefined && (members.payload !== undefined || members.version !== undefined);

const VERSION = /^(0|[1-9]\d{0,8})\.\d{1,9}\.\d{1,9}$/;
/** The versions that are understood, as a pattern of JSON Schema. */
export const VERSION_PATTERN = `^${PROTOCOL_MAJOR}\\.[0-9]{1,9}\\.[0-9]{1,9}$`;

const wrong = (path: string, expected: string, value: unknown): InvalidRequest =>
  new InvalidRequest({ path, expected, found: describeValue(value) });

/** What keeps an envelope of this version from being read. */
const versionError = (version: unknown): InvalidRequest | UnsupportedVersion | undefined => {
  const major = typeof version === "string" ? VERSION.exec(version)?.[1] : undefined;
  if (typeof version !== "string" || major === undefined)
    return wrong("version", `a version such as "${PROTOCOL_VERSION}"`, version);
  return Number(major) === PROTOCOL_MAJOR
    ? undefined
    : new UnsupportedVersion({ version, supported: PROTOCOL_VERSION });
};

export const decodeEnvelope = (members: Members): DecodedRequest => {
  const head = readHead(members, "envelope", "current");
  if (head instanceof InvalidRequest) return refuse(readableId(members), "envelope", head);
  const refused = (error: StuiError): DecodedRequest => refuse(head.id, "envelope", error);

  const version = versionError(members.version);
  if (version !== undefined) return refused(version);
  const { payload, timestamp } = members;
  if (timestamp !== undefined && typeof timestamp !== "string")
    return refused(wrong("timestamp", "a string", timestamp));
  if (!isRecord(payload)) return refused(wrong("payload", "an object", payload));
  if (payload.type !== "Request") return refused(wrong("payload.type", '"Request"', payload.type));
  const { data } = payload;
  if (!isRecord(data)) return refused(wrong("payload.data", "an object", data));
  const { request_type: name, params = {} } = data;
  if (typeof name !== "string") return refused(wrong("payload.data.request_type", "a string", name));

  const where = "payload.data.params";
  if (isLegacyName(name)) return decodeLegacy({ ...head, shape: "1.0.0" }, name, params, where);
  const command = byEnvelopeName.get(name);
  if (command === undefined) return refused(unknownCommand(name, [...byEnvelopeName.keys()]));
  return readCommand(head, command, params, where);
};

const envelope = (id: string | null, timestamp: string, type: string, data: string): string =>
  `{"id":${JSON.stringify(id)},"version":"${PROTOCOL_VERSION}","timestamp":"${timestamp}","payload":{"type":"Response","data":{"response_type":"${type}","data":${data}}}}`;

export const envelopeResult = (id: string, command: CommandName, data: string, timestamp: string): string =>
  envelope(id, timestamp, toEnvelopeName.get(command) ?? command, data);

export const envelopeError = (id: string | null, error: StuiError, timestamp: string): string =>
  envelope(
    id,
    timestamp,
    "Error",
    JSON.stringify({
      code: error.type,
      message: error.message,
      details: detailsToStrings(error.details),
      stack_trace: stackTrace(error),
    }),
  );

/** From the bytes of a body to request values. */
import { isAscii, isUtf8 } from "node:buffer";
import { InvalidRequest } from "../errors/request.js";
import { DEFAULT_LIMITS, MAX_BATCH } from "../limits.js";
import { describeValue, isRecord } from "../schema/check.js";
import { decodeEnvelope, isEnvelope } from "./envelope.js";
import { findId, HEAD_LENGTH } from "./find-id.js";
import { decodeFlat } from "./flat.js";
import { refuse } from "./head.js";
import type { Decoded, DecodedRequest, Encoding } from "./request.js";

/**
 * Reads a body. Never throws: whatever is wrong with it becomes a `Refused`, in the encoding and with the
 * id that could be made out.
 *
 * @param maxMessageBytes bodies above it are refused without being parsed
 */
export const decodeBody = (
  body: Uint8Array | string,
  maxMessageBytes: number = DEFAULT_LIMITS.max_message_bytes,
): Decoded => {
  const bytes = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  if (bytes > maxMessageBytes)
    return unreadable(headOf(body), `a body of at most ${maxMessageBytes} bytes`, `${bytes} bytes`);
  const text = typeof body === "string" ? body : readText(body);
  if (text === undefined) return unreadable(headOf(body), "UTF-8", "other bytes");
  let value: unknown;
  try {
    value = parseRequest(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError)
      return unreadable(text, "JSON", problem(text, error));
    throw error;
  }
  if (!Array.isArray(value)) return { kind: "single", request: decodeValue(value) };
  if (value.length > MAX_BATCH) {
    const error = new InvalidRequest({
      path: "",
      expected: `an array of at most ${MAX_BATCH} requests`,
      found: `${value.length} elements`,
    });
    return { kind: "single", request: refuse(null, "flat", error) };
  }
  return { kind: "batch", requests: value.map(decodeValue) };
};

/** A request that begins with an id: its first member, without escapes. */
const ID_FIRST = /^[ \t\r\n]*\{[ \t\r\n]*"id"[ \t\r\n]*:[ \t\r\n]*"([^"\\\p{Cc}]+)"/u;
/** Stands where the id stood: a number that hardly a request has, and none as its id. */
const PLACE_OF_ID = Math.floor(Math.random() * 2 ** 30);

/**
 * As JSON.parse. V8 keeps every string of up to ten characters that JSON.parse reads in a table until it collects all of its
 * heap: the ids of a million requests took 16 MB. So an id that stands first is read by hand.
 */
const parseRequest = (text: string): unknown => {
  const [head, id] = ID_FIRST.exec(text) ?? [];
  if (head === undefined || id === undefined) return JSON.parse(text);
  let value: unknown;
  try {
    value = JSON.parse(`{"id":${PLACE_OF_ID}${text.slice(head.length)}`);
  } catch {
    // Where something is wrong, its position is that in the whole text.
    return JSON.parse(text);
  }
  // The last of several ids is the one that counts.
  if (isRecord(value) && value.id === PLACE_OF_ID) {
    const members: Record<string, unknown> = value;
    members.id = id;
  }
  return value;
};

const decodeValue = (value: unknown): DecodedRequest => {
  if (!isRecord(value)) {
    const error = new InvalidRequest({ path: "", expected: "a request object", found: describeValue(value) });
    return refuse(null, "flat", error);
  }
  return isEnvelope(value) ? decodeEnvelope(value) : decodeFlat(value);
};

const bufferOf = (body: Uint8Array): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

/** The text of a body, unless it is not UTF-8. Most is ASCII, which Latin-1 reads faster. */
const readText = (body: Uint8Array): string | undefined => {
  if (isAscii(body)) return bufferOf(body).toString("latin1");
  return isUtf8(body) ? bufferOf(body).toString("utf8") : undefined;
};

const headOf = (body: Uint8Array | string): string =>
  typeof body === "string" ? body.slice(0, HEAD_LENGTH) : bufferOf(body).toString("utf8", 0, HEAD_LENGTH);

const problem = (text: string, error: Error): string =>
  text.trim() === "" ? "nothing" : error instanceof RangeError ? "too deeply nested text" : error.message;

/** Refuses a body that cannot be parsed, answering the id where its head shows one. */
const unreadable = (text: string, expected: string, found: string): Decoded => {
  const head = text.slice(0, HEAD_LENGTH);
  const error = new InvalidRequest({ path: "", expected, found });
  const encoding: Encoding = /"payload"\s*:|"request_type"\s*:/.test(head) ? "envelope" : "flat";
  return { kind: "single", request: refuse(findId(head), encoding, error) };
};

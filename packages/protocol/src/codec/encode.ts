/** From results and errors to the text of a reply, in the encoding of its request. */
import type { CommandName, Result } from "../commands/table.js";
import { InternalError, ResultTooLarge } from "../errors/server.js";
import type { StuiError } from "../errors/stui-error.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { envelopeError, envelopeResult } from "./envelope.js";
import { flatError, flatResult } from "./flat.js";
import { legacyDataOf } from "./legacy-results.js";
import type { ReplyAddress, Request } from "./request.js";

let lastMoment = Number.NaN;
let lastTimestamp = "";

/** ISO 8601 of a time in milliseconds; many replies share one millisecond. */
const timestampOf = (moment: number): string => {
  if (moment !== lastMoment) {
    lastTimestamp = new Date(moment).toISOString();
    lastMoment = moment;
  }
  return lastTimestamp;
};

/** Bytes of a text in UTF-8, or 0 where it has few enough characters not to matter. */
const bytesAbove = (text: string, limit: number): number =>
  text.length * 3 <= limit ? 0 : Buffer.byteLength(text);

/**
 * The reply with a result; a reply longer than `maxMessageBytes` becomes `ResultTooLarge`.
 *
 * @param now milliseconds since 1970
 */
export const encodeResult = <C extends CommandName>(
  request: Request<C>,
  result: Result<C>,
  now: number = Date.now(),
  maxMessageBytes: number = DEFAULT_LIMITS.max_message_bytes,
): string => {
  let text: string;
  try {
    text = writeResult(request, result, timestampOf(now));
  } catch (error) {
    // Of JSON.stringify: nested too deeply, or longer than a string may be.
    if (error instanceof RangeError) return encodeError(request, new InternalError(), now);
    throw error;
  }
  const bytes = bytesAbove(text, maxMessageBytes);
  return bytes > maxMessageBytes
    ? encodeError(request, new ResultTooLarge({ bytes, limit: maxMessageBytes }), now)
    : text;
};

const writeResult = <C extends CommandName>(
  request: Request<C>,
  result: Result<C>,
  timestamp: string,
): string => {
  if (request.encoding === "flat") return flatResult(request.id, JSON.stringify(result), timestamp);
  const data = request.shape === "1.0.0" ? legacyDataOf(request.command, result, request.parameters) : result;
  return envelopeResult(request.id, request.command, JSON.stringify(data), timestamp);
};

/**
 * The reply with an error; one longer than `maxMessageBytes` (a failure with much output) becomes
 * `ResultTooLarge`.
 *
 * @param now milliseconds since 1970
 */
export const encodeError = (
  to: ReplyAddress,
  error: StuiError,
  now: number = Date.now(),
  maxMessageBytes: number = DEFAULT_LIMITS.max_message_bytes,
): string => {
  const text = writeError(to, error, timestampOf(now));
  const bytes = bytesAbove(text, maxMessageBytes);
  if (bytes <= maxMessageBytes) return text;
  return writeError(to, new ResultTooLarge({ bytes, limit: maxMessageBytes }), timestampOf(now));
};

const writeError = ({ id, encoding }: ReplyAddress, error: StuiError, timestamp: string): string =>
  encoding === "flat" ? flatError(id, error, timestamp) : envelopeError(id, error, timestamp);

/** One reply of a batch, as `encodeResult` or `encodeError` made it. */
export interface BatchReply {
  readonly to: ReplyAddress;
  readonly text: string;
}

/**
 * The array of replies. Where they are too long together, the longest become `ResultTooLarge` until the
 * rest fits.
 */
export const encodeBatch = (
  replies: readonly BatchReply[],
  maxMessageBytes: number = DEFAULT_LIMITS.max_message_bytes,
): string => {
  const texts = replies.map((reply) => reply.text);
  let characters = replies.length + 1;
  for (const text of texts) characters += text.length;
  if (characters * 3 <= maxMessageBytes) return `[${texts.join(",")}]`;

  const sizes = texts.map((text) => Buffer.byteLength(text));
  let total = sizes.reduce((sum, size) => sum + size, replies.length + 1);
  const longestFirst = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  for (const index of longestFirst) {
    const reply = replies[index];
    if (total <= maxMessageBytes || reply === undefined) break;
    const bytes = sizes[index] ?? 0;
    const shorter = encodeError(reply.to, new ResultTooLarge({ bytes, limit: maxMessageBytes }));
    const saved = bytes - Buffer.byteLength(shorter);
    if (saved <= 0) break;
    total -= saved;
    texts[index] = shorter;
  }
  return `[${texts.join(",")}]`;
};

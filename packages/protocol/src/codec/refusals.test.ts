import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandNames } from "../commands/table.js";
import { MAX_NESTING } from "../limits.js";
import { commandMessages } from "../publish/messages.js";
import { fits, isRecord } from "../schema/check.js";
import { spoiledValuesOf } from "../testing/values-of.js";
import { decodeBody } from "./decode.js";
import { decodeServerBody, UnreadableReply } from "./decode-reply.js";
import { encodeError } from "./encode.js";
import { requestId } from "./head.js";
import type { DecodedRequest, Refused } from "./request.js";

const single = (body: Uint8Array | string, limit?: number): DecodedRequest => {
  const decoded = decodeBody(body, limit);
  if (decoded.kind === "batch") throw new TypeError("not one request");
  return decoded.request;
};

const refused = (body: Uint8Array | string, limit?: number): Refused => {
  const request = single(body, limit);
  if (request.kind !== "refused") throw new TypeError("not refused");
  return request;
};

/** Whether a refusal can be told to a client, with the id that it carries. */
const canBeTold = (request: Refused): boolean => {
  const told = decodeServerBody(encodeError(request, request.error));
  return (
    "kind" in told &&
    told.kind === "failure" &&
    told.id === request.id &&
    told.error.type === request.error.type &&
    told.error.message === request.error.message
  );
};

const allCanBeTold = (body: Uint8Array | string): boolean => {
  const decoded = decodeBody(body);
  const requests = decoded.kind === "batch" ? decoded.requests : [decoded.request];
  return requests.every((request) => request.kind !== "refused" || canBeTold(request));
};

/** Text that begins as a request does and then goes astray. */
const truncated = fc
  .tuple(
    fc.constantFrom('{"id":"1","command":"ping","parameters":{"message":"x"}}', '[{"id":"1"}]'),
    fc.nat(60),
  )
  .map(([text, length]) => text.slice(0, length));

describe("no body makes the decoder throw, and every refusal can be told", () => {
  it("any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), allCanBeTold), { numRuns: 500 });
  });

  it("any text, any JSON, and JSON cut short", () => {
    const body = fc.oneof(fc.string(), fc.json(), truncated);
    fc.assert(fc.property(body, allCanBeTold), { numRuns: 500 });
  });

  it("neither does what a server sends, but for UnreadableReply", () => {
    const body = fc.oneof(fc.uint8Array(), fc.string(), fc.json(), truncated);
    fc.assert(
      fc.property(body, (sent) => {
        try {
          decodeServerBody(sent);
          return true;
        } catch (error) {
          return error instanceof UnreadableReply;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("requests that are nearly right, each with the id that can be made out", () => {
    const requests = commandMessages.flatMap(({ request, envelopeRequest }) => [request, envelopeRequest]);
    fc.assert(
      fc.property(fc.oneof(...requests.map(spoiledValuesOf)), (value) => {
        if (Array.isArray(value)) return true;
        const request = single(JSON.stringify(value));
        const id = isRecord(value) && fits(requestId, value.id) ? value.id : null;
        return request.id === id && (request.kind !== "refused" || canBeTold(request));
      }),
      { numRuns: 600 },
    );
  });
});

describe("what is refused, and why", () => {
  const flat = (members: object): string =>
    JSON.stringify({ id: "1", command: "ping", parameters: {}, ...members });
  const detailsOf = (body: string): unknown => refused(body).error.details;

  it("ids and client strings by their length in characters", () => {
    for (const id of ["", "x".repeat(129), "😀".repeat(129), 1, null])
      expect(refused(flat({ id }))).toMatchObject({ id: null, error: { details: { path: "id" } } });
    for (const id of ["x", "x".repeat(128), "😀".repeat(128)])
      expect(single(flat({ id }))).toMatchObject({ kind: "request", id });
    for (const client of ["x".repeat(10), "x".repeat(129), 5, null])
      expect(refused(flat({ client }))).toMatchObject({ id: "1", error: { details: { path: "client" } } });
    for (const client_id of ["", "x".repeat(65), "a b", "ä", 5])
      expect(refused(flat({ client_id }))).toMatchObject({
        id: "1",
        error: { details: { path: "client_id" } },
      });
  });

  it("names path, expected and found", () => {
    expect(detailsOf(flat({ command: "evaluate", parameters: { code: 3 } }))).toEqual({
      path: "parameters.code",
      expected: "a string",
      found: "the number 3",
    });
    expect(
      detailsOf(flat({ command: "release_objects", parameters: { session_id: "s", object_ids: ["a", ""] } })),
    ).toEqual({
      path: "parameters.object_ids[1]",
      expected: "a string of 1 to 128 characters",
      found: 'the string ""',
    });
    expect(
      detailsOf(
        flat({
          command: "file_in",
          parameters: { session_id: "s", format: "tonel", files: { "a b": null } },
        }),
      ),
    ).toEqual({ path: 'parameters.files["a b"]', expected: "a string", found: "null" });
    expect(detailsOf(flat({ command: "inspect", parameters: { session_id: "s" } }))).toEqual({
      path: "parameters",
      expected: "exactly one of target, object_id, debugger_id",
      found: "none",
    });
    expect(detailsOf(flat({ parameters: [] }))).toMatchObject({ path: "parameters", found: "an array" });
    expect(detailsOf(flat({ command: undefined }))).toMatchObject({ path: "command", found: "nothing" });
  });

  it("unknown commands, with the nearest name", () => {
    expect(refused(flat({ command: "evalaute" })).error).toMatchObject({
      type: "UnknownCommand",
      details: { command: "evalaute", nearest: "evaluate" },
    });
    const { error } = refused(flat({ command: "x".repeat(20_000) }));
    expect(error.type).toBe("UnknownCommand");
    expect(error.message.length).toBeLessThan(400);
    for (const command of ["__proto__", "constructor", "toString", "hasOwnProperty"])
      expect(refused(flat({ command })).error.type).toBe("UnknownCommand");
  });

  it("envelopes: other versions, types and shapes", () => {
    const envelope = (members: object, data: object = { request_type: "Ping", params: {} }): string =>
      JSON.stringify({ id: "1", version: "1.0.0", payload: { type: "Request", data }, ...members });
    expect(single(envelope({}))).toMatchObject({ kind: "request", encoding: "envelope", shape: "1.0.0" });
    expect(single(envelope({ version: "1.9.12" }))).toMatchObject({ kind: "request" });
    expect(refused(envelope({ version: "2.0.0" }))).toMatchObject({
      id: "1",
      encoding: "envelope",
      error: { type: "UnsupportedVersion", details: { version: "2.0.0", supported: "1.0.0" } },
    });
    for (const version of ["1", "01.0.0", "one", 1, null, undefined])
      expect(refused(envelope({ version }))).toMatchObject({ error: { details: { path: "version" } } });
    expect(detailsOf(envelope({ timestamp: 5 }))).toMatchObject({ path: "timestamp" });
    expect(detailsOf(envelope({ payload: undefined }))).toMatchObject({ path: "payload" });
    expect(detailsOf(envelope({ payload: { type: "Response" } }))).toMatchObject({ path: "payload.type" });
    expect(detailsOf(envelope({}, []))).toMatchObject({ path: "payload.data" });
    expect(detailsOf(envelope({}, {}))).toMatchObject({ path: "payload.data.request_type" });
    expect(detailsOf(envelope({}, { request_type: "Ping", params: { message: 1 } }))).toMatchObject({
      path: "payload.data.params.message",
      expected: "a string, or null",
    });
    expect(refused(envelope({}, { request_type: "Pong" })).error).toMatchObject({
      type: "UnknownCommand",
      details: { nearest: "Ping" },
    });
  });

  it("parameters nested too deeply, in either encoding; what means nothing may be", () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    // `parameters` and `state_data` are two levels themselves.
    const flatly = (levels: number): string =>
      `{"id":"1","command":"update_session_state","parameters":{"session_id":"s","state_data":{"a":${nested(levels)}}}}`;
    expect(single(flatly(MAX_NESTING - 2)).kind).toBe("request");
    expect(refused(flatly(MAX_NESTING - 1))).toMatchObject({
      id: "1",
      error: { type: "InvalidRequest", details: { path: "parameters" } },
    });
    expect(refused(flatly(50_000)).id).toBe("1");
    const enveloped = `{"id":"1","version":"1.0.0","payload":{"type":"Request","data":{"request_type":"Ping","params":{"x":${nested(MAX_NESTING)}}}}}`;
    expect(refused(enveloped)).toMatchObject({ id: "1", encoding: "envelope" });
    expect(single(`{"id":"1","command":"ping","x":${nested(20_000)}}`).kind).toBe("request");
    expect(single(nested(20_000).replace("[", '{"id":"1","a":[').replace(/\]$/, "]}")).kind).toBe("refused");
  });

  it("bodies above the limit, in bytes", () => {
    const body = flat({ parameters: { message: "é".repeat(100) } });
    const bytes = Buffer.byteLength(body);
    expect(single(body, bytes).kind).toBe("request");
    expect(single(Buffer.from(body), bytes).kind).toBe("request");
    for (const sent of [body, Buffer.from(body)])
      expect(refused(sent, bytes - 1)).toMatchObject({
        id: "1",
        error: { details: { expected: `a body of at most ${bytes - 1} bytes`, found: `${bytes} bytes` } },
      });
  });

  it("what is not UTF-8 or not JSON, with the id where the head shows one", () => {
    expect(refused(Buffer.from('{"id":"5","command":"\xff"}', "latin1"))).toMatchObject({
      id: "5",
      error: { details: { expected: "UTF-8" } },
    });
    expect(refused("").error.details).toMatchObject({ expected: "JSON", found: "nothing" });
    for (const [body, id] of [
      ['{"id":"5"', "5"],
      ['{"command":"evaluate","parameters":{"id":"no","code":["id"]},"id" : "5","client', "5"],
      ['{"id":"a\\"\\u0062", x', 'a"b'],
      ['{"x":"\\"id\\":\\"9\\"', null],
      ['{"x":"a" "id":"5"', "5"],
      ['{"id":5,', null],
      ['{"id":"","id":"5",', null],
      [`{"id":"${"x".repeat(129)}",`, null],
      ['[{"id":"5"}', null],
      ['{"x":{"id":"5"},', null],
      ['{"x":{"y":{}},"id":"5"', "5"],
      [`{"x":"${"y".repeat(2_000)}","id":"5",`, null],
    ] as const)
      expect(refused(body).id, body).toBe(id);
    expect(refused('{"id":"5","payload":{').encoding).toBe("envelope");
  });

  it("hostile names are only names", () => {
    const body =
      '{"id":"1","command":"update_session_state","parameters":{"session_id":"s","state_data":{"__proto__":{"a":1}}}}';
    expect(JSON.stringify(single(body))).toContain('"__proto__":{"a":1}');
    expect(refused('{"__proto__":{"id":"1","command":"ping"}}').id).toBeNull();
    expect(commandNames).not.toContain("__proto__");
  });
});

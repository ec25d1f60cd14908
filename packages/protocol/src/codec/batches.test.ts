import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../commands/table.js";
import { EvaluationError } from "../errors/evaluating.js";
import { InternalError } from "../errors/server.js";
import { MAX_BATCH } from "../limits.js";
import { decodeBody } from "./decode.js";
import { decodeServerBody, type ServerMessage } from "./decode-reply.js";
import { encodeBatch, encodeError, encodeResult } from "./encode.js";
import type { DecodedRequest, Request } from "./request.js";

const batchOf = (body: string): readonly DecodedRequest[] => {
  const decoded = decodeBody(body);
  if (decoded.kind === "single") throw new TypeError("not an array");
  return decoded.requests;
};

const repliesIn = (text: string): readonly ServerMessage[] => {
  const messages = decodeServerBody(text);
  if (!("length" in messages)) throw new TypeError("not an array");
  return messages;
};

const ping = (id: string): string => `{"id":"${id}","command":"ping"}`;
const pinged: Request<"ping"> = {
  kind: "request",
  id: "1",
  encoding: "flat",
  shape: "current",
  command: "ping",
  parameters: {},
  client: undefined,
  clientId: undefined,
};
const { result } = commands.ping.example;

describe("arrays of requests", () => {
  it("are read one by one, in either encoding, each refused for itself", () => {
    const envelope =
      '{"id":"e","version":"1.0.0","payload":{"type":"Request","data":{"request_type":"Ping","params":{}}}}';
    const requests = batchOf(`[${ping("a")},${envelope},5,[],{"id":"b","command":"nope"},${ping("a")}]`);
    expect(requests.map(({ kind, id, encoding }) => [kind, id, encoding])).toEqual([
      ["request", "a", "flat"],
      ["request", "e", "envelope"],
      ["refused", null, "flat"],
      ["refused", null, "flat"],
      ["refused", "b", "flat"],
      ["request", "a", "flat"],
    ]);
    expect(batchOf("[]")).toEqual([]);
  });

  it("hold at most as many as may be", () => {
    const many = (count: number): string => `[${Array.from({ length: count }, () => ping("a")).join(",")}]`;
    expect(batchOf(many(MAX_BATCH))).toHaveLength(MAX_BATCH);
    expect(decodeBody(many(MAX_BATCH + 1))).toMatchObject({
      kind: "single",
      request: { kind: "refused", id: null, error: { details: { found: `${MAX_BATCH + 1} elements` } } },
    });
  });

  it("are answered by one array in the same order", () => {
    const ids = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 20 });
    fc.assert(
      fc.property(ids, (given) => {
        const replies = given.map((id, index) =>
          index % 3 === 0
            ? {
                to: { id, encoding: "envelope" as const },
                text: encodeError({ id, encoding: "envelope" }, new InternalError()),
              }
            : { to: { ...pinged, id }, text: encodeResult({ ...pinged, id }, result) },
        );
        const answered = repliesIn(encodeBatch(replies));
        expect(answered.map((reply) => (reply.kind === "event" ? undefined : reply.id))).toEqual(given);
      }),
      { numRuns: 100 },
    );
  });
});

describe("replies above the limit", () => {
  it("become ResultTooLarge, in bytes", () => {
    const request = { ...pinged, id: "7" };
    const long = { ...result, message: "é".repeat(1_000) };
    const bytes = Buffer.byteLength(encodeResult(request, long, 0));
    expect(bytes).toBeGreaterThan(2_000);
    expect(decodeServerBody(encodeResult(request, long, 0, bytes))).toMatchObject({ kind: "success" });
    expect(decodeServerBody(encodeResult(request, long, 0, bytes - 1))).toMatchObject({
      kind: "failure",
      id: "7",
      error: { type: "ResultTooLarge", details: { bytes, limit: bytes - 1 } },
    });
  });

  it("errors too", () => {
    const error = new EvaluationError({
      exception_class: "Error",
      message_text: "m",
      receiver: "nil",
      selector: "foo",
      stack: [],
      output: "x".repeat(5_000),
    });
    for (const encoding of ["flat", "envelope"] as const)
      expect(decodeServerBody(encodeError({ id: "7", encoding }, error, 0, 1_024))).toMatchObject({
        kind: "failure",
        id: "7",
        error: { type: "ResultTooLarge", details: { limit: 1_024 } },
      });
  });

  it("of an array: the longest become ResultTooLarge until the rest fits, no more", () => {
    const replies = [10, 4_000, 20, 6_000, 30].map((length, index) => {
      const to = { ...pinged, id: String(index) };
      return { to, text: encodeResult(to, { ...result, message: "m".repeat(length) }) };
    });
    const whole = Buffer.byteLength(encodeBatch(replies));
    const kinds = (limit: number): readonly string[] => {
      const text = encodeBatch(replies, limit);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      return repliesIn(text).map(({ kind }) => kind);
    };
    expect(kinds(whole)).toEqual(["success", "success", "success", "success", "success"]);
    expect(kinds(whole - 1)).toEqual(["success", "success", "success", "failure", "success"]);
    expect(kinds(whole - 6_000)).toEqual(["success", "failure", "success", "failure", "success"]);
  });

  it("of an array never grow: a short reply stays where nothing is saved", () => {
    const replies = Array.from({ length: 10 }, () => ({ to: pinged, text: encodeResult(pinged, result) }));
    expect(encodeBatch(replies, 100)).toBe(`[${replies.map(({ text }) => text).join(",")}]`);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBody } from "../codec/decode.js";
import type { Json } from "../schema/schema.js";
import { spoiledValuesOf, valuesOf } from "../testing/values-of.js";
import { newAjv } from "../testing/verdicts.js";
import { jsonSchemaBundle } from "./definitions.js";
import { commandMessages } from "./messages.js";

const ajv = newAjv();
ajv.addSchema(jsonSchemaBundle());
const publishedSchemaAccepts = ajv.compile({ $ref: "urn:stui:protocol:1#/$defs/RequestBody" });

const codecAccepts = (value: Json): boolean => {
  const decoded = decodeBody(JSON.stringify(value));
  return decoded.kind === "batch"
    ? decoded.requests.every(({ kind }) => kind !== "refused")
    : decoded.request.kind !== "refused";
};

const requests = commandMessages.flatMap(({ request, envelopeRequest }) => [request, envelopeRequest]);
const valid = fc.oneof(...requests.map(valuesOf));
const spoiled = fc.oneof(...requests.map(spoiledValuesOf));

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

describe("the published schema of requests accepts exactly what the codec accepts", {
  timeout: 60_000,
}, () => {
  it("valid requests of every command in both encodings", () => {
    for (const request of requests)
      fc.assert(
        fc.property(valuesOf(request), (value) => codecAccepts(value) && publishedSchemaAccepts(value)),
        { numRuns: 5 },
      );
  });

  it("spoiled requests", () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(spoiled, (value) => {
        const verdict = codecAccepts(value);
        seen[verdict ? "accepted" : "refused"]++;
        expect(publishedSchemaAccepts(value)).toBe(verdict);
      }),
      { numRuns: 600 },
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(30);
  });

  it("requests that mix both encodings", () => {
    fc.assert(
      fc.property(valid, valid, (one, other) => {
        const mixed = isObject(one) && isObject(other) ? { ...one, ...other } : one;
        expect(publishedSchemaAccepts(mixed)).toBe(codecAccepts(mixed));
      }),
      { numRuns: 300 },
    );
  });

  it("arrays of requests", () => {
    const some = fc.array(fc.oneof({ weight: 5, arbitrary: valid }, { weight: 1, arbitrary: spoiled }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(some, (batch) => {
        expect(publishedSchemaAccepts(batch)).toBe(codecAccepts(batch));
      }),
      { numRuns: 100 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { commandNames, declarationOf } from "../commands/table.js";
import { describeCommand } from "../describe.js";
import { jsonSchemaOf } from "../schema/json-schema.js";
import type { Json, JsonObject } from "../schema/schema.js";
import { expectSameVerdicts, newAjv } from "../testing/verdicts.js";
import { definitions, jsonSchemaBundle } from "./definitions.js";

const bundle = jsonSchemaBundle();
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const definitionAt = (reference: string): Json => {
  const { $defs } = bundle;
  const found = isObject($defs) ? $defs[reference.replace("#/$defs/", "")] : undefined;
  if (found === undefined) throw new Error(`nothing at ${reference}`);
  return found;
};

/** The JSON Schema with every reference replaced by what it refers to. */
const resolved = (value: Json): Json => {
  if (isList(value)) return value.map(resolved);
  if (!isObject(value)) return value;
  if (typeof value.$ref === "string") return resolved(definitionAt(value.$ref));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part)]));
};

/** What messages are made of; messages.test.ts holds whole requests against the codec. */
const PART = /(?:Parameters|Params|Result|Data|Details|ErrorReply)$|^(?!.*(?:Request|Reply)$)/;

describe("what is published", () => {
  it("accepts exactly what the checker accepts, in every definition of a part", { timeout: 60_000 }, () => {
    const ajv = newAjv();
    ajv.addSchema(bundle);
    let [accepted, refused] = [0, 0];
    for (const [name, schema] of definitions) {
      if (!PART.test(name)) continue;
      const seen = expectSameVerdicts(schema, ajv.compile({ $ref: `urn:stui:protocol:1#/$defs/${name}` }), 6);
      accepted += seen.accepted;
      refused += seen.refused;
    }
    expect(refused).toBeGreaterThan(500);
    expect(accepted).toBeGreaterThan(50);
  });

  it("is, with its references resolved, the JSON Schema of each schema", () => {
    for (const [name, schema] of definitions) {
      const published = resolved(definitionAt(`#/$defs/${name}`));
      const { not, ...rest } = isObject(published) ? published : {};
      expect(rest).toEqual(jsonSchemaOf(schema));
      expect(not !== undefined).toBe(name.endsWith("EnvelopeRequest"));
    }
  });

  it("is what describe answers", () => {
    for (const name of commandNames) {
      const { parameters, result } = declarationOf(name);
      expect(describeCommand(name)).toMatchObject({
        parameters: jsonSchemaOf(parameters),
        result: jsonSchemaOf(result),
      });
    }
  });
});

/** What is published, as files. */
import type { JsonObject } from "../schema/schema.js";
import { asyncApi } from "./asyncapi.js";
import { jsonSchemaBundle } from "./definitions.js";
import { reference } from "./reference.js";

export const SCHEMA_FILE = "stui.schema.json";

const json = (value: JsonObject): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The texts of the published files, by path within `docs`. */
export const publishedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ["protocol.md", reference()],
    [`protocol/${SCHEMA_FILE}`, json(jsonSchemaBundle())],
    ["protocol/asyncapi.json", json(asyncApi(SCHEMA_FILE))],
  ]);

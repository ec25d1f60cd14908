/** Schemas as JSON Schema, draft 2020-12. */
import type { Json, JsonObject, Node, Schema } from "./schema.js";

export const JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** The JSON Schema that accepts what the schema's checker accepts. */
export const jsonSchemaOf = (schema: Schema<unknown>): JsonObject => {
  const shape = jsonSchemaOfNode(schema.node);
  return schema.doc === "" ? shape : { ...shape, description: schema.doc };
};

const jsonSchemaOfNode = (node: Node): JsonObject => {
  switch (node.kind) {
    case "string":
      return {
        type: "string",
        ...some("minLength", node.minLength),
        ...some("maxLength", node.maxLength),
        ...some("pattern", node.pattern),
      };
    case "choice":
      return { type: "string", enum: node.values };
    case "number":
      return {
        type: node.integer ? "integer" : "number",
        ...some("minimum", node.minimum),
        ...some("maximum", node.maximum),
      };
    case "boolean":
    case "null":
      return { type: node.kind };
    case "json":
      return {};
    case "array":
      return { type: "array", items: jsonSchemaOf(node.items), ...some("maxItems", node.maxItems) };
    case "map":
      return { type: "object", additionalProperties: jsonSchemaOf(node.values) };
    case "object": {
      const required = node.fields.filter((field) => field.required).map((field) => field.name);
      return {
        type: "object",
        properties: Object.fromEntries(node.fields.map(({ name, schema }) => [name, jsonSchemaOf(schema)])),
        ...(required.length === 0 ? {} : { required }),
        ...(node.exactlyOne.length === 0
          ? {}
          : { oneOf: node.exactlyOne.map((name) => ({ required: [name] })) }),
      };
    }
    case "variants":
      return { oneOf: [...node.variants.values()].map(jsonSchemaOf) };
    case "union":
      return { anyOf: node.members.map(jsonSchemaOf) };
  }
};

const some = (name: string, value: Json | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value };

/** Schemas as JSON Schema, draft 2020-12. */
import type { Json, JsonObject, Node, Schema } from "./schema.js";

export const JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Where a schema is defined apart, as the value of a `$ref`; `undefined` where it is to be written out. */
export type References = (schema: Schema<unknown>) => string | undefined;

const nowhere: References = () => undefined;

/** The JSON Schema that accepts what the schema's checker accepts. */
export const jsonSchemaOf = (schema: Schema<unknown>, references: References = nowhere): JsonObject => {
  const reference = references(schema);
  return reference === undefined ? definitionOf(schema, references) : { $ref: reference };
};

/** As `jsonSchemaOf`, but written out even where it is defined apart: for that definition. */
export const definitionOf = (schema: Schema<unknown>, references: References): JsonObject => {
  const shape = jsonSchemaOfNode(schema.node, (inner) => jsonSchemaOf(inner, references));
  return schema.doc === "" ? shape : { ...shape, description: schema.doc };
};

const jsonSchemaOfNode = (node: Node, inner: (schema: Schema<unknown>) => JsonObject): JsonObject => {
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
      return { type: "array", items: inner(node.items), ...some("maxItems", node.maxItems) };
    case "map":
      return { type: "object", additionalProperties: inner(node.values) };
    case "object": {
      const required = node.fields.filter((field) => field.required).map((field) => field.name);
      return {
        type: "object",
        properties: Object.fromEntries(node.fields.map(({ name, schema }) => [name, inner(schema)])),
        ...(required.length === 0 ? {} : { required }),
        ...(node.exactlyOne.length === 0
          ? {}
          : { oneOf: node.exactlyOne.map((name) => ({ required: [name] })) }),
      };
    }
    case "variants":
      return { oneOf: [...node.variants.values()].map(inner) };
    case "union":
      return { anyOf: node.members.map(inner) };
  }
};

const some = (name: string, value: Json | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value };

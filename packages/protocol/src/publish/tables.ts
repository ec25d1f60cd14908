/** Schemas as tables for a reader: one row a field, fields of nested objects by their path. */
import type { Field, Node, Schema } from "../schema/schema.js";

/** The name under which a shape has a section of its own. */
export type ShapeName = (schema: Schema<unknown>) => string | undefined;

export const code = (text: string): string => `\`${text}\``;

/** Text within a cell of a table. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

/** The number with commas between thousands. */
export const grouped = (value: number): string => value.toLocaleString("en-US");

const range = (least: number | undefined, most: number | undefined, unit: string): string => {
  if (least === undefined || least === 0)
    return most === undefined
      ? least === 0 && unit === ""
        ? ", at least 0"
        : ""
      : `, at most ${grouped(most)}${unit}`;
  return most === undefined
    ? `, at least ${grouped(least)}${unit}`
    : `, ${grouped(least)} to ${grouped(most)}${unit}`;
};

export class FieldTables {
  constructor(private readonly shapeName: ShapeName) {}

  /** What kind of value a schema takes, in a few words. */
  type(schema: Schema<unknown>): string {
    const shape = this.shapeName(schema);
    return shape === undefined ? this.typeOfNode(schema.node) : `[${shape}](#${shape.toLowerCase()})`;
  }

  private typeOfNode(node: Node): string {
    switch (node.kind) {
      case "string":
        if (node.minLength === 1 && node.maxLength === undefined) return "string, not empty";
        return `string${range(node.minLength, node.maxLength, " characters")}${node.pattern === undefined ? "" : `, ${code(node.pattern)}`}`;
      case "number":
        return `${node.integer ? "integer" : "number"}${range(node.minimum, node.maximum, "")}`;
      case "choice":
        return node.values.map((value) => code(`"${value}"`)).join(" or ");
      case "boolean":
      case "null":
        return node.kind;
      case "json":
        return "any JSON value";
      case "array":
        return `array of ${this.type(node.items)}${node.maxItems === undefined ? "" : `, at most ${grouped(node.maxItems)}`}`;
      case "map":
        return `object of ${this.type(node.values)} by name`;
      case "object":
      case "variants":
        return "object";
      case "union":
        return node.members.map((member) => this.type(member)).join(" or ");
    }
  }

  /** The fields of an object, or what else the schema takes. */
  render(schema: Schema<unknown>): string {
    const shape = this.shapeName(schema);
    return shape === undefined ? this.definition(schema) : `${this.type(schema)}.`;
  }

  /** As `render`, but written out even where the schema has a name. */
  definition(schema: Schema<unknown>): string {
    const { node } = schema;
    if (node.kind === "union")
      return node.members
        .map((member) => `${member.doc === "" ? "" : `${member.doc}\n\n`}${this.render(member)}`)
        .join("\n\nor\n\n");
    if (node.kind === "variants")
      return [
        table(
          [code(node.tag), "fields"],
          [...node.variants].map(([name, variant]) => [code(`"${name}"`), this.inLine(variant, node.tag)]),
        ),
        table(["field", "meaning"], this.meanings(node)),
      ].join("\n\n");
    if (node.kind !== "object") return `${this.type(schema)}.`;
    if (node.fields.length === 0) return "None.";
    const rows = table(["field", "type", "meaning"], this.rows(node.fields, node.exactlyOne, ""));
    return node.exactlyOne.length === 0
      ? rows
      : `${rows}\n\nExactly one of ${node.exactlyOne.map(code).join(", ")}.`;
  }

  private rows(fields: readonly Field[], exactlyOne: readonly string[], path: string): string[][] {
    return fields.flatMap(({ name, schema, required }) => {
      const mark = required || exactlyOne.includes(name) ? "" : "?";
      const row = [code(`${path}${name}${mark}`), this.type(schema), schema.doc];
      return [row, ...this.nested(schema, `${path}${name}`)];
    });
  }

  /** The rows of an object without a name of its own, also within an array, a map or beside null. */
  private nested(schema: Schema<unknown>, path: string): string[][] {
    if (this.shapeName(schema) !== undefined) return [];
    const { node } = schema;
    switch (node.kind) {
      case "object":
        return this.rows(node.fields, node.exactlyOne, `${path}.`);
      case "array":
        return this.nested(node.items, `${path}[]`);
      case "map":
        return this.nested(node.values, `${path}.*`);
      case "union":
        return node.members.flatMap((member) => this.nested(member, path));
      default:
        return [];
    }
  }

  /** What the fields of the variants mean, each meaning once. */
  private meanings({ tag, variants }: Extract<Node, { kind: "variants" }>): string[][] {
    const meanings = new Map<string, Map<string, string[]>>();
    for (const [variant, { node }] of variants) {
      if (node.kind !== "object") continue;
      for (const { name, schema } of node.fields) {
        if (name === tag || schema.doc === "") continue;
        const ofName = meanings.get(name) ?? new Map<string, string[]>();
        meanings.set(name, ofName);
        ofName.set(schema.doc, [...(ofName.get(schema.doc) ?? []), variant]);
      }
    }
    return [...meanings].flatMap(([name, ofName]) =>
      [...ofName].map(([doc, where]) => [
        ofName.size === 1 ? code(name) : `${code(name)} of ${where.map((each) => code(each)).join(", ")}`,
        doc,
      ]),
    );
  }

  /** The fields of an object on one line, without the bounds of its strings. */
  private inLine({ node }: Schema<unknown>, without: string): string {
    if (node.kind !== "object") return "";
    return node.fields
      .filter(({ name }) => name !== without)
      .map(({ name, schema, required }) => {
        const type = schema.node.kind === "string" ? "string" : this.type(schema);
        return `${code(`${name}${required ? "" : "?"}`)} ${type}`;
      })
      .join("; ");
  }
}

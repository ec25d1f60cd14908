import { describe, expect, it } from "vitest";
import { expectSameVerdicts, newAjv } from "../testing/verdicts.js";
import { jsonSchemaOf } from "./json-schema.js";
import * as s from "./schema.js";

/** Schemas with every kind of node and bound, whether the protocol uses them so or not. */
const everyKind: Readonly<Record<string, s.Schema<unknown>>> = {
  string: s.string("", { minLength: 2, maxLength: 5 }),
  pattern: s.string("", { pattern: "^[a-z]{1,3}$" }),
  unicodePattern: s.string("", { pattern: "^.{1,2}$" }),
  choice: s.choice("", ["a", "b"]),
  number: s.number("", { minimum: -1.5, maximum: 2 }),
  integer: s.integer("", { minimum: 1 }),
  json: s.json(""),
  array: s.array("", s.count(""), 2),
  map: s.map("", s.nullable(s.boolean(""))),
  one: s.objectWithOne("", { n: s.count("") }, { a: s.json(""), b: s.string("") }),
  variants: s.variants("", "kind", { id: s.string("") }, { a: {}, b: { n: s.optional(s.count("")) } }),
  union: s.union("", [s.object("", { a: s.count("") }), s.array("", s.string(""))]),
};

describe("JSON Schema accepts exactly what the checker accepts", () => {
  it.each(Object.entries(everyKind))("of the kind %s", (name, schema) => {
    const { refused } = expectSameVerdicts(schema, newAjv().compile(jsonSchemaOf(schema)), 200);
    expect(name === "json" || refused > 0).toBe(true);
  });
});

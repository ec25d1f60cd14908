import { describe, expect, it } from "vitest";
import { checkerOf, describeValue, fits } from "./check.js";
import * as s from "./schema.js";

const misfit = (schema: s.Schema<unknown>, value: unknown) => checkerOf(schema)(value);

describe("a misfit", () => {
  it("names the first place that is wrong", () => {
    const schema = s.object("", {
      files: s.map("", s.object("", { lines: s.array("", s.integer("", { minimum: 1 })) })),
    });
    expect(misfit(schema, { files: { "a b": { lines: [1, 2, 0] } } })).toEqual({
      path: '.files["a b"].lines[2]',
      expected: "an integer of at least 1",
      found: "the number 0",
    });
    expect(misfit(schema, { files: { a: {} } })).toEqual({
      path: ".files.a.lines",
      expected: "an array",
      found: "nothing",
    });
    expect(misfit(schema, { files: {} })).toBeUndefined();
  });

  it("says what each kind expects", () => {
    const expectations: readonly (readonly [s.Schema<unknown>, unknown, string])[] = [
      [s.string("", { minLength: 1 }), "", "a string of at least 1 characters"],
      [s.string("", { minLength: 1, maxLength: 3 }), "abcd", "a string of 1 to 3 characters"],
      [s.string("", { pattern: "^a$" }), "b", "a string matching ^a$"],
      [s.number("", { minimum: 0, maximum: 5 }), 6, "a number from 0 to 5"],
      [s.number("", { maximum: 5 }), 6, "a number of at most 5"],
      [s.integer(""), 0.5, "an integer"],
      [s.boolean(""), 0, "true or false"],
      [s.choice("", ["a"]), "b", '"a"'],
      [s.choice("", ["a", "b"]), "c", "one of a, b"],
      [s.array("", s.json(""), 1), [1, 2], "an array of at most 1 elements"],
      [s.map("", s.json("")), [], "an object"],
      [s.nullable(s.string("")), 1, "a string, or null"],
      [s.objectWithOne("", {}, { a: s.json(""), b: s.json("") }), { a: 1, b: 1 }, "exactly one of a, b"],
      [s.variants("", "kind", {}, { x: {}, y: {} }), { kind: "z" }, "one of x, y"],
    ];
    for (const [schema, value, expected] of expectations)
      expect(misfit(schema, value)?.expected).toBe(expected);
  });

  it("goes deep into the member of a union that comes nearest", () => {
    const schema = s.union("", [s.string(""), s.object("", { a: s.object("", { b: s.boolean("") }) })]);
    expect(misfit(schema, { a: { b: 1 } })).toMatchObject({ path: ".a.b", expected: "true or false" });
    expect(misfit(schema, 5)).toEqual({
      path: "",
      expected: "a string, or an object",
      found: "the number 5",
    });
  });

  it("shows values in a few words", () => {
    expect(describeValue("x".repeat(1_000)).length).toBeLessThan(60);
    expect([undefined, null, [], {}, true, 5, "a"].map(describeValue)).toEqual([
      "nothing",
      "null",
      "an array",
      "an object",
      "true",
      "the number 5",
      'the string "a"',
    ]);
  });
});

describe("a checker", () => {
  it("counts characters, not UTF-16 units", () => {
    const schema = s.string("", { minLength: 2, maxLength: 3 });
    for (const text of ["ab", "😀😀", "😀😀😀", "\ud83d\ud83d", "a\udc00b"])
      expect(fits(schema, text), text).toBe(true);
    for (const text of ["", "😀", "😀😀😀😀", "abcd", "\ud800\ud800\ud800\ud800"])
      expect(fits(schema, text), text).toBe(false);
  });

  it("takes no number that JSON cannot hold", () => {
    expect(fits(s.number(""), Number.NaN)).toBe(false);
    expect(fits(s.number(""), Number.POSITIVE_INFINITY)).toBe(false);
    expect(fits(s.integer(""), JSON.parse("1e400"))).toBe(false);
    expect(fits(s.integer(""), 3.0)).toBe(true);
  });

  it("takes the fields of the extending schema over those of the base", () => {
    const base = s.object("", { a: s.string(""), b: s.string("") });
    const extended = s.extend("", base, { b: s.count(""), c: s.optional(s.boolean("")) });
    expect(fits(extended, { a: "", b: 1 })).toBe(true);
    expect(fits(extended, { a: "", b: "" })).toBe(false);
    expect(() => s.extend("", s.string(""), {})).toThrow(TypeError);
  });
});

/** What methods become, as the printer of the IR writes it: scopes, captures, and which sends are compiled in line. */
import { describe, expect, it } from "vitest";
import { printUnit } from "../ir/index.js";
import { SyntaxFailure } from "../syntax/index.js";
import { compileDoit, compileMethod } from "./index.js";
import { testNames } from "./names.testing.js";

function compiled(source: string, ...fields: readonly string[]): string {
  return printUnit(compileMethod(source, testNames(...fields)).unit);
}

/** The lines, without their numbers, of what a method becomes. */
function lines(source: string, ...fields: readonly string[]): string[] {
  return compiled(source, ...fields)
    .split("\n")
    .map((line) => line.replace(/^\s*\d*\s*/, ""));
}

const sends = (source: string): string[] =>
  lines(source).filter((line) => /:= (?:r\d+|self|#\S+) [a-zA-Z:]+/.test(line) && !line.includes("field"));

describe("the printer", () => {
  it("writes one instruction a line, with the blocks below", () => {
    expect(compiled("foo: x ^ items collect: [:e | e + x]", "items")).toBe(
      [
        "method foo: parameters 1 copied 0 registers 4",
        "   0   r2 := field items",
        "   1   r3 := block 0 copying r0",
        "   2   r1 := r2 collect: r3",
        "   3   return r1",
        "    block 0 parameters 1 copied 1 registers 3",
        "       0   r2 := r0 + r1",
        "       1   return r2",
      ].join("\n"),
    );
  });

  it("indents what stands in loops and branches", () => {
    const printed = compiled("foo: n | i | i := 0. [i < n] whileTrue: [i := i + 1]");
    expect(printed).toContain("\n   1   loop\n   2     r2 := r1 < r0\n   3     if r2\n   4       r1 := r1 +");
  });
});

describe("captures", () => {
  it("copies what is never assigned behind the block", () => {
    expect(lines("foo: x | y | y := x. ^ [y]")).toContain("r2 := block 0 copying r1");
  });

  it("keeps on the heap what is assigned behind the block", () => {
    const foo = lines("foo | y | y := 1. self do: [y]. y := 2. ^ y");
    expect(foo).toContain("r0 := scope y");
    expect(foo.filter((line) => line.startsWith("r0.y :="))).toHaveLength(2);
  });

  it("keeps on the heap what a block assigns", () => {
    expect(lines("foo | y | self do: [y := 1]. ^ y")).toContain("r0 := scope y");
  });

  it("copies the loop variable of each round", () => {
    expect(lines("foo 1 to: 3 do: [:i | self do: [i]]").join()).not.toContain("scope");
  });

  it("makes a scope for each round where the round assigns behind the block", () => {
    const foo = lines("foo [self go] whileTrue: [| t | self do: [t]. t := 1]");
    expect(foo.indexOf("r1 := scope t")).toBeGreaterThan(foo.indexOf("loop"));
  });

  it("hands a scope on through a block between", () => {
    const foo = lines("foo | y | [[y := 1] value] value. ^ y");
    expect(foo).toContain("block 0 parameters 0 copied 1 registers 3");
    expect(foo.filter((line) => line.endsWith(":= block 0 copying r0"))).toHaveLength(2);
  });

  it("knows whether a block returns from the method", () => {
    expect(compiled("foo self do: [^ 1]").split("\n")[0]).toMatch(/ home$/);
    expect(compiled("foo self do: [1]").split("\n")[0]).not.toMatch(/ home$/);
  });
});

describe("in line are", () => {
  const inline = [
    "^ x ifTrue: [1]",
    "^ x ifTrue: [1] ifFalse: [2]",
    "^ x ifNil: [1] ifNotNil: [:y | y]",
    "^ x isNil and: [true]",
    "^ x or: [false]",
    "[true] whileTrue: []",
    "[x] whileFalse",
    "[^ 1] repeat",
    "^ x == nil",
    "3 timesRepeat: []",
    "1 to: 3 do: [:i | i]",
    "3 to: 1 by: -1 do: [:i | i]",
  ];
  for (const body of inline)
    it(body, () => {
      expect(compiled(`foo: x ${body}`)).not.toContain("block 0");
    });
});

describe("sends like any other are", () => {
  const others = [
    ["x ifTrue: [:y | y]", "ifTrue:"],
    ["x ifTrue: self", "ifTrue:"],
    ["x whileTrue: [1]", "whileTrue:"],
    ["1 to: 3 do: x", "to:do:"],
    ["1 to: 3 by: x do: [:i | i]", "to:by:do:"],
    ["1 to: 3 by: 0 do: [:i | i]", "to:by:do:"],
    ["x do: [:e | e]", "do:"],
  ] as const;
  for (const [body, selector] of others)
    it(body, () => {
      expect(sends(`foo: x ${body}`).some((line) => line.includes(` ${selector}`))).toBe(true);
    });

  it("those to super", () => {
    expect(lines("foo super ifTrue: [1]").join()).toContain("super ifTrue:");
  });
});

describe("what cannot be compiled says why:", () => {
  const failures = [
    ["foo: x x := 1", "x is an argument and cannot be assigned"],
    ["foo | x x | ^ x", "x is declared twice"],
    ["foo | self | ^ 1", "self cannot be declared"],
    ["foo ^ zork", "undeclared variable zork"],
    ["foo zork := 1", "undeclared variable zork"],
  ] as const;
  for (const [source, message] of failures)
    it(source, () => {
      expect(() => compileMethod(source, testNames())).toThrow(SyntaxFailure);
      expect(() => compileMethod(source, testNames())).toThrow(message);
    });
});

it("answers the last statement of a doit", () => {
  expect(printUnit(compileDoit("1. 2", testNames()))).toContain('return #{"type":"integer","value":"2"}');
});

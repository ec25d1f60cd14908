/** Tally, as its README tells of it. */
import { describe, expect, it } from "vitest";
import { LoadedExample, statementsOf } from "../readme.testing.js";

const example = await LoadedExample.load(new URL("Tally/", import.meta.url));
const statements = statementsOf(new URL("README.md", import.meta.url));

it("loads whole", () => {
  expect(example.loaded).toMatchObject({ kind: "loaded", packages: ["Tally"] });
  expect(example.loaded.kind === "loaded" && example.loaded.classes).toHaveLength(15);
});

describe("the README", () => {
  it("has two statements", () => expect(statements).toHaveLength(2));
  for (const { folder, code, shows } of statements) {
    it(code, () => {
      expect(folder).toBe("examples/tally/Tally");
      expect(example.shown(code)).toBe(shows);
    });
  }
});

describe("a program", () => {
  for (const [program, value] of [
    ["1 + 2 * 3", "7"],
    ["(1 + 2) * 3", "9"],
    ["let x = 4 in x * x", "16"],
    ["if 1 < 2 then 10 else 20", "10"],
    ["let add = fun a -> fun b -> a + b in add(3)(4)", "7"],
    ["not (1 == 2) and 3 <= 3", "true"],
  ] as const) {
    it(program, () => {
      expect(example.shown(`Tally run: '${program}'`)).toBe(value);
    });
  }
  it("that counts primes", () => {
    expect(example.shown("Tally primes")).toBe("25");
  });
});

describe("a program that is wrong ends in a TallyError:", () => {
  for (const [program, message] of [
    ["1 +", /^expected .* at 4/],
    ["let = 3 in 4", /^expected/],
    ["x", /^x is not defined/],
    ["1 / 0", /division by zero/],
    ["3(4)", /./],
  ] as const) {
    it(program, () => {
      expect(example.evaluate(`Tally run: '${program}'`)).toMatchObject({
        kind: "error",
        exceptionClass: "TallyError",
        messageText: expect.stringMatching(message),
      });
    });
  }
  // A stack of a million activations takes its time where the machine is busy.
  it("one without end is stopped", { timeout: 60_000 }, () => {
    expect(example.evaluate("Tally run: 'let f = fun n -> f(n) in f(1)'")).toMatchObject({
      kind: "exhausted",
      resource: "depth",
    });
  });
});

import { describe, expect, it } from "vitest";
import { choose, matches } from "./filter.js";

const testClass = (name: string, selectors: readonly string[], problem = "") => ({
  name,
  package: "P",
  selectors,
  problem,
});

describe("matches", () => {
  it.each([
    ["Add", "FooTest>>testAdd", true],
    ["add", "FooTest>>testAdd", false],
    ["*>>testAdd", "FooTest>>testAdd", true],
    ["Foo*", "FooTest>>testAdd", true],
    ["*test", "FooTest>>testAdd", false],
    ["a.c*", "abc", false],
  ])("%s in %s: %s", (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });
});

describe("choose", () => {
  it("takes each class once, whole where nothing is left out", () => {
    const a = testClass("A", ["testX", "testY"]);
    expect(choose([a, testClass("B", []), a], undefined)).toEqual([
      { testClass: a, selectors: ["testX", "testY"], isWhole: true },
    ]);
    expect(choose([a], "X")).toEqual([{ testClass: a, selectors: ["testX"], isWhole: false }]);
    expect(choose([a], "nothing")).toEqual([]);
  });

  it("keeps a class whose tests cannot be told", () => {
    const broken = testClass("A", [], "Error: no");
    expect(choose([broken], "X")).toEqual([{ testClass: broken, selectors: [], isWhole: true }]);
  });
});

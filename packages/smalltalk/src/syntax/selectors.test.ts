import { describe, expect, it } from "vitest";
import { isBinarySelector, isKeywordSelector, isUnarySelector, keywordsOf, numArgs } from "./selectors.js";

describe("selectors", () => {
  it.each([
    ["size", "unary", 0, ["size"]],
    ["étage_2", "unary", 0, ["étage_2"]],
    ["+", "binary", 1, ["+"]],
    ["->", "binary", 1, ["->"]],
    ["×", "binary", 1, ["×"]],
    ["at:", "keyword", 1, ["at:"]],
    ["at:put:", "keyword", 2, ["at:", "put:"]],
    ["", "none", 0, []],
    ["2x", "none", 0, ["2x"]],
    ["at::", "none", 2, ["at:", ":"]],
    ["a b", "none", 0, ["a b"]],
  ])("%j is %s", (selector, kind, count, parts) => {
    expect(isUnarySelector(selector)).toBe(kind === "unary");
    expect(isBinarySelector(selector)).toBe(kind === "binary");
    expect(isKeywordSelector(selector)).toBe(kind === "keyword");
    expect(numArgs(selector)).toBe(count);
    expect(keywordsOf(selector)).toEqual(parts);
  });
});

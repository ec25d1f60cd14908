import { describe, expect, it } from "vitest";
import { cutToWidth, graphemesOf, textWidth } from "./width.js";

describe("textWidth", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["ｱ", 1],
    ["Ａ", 2],
    ["😀", 2],
    ["👩‍👩‍👧", 2],
    ["🇫🇷", 2],
    ["❤\ufe0f", 2],
    ["a\u200bb", 2],
    ["", 0],
  ])("%j takes %i columns", (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe("cutToWidth", () => {
  it("cuts between characters, and says so", () => {
    expect(cutToWidth("abcdef", 6)).toBe("abcdef");
    expect(cutToWidth("abcdef", 5)).toBe("abcd…");
    expect(cutToWidth("日本語", 4)).toBe("日…");
  });
});

describe("graphemesOf", () => {
  it("keeps what belongs together", () => {
    expect([...graphemesOf("ae\u0301👩‍👩‍👧b")].map(({ at }) => at)).toEqual([0, 1, 3, 11]);
  });
});

import { expect, it } from "vitest";
import { fitting } from "./console.js";

it.each([
  [["a", "b", "c"], 2, 2],
  [["a", "b"], 3, 2],
  [["x".repeat(25), "b"], 3, 1],
  [["x".repeat(50), "b"], 3, 1],
  [["\u001b[31mabcdefgh\u001b[39m", "日本語日本", "c"], 3, 3],
  [["\ta", "b", "c"], 3, 3],
  [[], 3, 0],
] as const)("of %j in %i rows of ten columns fit %i", (lines, rows, count) => {
  expect(fitting(lines, 10, rows)).toBe(count);
});

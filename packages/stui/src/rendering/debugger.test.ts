import { expect, it } from "vitest";
import { noColours } from "./colours.js";
import { type Frame, renderDebugger } from "./debugger.js";

const frame = (more: Partial<Frame>): Frame => ({
  index: 0,
  method: "Bill>>netOf:",
  class_name: "Bill",
  selector: "netOf:",
  receiver: "a Bill",
  receiver_class: "Bill",
  arguments: [{ name: "n", print_string: "3", class_name: "SmallInteger" }],
  temporaries: [],
  source: "netOf: n\n\t^ n / (rate\n\t\tat: n)",
  range: { start: 14, end: 32 },
  line: 2,
  ...more,
});

const lines = (more: Partial<Frame>, columns = 80): string[] => {
  const shown = frame(more);
  return renderDebugger({ reason: "Step", frame: shown, stack: [shown], depth: 3 }, noColours, columns);
};

it("marks what it stands at, over all its lines", () => {
  expect(lines({})).toEqual([
    "Step in Bill>>netOf:",
    "    1  netOf: n",
    "    2      ^ n / (rate",
    "               ^^^^^^^",
    "    3          at: n)",
    "               ^^^^^^",
    "  > 0  Bill>>netOf:, line 2",
    "    and 2 more",
    "  self  a Bill",
    "  n     3",
  ]);
});

it("keeps to the columns, and lets nothing of a program's text reach the terminal", () => {
  const shown = lines({ receiver: "\u001b[2J", source: `netOf: n "${"x".repeat(100)}"`, range: null }, 30);
  expect(Math.max(...shown.map((line) => line.length))).toBeLessThanOrEqual(30);
  expect(shown.join("")).not.toContain("\u001b");
});

/** The simulation, as its README tells of it. */
import { describe, expect, it } from "vitest";
import { LoadedExample, statementsOf } from "../readme.testing.js";

const example = await LoadedExample.load(new URL("Simulation/", import.meta.url));
const statements = statementsOf(new URL("README.md", import.meta.url));

it("loads whole", () => {
  expect(example.loaded).toMatchObject({ kind: "loaded", packages: ["Simulation"] });
  expect(example.loaded.kind === "loaded" && example.loaded.classes).toHaveLength(7);
});

describe("the README", () => {
  it("has one statement", () => expect(statements).toHaveLength(1));
  for (const { folder, code, shows } of statements) {
    it(code, () => {
      expect(folder).toBe("examples/simulation/Simulation");
      expect(example.shown(code)).toBe(shows);
    });
  }
});

it("gives the same day every time", () => {
  expect(
    example.shown(
      "((1 to: 3) collect: [ :i | (SimBank runWithCounters: 3 minutes: 240) report ]) asSet size",
    ),
  ).toBe("1");
});

it("has nobody wait where there are counters enough, and more wait where there are few", () => {
  const waiting = (counters: number) =>
    example.shown(`(SimBank runWithCounters: ${counters} minutes: 480) counters queueLength`);
  expect(waiting(50)).toBe("0");
  expect(Number(waiting(1))).toBeGreaterThan(Number(waiting(2)));
});

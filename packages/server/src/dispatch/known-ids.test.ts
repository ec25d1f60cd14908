import fc from "fast-check";
import { expect, it } from "vitest";
import { KnownIds } from "./known-ids.js";

it("knows exactly the ids that were added", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 400 }), (ids) => {
      const known = new KnownIds(1_000, 0);
      const half = ids.slice(ids.length / 2);
      for (const id of half) known.add(id, 0);
      expect(ids.filter((id) => known.has(id, 0))).toEqual(half);
    }),
  );
});

it("tells many thousands of similar ids apart", () => {
  const known = new KnownIds(1_000, 0);
  for (let i = 0; i < 100_000; i += 2) known.add(`${i}`, 0);
  const wrong = Array.from({ length: 100_000 }, (_, i) => i).filter(
    (i) => known.has(`${i}`, 0) !== (i % 2 === 0),
  );
  expect(wrong).toEqual([]);
});

it("remembers an id for the retention, and forgets it after twice that", () => {
  const known = new KnownIds(1_000, 0);
  known.add("a", 999);
  expect(known.has("a", 1_998)).toBe(true);
  expect(known.has("a", 3_000)).toBe(false);
  known.add("b", 3_100);
  expect(known.has("b", 99_000)).toBe(false);
});

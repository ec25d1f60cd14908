import fc from "fast-check";
import { expect, it } from "vitest";
import { KnownIds } from "./known-ids.js";
import { hashOf } from "./seeded-hash.js";

it("knows exactly the ids that were added", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 400 }), (ids) => {
      const known = new KnownIds(1_000, 0);
      const half = ids.slice(ids.length / 2);
      for (const id of half) known.add(hashOf(id), 0);
      expect(ids.filter((id) => known.has(hashOf(id), 0))).toEqual(half);
    }),
  );
});

it("tells many thousands of similar ids apart", () => {
  const known = new KnownIds(1_000, 0);
  for (let i = 0; i < 100_000; i += 2) known.add(hashOf(`${i}`), 0);
  const wrong = Array.from({ length: 100_000 }, (_, i) => i).filter(
    (i) => known.has(hashOf(`${i}`), 0) !== (i % 2 === 0),
  );
  expect(wrong).toEqual([]);
});

const A = 1;
const B = 2;

it("remembers an id for the retention, and forgets it after twice that", () => {
  const known = new KnownIds(1_000, 0);
  known.add(A, 999);
  expect(known.has(A, 1_998)).toBe(true);
  expect(known.has(A, 3_000)).toBe(false);
  known.add(B, 3_100);
  expect(known.has(B, 99_000)).toBe(false);
});

it("goes on remembering what is held", () => {
  const known = new KnownIds(1_000, 0, () => [A]);
  known.add(A, 0);
  known.add(B, 0);
  expect([known.has(A, 9_000), known.has(B, 9_000)]).toEqual([true, false]);
});

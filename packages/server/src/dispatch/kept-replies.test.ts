import fc from "fast-check";
import { expect, it } from "vitest";
import { KeptReplies } from "./kept-replies.js";

/** The last of `replies` that fit, the newest always among them where it fits alone. */
const lastOf = (replies: readonly string[], most: number, mostBytes: number): Set<number> => {
  const kept = new Set<number>();
  let bytes = 0;
  for (let index = replies.length - 1; index >= 0 && kept.size < most; index -= 1) {
    const length = Buffer.byteLength(replies[index] ?? "");
    if (length > mostBytes) continue;
    bytes += length;
    if (bytes > mostBytes) break;
    kept.add(index);
  }
  return kept;
};

it("finds each reply that it keeps, whole, and keeps no other than the last", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }), { maxLength: 120 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 400 }),
      (replies, most, mostBytes) => {
        const kept = new KeptReplies(most, mostBytes);
        replies.forEach((reply, index) => {
          kept.keep(index + 1, index * 3, reply);
          if (Buffer.byteLength(reply) <= mostBytes)
            expect(kept.find(index + 1)).toEqual({ fingerprint: index * 3, reply: reply });
        });
        const mayBe = lastOf(replies, most, mostBytes);
        const found = [...kept.ids()];
        for (const id of found) {
          expect(mayBe).toContain(id - 1);
          expect(kept.find(id)?.reply).toBe(replies[id - 1]);
        }
        // Those that are let go early make room for one piece at the ring's end.
        expect(found).toEqual([...found].sort((a, b) => a - b));
      },
    ),
  );
});

it("keeps as many as it may where they are small", () => {
  const kept = new KeptReplies(256, 4 * 1024 * 1024);
  for (let id = 1; id <= 1_000; id += 1) kept.keep(id, id, `reply ${id}`);
  expect([...kept.ids()]).toEqual(Array.from({ length: 256 }, (_, index) => 745 + index));
  expect(kept.find(745)).toEqual({ fingerprint: 745, reply: "reply 745" });
  expect(kept.find(744)).toBeUndefined();
});

it("does not keep what is too long, and loses nothing for it", () => {
  const kept = new KeptReplies(4, 100);
  kept.keep(1, 1, "short");
  kept.keep(2, 2, "x".repeat(101));
  expect(kept.find(1)?.reply).toBe("short");
  expect(kept.find(2)).toBeUndefined();
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameReader, frameOf } from "./frames.js";

describe("frames", () => {
  it("come out as they went in, however the bytes are cut", () => {
    const text = fc.string({ unit: "binary", maxLength: 50 });
    const surrogates = fc.string({ unit: fc.constantFrom("\ud800", "\udfff", "a", "é", "🙂") });
    const values = fc.array(fc.oneof(text, surrogates, fc.jsonValue()), { maxLength: 20 });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (list, cuts) => {
        const bytes = Buffer.concat(list.map(frameOf));
        const read: unknown[] = [];
        const reader = new FrameReader((texts) => read.push(...texts.map((json) => JSON.parse(json))));
        for (let at = 0; at < bytes.length; ) {
          const size = cuts.next().value;
          reader.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(JSON.stringify(read)).toBe(JSON.stringify(list));
      }),
    );
  });
});

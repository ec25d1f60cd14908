/** Strings against arrays of code points. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

fc.configureGlobal({ numRuns: 40 });

const workspace = new TestWorkspace();

/** Latin 1, the rest of the BMP, and beyond it. */
const point = fc.oneof(
  fc.integer({ min: 32, max: 255 }),
  fc.integer({ min: 256, max: 0xd7ff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);
const points = fc.array(point, { maxLength: 12 });
const literal = (codes: readonly number[]) => `'${String.fromCodePoint(...codes).replaceAll("'", "''")}'`;
const codesOf = (code: string) =>
  workspace.print(`((${code}) asArray collect: [ :c | c asInteger ]) asArray`);
const array = (codes: readonly number[]) => `#(${codes.join(" ")})`;

it("holds the code points that were written", () => {
  fc.assert(
    fc.property(points, (codes) => {
      expect(codesOf(`${literal(codes)}`)).toBe(array(codes));
      expect(workspace.print(`${literal(codes)} size`)).toBe(`${codes.length}`);
      expect(workspace.print(literal(codes))).toBe(literal(codes));
      expect(workspace.print(`${literal(codes)} class`)).toBe(
        codes.some((c) => c > 255) ? "WideString" : "ByteString",
      );
    }),
  );
});

it("is written at any place with any character, and nothing else changes", () => {
  const write = fc.record({ at: fc.nat(), code: point });
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 12 }),
      fc.array(write, { maxLength: 6 }),
      (codes, writes) => {
        const expected = [...codes];
        const sends = writes.map(({ at, code }) => {
          expected[at % codes.length] = code;
          return `s at: ${(at % codes.length) + 1} put: (Character value: ${code}).`;
        });
        workspace.print(`s := ${literal(codes)} copy. ${sends.join(" ")}`);
        expect(codesOf("s")).toBe(array(expected));
      },
    ),
  );
});

it("is joined, cut, searched, reversed and compared by code points", () => {
  fc.assert(
    fc.property(points, points, fc.nat({ max: 12 }), fc.nat({ max: 12 }), (a, b, i, j) => {
      const [x, y] = [literal(a), literal(b)];
      expect(codesOf(`${x} , ${y}`)).toBe(array([...a, ...b]));
      expect(codesOf(`${x} reversed`)).toBe(array([...a].reverse()));
      const [from, to] = [Math.min(i, a.length), Math.min(Math.max(i, j), a.length)];
      expect(codesOf(`${x} copyFrom: ${from + 1} to: ${to}`)).toBe(array(a.slice(from, to)));
      const wanted = b[0];
      if (wanted !== undefined)
        expect(workspace.print(`${x} indexOf: (Character value: ${wanted})`)).toBe(
          `${a.indexOf(wanted) + 1}`,
        );
      expect(
        workspace.print(
          `{ ${x} = ${y}. ${x} = ${x} copy. ${x} hash = ${x} copy hash. ${x} asSymbol == ${x} copy asSymbol }`,
        ),
      ).toBe(`#(${array(a) === array(b)} true true true)`);
      expect(workspace.print(`(${x} , ${y}) endsWith: ${y}`)).toBe("true");
      expect(workspace.print(`(${x} , ${y}) beginsWith: ${x}`)).toBe("true");
      if (b.length > 0)
        expect(Number(workspace.print(`(${x} , ${y}) findString: ${y}`))).toBe(firstOf([...a, ...b], b) + 1);
    }),
  );
});

function firstOf(all: readonly number[], part: readonly number[]): number {
  for (let i = 0; i + part.length <= all.length; i += 1) if (part.every((c, k) => all[i + k] === c)) return i;
  return -1;
}

it("orders by code points", () => {
  fc.assert(
    fc.property(points, points, (a, b) => {
      const k = a.findIndex((c, i) => c !== b[i]);
      const less = k < 0 ? a.length < b.length : b[k] !== undefined && (a[k] ?? 0) < (b[k] ?? 0);
      expect(workspace.print(`${literal(a)} < ${literal(b)}`)).toBe(`${less}`);
    }),
  );
});

it("survives UTF-8", () => {
  fc.assert(
    fc.property(points, (codes) => {
      const bytes = [...new TextEncoder().encode(String.fromCodePoint(...codes))];
      expect(workspace.print(`${literal(codes)} utf8Encoded`)).toBe(`#[${bytes.join(" ")}]`);
      expect(codesOf(`${literal(codes)} utf8Encoded utf8Decoded`)).toBe(array(codes));
    }),
  );
});

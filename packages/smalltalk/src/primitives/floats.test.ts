/** Floats against JavaScript's numbers, which are the same 64 bits. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

fc.configureGlobal({ numRuns: 40 });

const workspace = new TestWorkspace();

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** A Smalltalk expression of exactly this Float. */
const literal = (v: number): string => {
  const [mantissa = "", exponent = "0"] = Math.abs(v).toExponential().split("e");
  const digits = `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${Number(exponent)}`;
  return v < 0 || Object.is(v, -0) ? `-${digits}` : digits;
};
const bits = (v: number): string => {
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, v);
  return `${words.getBigUint64(0)}`;
};
const BITS = "asIEEE64BitWord";
const bitsOf = (code: string): string => workspace.print(`(${code}) ${BITS}`);

it("reads a literal as JavaScript reads it", () => {
  fc.assert(
    fc.property(finite, (v) => {
      expect(bitsOf(literal(v))).toBe(bits(v));
    }),
  );
});

it("prints the shortest text that reads back as itself", () => {
  fc.assert(
    fc.property(finite, (v) => {
      const text = workspace.print(literal(v));
      expect(bitsOf(text)).toBe(bits(v));
      const significant = (s: string) =>
        s
          .replace(/e.*$/, "")
          .replace(/[-.]/g, "")
          .replace(/^0+|0+$/g, "").length;
      expect(significant(text)).toBe(significant(v.toExponential()));
    }),
  );
});

it("calculates as IEEE 754 says", () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const [x, y] = [literal(a), literal(b)];
      expect(bitsOf(`${x} + (${y})`)).toBe(bits(a + b));
      expect(bitsOf(`${x} - (${y})`)).toBe(bits(a - b));
      expect(bitsOf(`${x} * (${y})`)).toBe(bits(a * b));
      if (b !== 0) expect(bitsOf(`${x} / (${y})`)).toBe(bits(a / b));
      expect(workspace.print(`{ ${x} < (${y}). ${x} = (${y}). ${x} >= (${y}) }`)).toBe(
        `#(${a < b} ${a === b} ${a >= b})`,
      );
    }),
  );
});

it("rounds to integers exactly", () => {
  fc.assert(
    fc.property(fc.oneof(finite, fc.double({ min: -1e6, max: 1e6, noNaN: true })), (v) => {
      const x = literal(v);
      const half = Math.abs(v - Math.trunc(v)) >= 0.5 ? BigInt(Math.sign(v)) : 0n;
      expect(workspace.print(`{ ${x} truncated. ${x} floor. ${x} ceiling. ${x} rounded }`)).toBe(
        `#(${BigInt(Math.trunc(v))} ${BigInt(Math.floor(v))} ${BigInt(Math.ceil(v))} ${BigInt(Math.trunc(v)) + half})`,
      );
    }),
  );
});

it("is exactly its fraction, and the fraction is nearest to it", () => {
  fc.assert(
    fc.property(finite, (v) => {
      const x = literal(v);
      if (v !== 0) expect(bitsOf(`${x} asExactFraction asFloat`)).toBe(bits(v));
      expect(workspace.print(`${x} = ${x} asExactFraction`)).toBe("true");
      expect(workspace.print(`${x} hash = ${x} asExactFraction hash`)).toBe("true");
    }),
  );
});

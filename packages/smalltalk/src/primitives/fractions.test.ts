/** Fractions are exact. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

fc.configureGlobal({ numRuns: 40 });

const workspace = new TestWorkspace();

interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
function ratio(n: bigint, d: bigint): Ratio {
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / g, d: d / g };
}
const text = ({ n, d }: Ratio): string => (d === 1n ? `${n}` : `(${n}/${d})`);
const size = fc.oneof(fc.bigInt({ min: -30n, max: 30n }), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }));
const fraction = fc
  .tuple(
    size,
    size.filter((n) => n !== 0n),
  )
  .map(([n, d]) => ratio(n, d));

it("calculates exactly, in lowest terms", () => {
  fc.assert(
    fc.property(fraction, fraction, (a, b) => {
      const say = (r: Ratio) => `((${r.n}) / (${r.d}))`;
      const prints = (code: string, r: Ratio) => expect(workspace.print(code)).toBe(text(r));
      prints(`${say(a)} + ${say(b)}`, ratio(a.n * b.d + b.n * a.d, a.d * b.d));
      prints(`${say(a)} - ${say(b)}`, ratio(a.n * b.d - b.n * a.d, a.d * b.d));
      prints(`${say(a)} * ${say(b)}`, ratio(a.n * b.n, a.d * b.d));
      if (b.n !== 0n) prints(`${say(a)} / ${say(b)}`, ratio(a.n * b.d, a.d * b.n));
      const [left, right] = [a.n * b.d, b.n * a.d];
      expect(workspace.print(`{ ${say(a)} < ${say(b)}. ${say(a)} = ${say(b)} }`)).toBe(
        `#(${left < right} ${left === right})`,
      );
      prints(`${say(a)} max: ${say(b)}`, left > right ? a : b);
      const down = a.n / a.d - (a.n % a.d < 0n ? 1n : 0n);
      expect(
        workspace.print(
          `{ ${say(a)} floor. ${say(a)} truncated. ${say(a)} numerator. ${say(a)} denominator }`,
        ),
      ).toBe(`#(${down} ${a.n / a.d} ${a.n} ${a.d})`);
    }),
  );
});

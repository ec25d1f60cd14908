/** Integers of any size against JavaScript's BigInt, through the whole of Smalltalk. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

fc.configureGlobal({ numRuns: 40 });

const workspace = new TestWorkspace();

const BORDER = 2n ** 53n;
/** Small ones, large ones, and those around the borders of SmallInteger, of 32 and of 64 bits. */
const integer = fc.oneof(
  fc.bigInt({ min: -100n, max: 100n }),
  fc.bigInt({ min: BORDER - 4n, max: BORDER + 4n }),
  fc.bigInt({ min: -BORDER - 4n, max: 4n - BORDER }),
  fc.bigInt({ min: 2n ** 31n - 2n, max: 2n ** 32n + 2n }),
  fc.bigInt({ min: 2n ** 63n - 2n, max: 2n ** 64n + 2n }),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
  fc.bigInt({ min: -(2n ** 600n), max: 2n ** 600n }),
);
const divisor = integer.filter((n) => n !== 0n);

/** The elements of an Array of integers and Booleans. */
function elements(code: string): string[] {
  return workspace
    .print(code)
    .replace(/^#\(|\)$/g, "")
    .split(" ");
}

const abs = (n: bigint) => (n < 0n ? -n : n);
const floor = (a: bigint, b: bigint) => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? abs(a) : gcd(b, a % b));
function sameAs(code: string, results: readonly (bigint | boolean)[]): void {
  expect(elements(code)).toEqual(results.map(String));
}

it("adds, subtracts and multiplies", () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      sameAs(
        `{ (${a}) + (${b}). (${a}) - (${b}). (${a}) * (${b}). (${a}) negated. (${a}) abs. (${a}) squared }`,
        [a + b, a - b, a * b, -a, abs(a), a * a],
      );
    }),
  );
});

it("divides, rounding down and towards zero", () => {
  fc.assert(
    fc.property(integer, divisor, (a, b) => {
      sameAs(`{ (${a}) // (${b}). (${a}) \\\\ (${b}). (${a}) quo: (${b}). (${a}) rem: (${b}) }`, [
        floor(a, b),
        a - floor(a, b) * b,
        a / b,
        a % b,
      ]);
    }),
  );
});

it("divides exactly", () => {
  fc.assert(
    fc.property(integer, divisor, (a, b) => {
      const d = gcd(a, b) * (b < 0n ? -1n : 1n);
      const printed = b / d === 1n ? `${a / d}` : `(${a / d}/${b / d})`;
      expect(workspace.print(`(${a}) / (${b})`)).toBe(printed);
      sameAs(`{ (${a}) / (${b}) * (${b}). (${a}) gcd: (${b}). (${a}) lcm: (${b}) }`, [
        a,
        gcd(a, b),
        abs(a * b) / gcd(a, b),
      ]);
    }),
  );
});

it("compares, and is equal to itself made anew", () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      sameAs(
        `{ (${a}) < (${b}). (${a}) <= (${b}). (${a}) > (${b}). (${a}) >= (${b}). (${a}) = (${b}). (${a}) ~= (${b}). (${a}) = ((${a}) + (${b}) - (${b})). (${a}) hash = ((${a}) + (${b}) - (${b})) hash. (${a}) max: (${b}) }`,
        [a < b, a <= b, a > b, a >= b, a === b, a !== b, true, true, a > b ? a : b],
      );
    }),
  );
});

it("has the bits of two's complement", () => {
  fc.assert(
    fc.property(integer, integer, fc.integer({ min: -200, max: 200 }), (a, b, by) => {
      sameAs(
        `{ (${a}) bitAnd: (${b}). (${a}) bitOr: (${b}). (${a}) bitXor: (${b}). (${a}) bitInvert. (${a}) bitShift: ${by}. (${a}) abs highBit. (${a}) << ${Math.abs(by)}. (${a}) >> ${Math.abs(by)} }`,
        [
          a & b,
          a | b,
          a ^ b,
          ~a,
          by < 0 ? a >> BigInt(-by) : a << BigInt(by),
          a === 0n ? 0n : BigInt(abs(a).toString(2).length),
          a << BigInt(Math.abs(by)),
          a >> BigInt(Math.abs(by)),
        ],
      );
    }),
  );
});

it("is a SmallInteger exactly within its range", () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      const expected = (n: bigint) =>
        abs(n) < BORDER ? "SmallInteger" : n < 0n ? "LargeNegativeInteger" : "LargePositiveInteger";
      const names = workspace.print(
        `' ' join: { (${a}) class name. ((${a}) + (${b})) class name. ((${a}) * (${b})) class name }`,
      );
      expect(names).toBe(`'${[a, a + b, a * b].map(expected).join(" ")}'`);
    }),
  );
});

it("prints in any base, and reads what it printed", () => {
  fc.assert(
    fc.property(integer, fc.integer({ min: 2, max: 36 }), (a, base) => {
      const digits = a.toString(base).toUpperCase();
      expect(workspace.print(`(${a}) printString: ${base}`)).toBe(`'${digits}'`);
      expect(workspace.print(`Integer readFrom: '${digits}' base: ${base}`)).toBe(`${a}`);
      expect(
        workspace.print(digits.startsWith("-") ? `-${base}r${digits.slice(1)}` : `${base}r${digits}`),
      ).toBe(`${a}`);
      expect(workspace.print(`'${a}' asInteger`)).toBe(`${a}`);
    }),
  );
});

it("raises to powers and takes roots", () => {
  fc.assert(
    fc.property(integer, fc.integer({ min: 0, max: 12 }), (a, power) => {
      sameAs(`{ (${a}) raisedTo: ${power}. (${a}) squared sqrt. (${a}) abs sqrtFloor }`, [
        a ** BigInt(power),
        abs(a),
        squareRoot(abs(a)),
      ]);
    }),
  );
});

function squareRoot(n: bigint): bigint {
  let low = 0n;
  let high = n + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle <= n) low = middle;
    else high = middle;
  }
  return low;
}

it("becomes the nearest Float", () => {
  fc.assert(
    fc.property(integer, (a) => {
      expect(workspace.print(`(${a}) asFloat asExactFraction`)).toBe(`${BigInt(Number(a))}`);
      expect(workspace.print(`(${a}) = (${a}) asFloat`)).toBe(`${BigInt(Number(a)) === a}`);
    }),
  );
});

describe("in parts, where one step of the engine would take long", () => {
  const a = `((3 raisedTo: 260000) + 12345)`;
  const b = `((7 raisedTo: 100000) + 99)`;
  const bigA = 3n ** 260000n + 12345n;
  const bigB = 7n ** 100000n + 99n;
  /** So that no test waits for the printing. */
  const MODULUS = 2n ** 61n - 1n;
  const check = (code: string) => workspace.print(`(${code}) \\\\ ${MODULUS}`);
  const rest = (n: bigint) => String(((n % MODULUS) + MODULUS) % MODULUS);

  it("multiplies and raises to powers", () => {
    expect(check(`${a} * ${b}`)).toBe(rest(bigA * bigB));
    expect(check(`${a} negated * ${b}`)).toBe(rest(-bigA * bigB));
    expect(check(`${a} raisedTo: 3`)).toBe(rest(bigA ** 3n));
  });

  it("divides, rounding down and towards zero", () => {
    for (const [dividend, n] of [
      [a, bigA],
      [`${a} negated`, -bigA],
    ] as const)
      for (const [divisor, d] of [
        [b, bigB],
        [`${b} negated`, -bigB],
      ] as const) {
        const quotient = floor(n, d);
        expect(check(`${dividend} // ${divisor}`)).toBe(rest(quotient));
        expect(check(`${dividend} \\\\ ${divisor}`)).toBe(rest(n - quotient * d));
        expect(check(`${dividend} quo: ${divisor}`)).toBe(rest(n / d));
        expect(check(`${dividend} rem: ${divisor}`)).toBe(rest(n % d));
      }
    expect(check(`${a} * ${b} / ${b}`)).toBe(rest(bigA));
    expect(workspace.print(`Float ratio: ${a} * 7 to: ${a} * -2`)).toBe("-3.5");
    expect(workspace.print(`Float ratio: 1 to: ${a}`)).toBe("0.0");
  });

  it("prints and reads digits", () => {
    const digits = (3n ** 60000n).toString();
    expect(workspace.print("(3 raisedTo: 60000) printString", { maxPrint: 100_000 })).toBe(`'${digits}'`);
    expect(workspace.print("(3 raisedTo: 60000) negated printStringBase: 7", { maxPrint: 100_000 })).toBe(
      `'-${(3n ** 60000n).toString(7)}'`,
    );
    expect(workspace.print("| n | n := 3 raisedTo: 200000. n printString asDigits = n")).toBe("true");
  });

  it("refuses what has no end", () => {
    expect(workspace.error("(2 raisedTo: 9000000) * (2 raisedTo: 9000000)").exceptionClass).toBe(
      "OutOfMemory",
    );
    expect(workspace.error("3 raisedTo: 100000000000").exceptionClass).toBe("OutOfMemory");
  });
});

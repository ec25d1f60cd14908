import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiteralValue } from "./ast.js";
import { parseExpression, SyntaxFailure } from "./index.js";
import { nearestFloat } from "./nearest-float.js";
import { printLiteral } from "./print-literals.js";

function literal(source: string): LiteralValue {
  const node = parseExpression(source);
  if (node.kind !== "literal") throw new Error(`${source} is a ${node.kind}`);
  return node.value;
}

const integer = (value: bigint): LiteralValue => ({ type: "integer", value });
const float = (value: number): LiteralValue => ({ type: "float", value });
const scaled = (numerator: bigint, denominator: bigint, scale: number): LiteralValue => ({
  type: "scaledDecimal",
  numerator,
  denominator,
  scale,
});

describe("number literals", () => {
  it.each<[string, LiteralValue]>([
    ["0", integer(0n)],
    ["-5", integer(-5n)],
    ["123456789012345678901234567890", integer(123456789012345678901234567890n)],
    ["16rFF", integer(255n)],
    ["-16rFF", integer(-255n)],
    ["16r-FF", integer(-255n)],
    ["-16r-FF", integer(255n)],
    ["2r-101", integer(-5n)],
    ["36rZZ", integer(1295n)],
    ["3r12012012012012012012", integer(BigInt(Number.parseInt("12012012012012012012", 3)))],
    ["1e10", integer(10_000_000_000n)],
    ["2r101e3", integer(40n)],
    ["16r1e2", integer(256n)],
    ["100e-2", integer(1n)],
    ["1e-2", float(0.01)],
    ["-1e-2", float(-0.01)],
    ["2r1e-1", float(0.5)],
    ["1.5", float(1.5)],
    ["1.5e-3", float(0.0015)],
    ["1.5d3", float(1500)],
    ["1.5q3", float(1500)],
    ["1.0e100", float(1e100)],
    ["1.0e400", float(Number.POSITIVE_INFINITY)],
    ["-1.0e400", float(Number.NEGATIVE_INFINITY)],
    ["5.0e-324", float(5e-324)],
    ["16r1.8", float(1.5)],
    ["16rA.8e1", float(168)],
    ["2r-0.1", float(-0.5)],
    ["-0.0", float(-0)],
    ["16r-0.0", float(-0)],
    ["3r0.1", float(1 / 3)],
    ["3.14s2", scaled(157n, 50n, 2)],
    ["-3.14s2", scaled(-157n, 50n, 2)],
    ["3.14s", scaled(157n, 50n, 2)],
    ["1s", scaled(1n, 1n, 0)],
    ["1s4", scaled(1n, 1n, 4)],
    ["16r1.8s3", scaled(3n, 2n, 3)],
    ["3r0.1s2", scaled(1n, 3n, 2)],
    ["0.0s2", scaled(0n, 1n, 2)],
  ])("%s", (source, value) => {
    expect(literal(source)).toEqual(value);
  });

  /** Receiver, selector, and argument if there is one. */
  it.each([
    ["1/2", "1", "/"],
    ["3foo", "3", "foo"],
    ["3e", "3", "e"],
    ["3e+5", "3", "e"],
    ["1sin", "1", "sin"],
    ["1_000", "1", "_000"],
    ["1e2s2", "100", "s2"],
    ["16rFFand", "255", "and"],
    ["3-4", "3", "-"],
    ["3 -4", "3", "-"],
    ["3 - 4", "3", "-"],
    ["3- -4", "3", "-"],
    ["3--4", "3", "--"],
    ["3+-4", "3", "+-"],
  ])("%s sends a message", (source, receiver, selector) => {
    let node = parseExpression(source);
    while (node.kind === "send" && node.receiver.kind === "send") node = node.receiver;
    if (node.kind !== "send" || node.receiver.kind !== "literal") throw new Error(node.kind);
    expect(printLiteral(node.receiver.value)).toBe(receiver);
    expect(node.message.selector).toBe(selector);
  });

  it.each([
    ["1r5", 0, "a radix from 2 to 36"],
    ["x + 37r5", 4, "a radix from 2 to 36"],
    ["16r", 3, "a digit from 0 to F"],
    ["2r9", 2, "a digit from 0 to 1"],
    ["16r-", 4, "a digit from 0 to F"],
    ["1e10001", 1, "an exponent up to 10000"],
    ["1.0e-10001", 3, "an exponent up to 10000"],
  ])("%s fails at %i", (source, position, expected) => {
    expect(() => parseExpression(source)).toThrow(SyntaxFailure);
    try {
      parseExpression(source);
    } catch (failure) {
      expect(failure).toMatchObject({ problem: { position, expected } });
    }
  });

  it("reads every integer in every radix", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
        fc.integer({ min: 2, max: 36 }),
        (value, radix) => {
          const digits = value.toString(radix).toUpperCase();
          expect(literal(`${radix}r${digits}`)).toEqual(integer(value));
        },
      ),
    );
  });

  it("reads every float as it is printed", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(literal(printLiteral(float(value)))).toEqual(float(value));
      }),
    );
  });
});

describe("printed floats", () => {
  it.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [3, "3.0"],
    [-2.5, "-2.5"],
    [1e21, "1.0e21"],
    [1.5e-7, "1.5e-7"],
    [Number.POSITIVE_INFINITY, "1.0e999"],
    [Number.NEGATIVE_INFINITY, "-1.0e999"],
  ])("%d", (value, printed) => {
    expect(printLiteral(float(value))).toBe(printed);
    expect(literal(printed)).toStrictEqual(float(value));
  });
});

describe("nearestFloat", () => {
  it("rounds as JavaScript does when it reads decimals", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        fc.integer({ min: -360, max: 320 }),
        (digits, power) => {
          const factor = power > 0 ? 10n ** BigInt(power) : 1n;
          const divisor = power < 0 ? 10n ** BigInt(-power) : 1n;
          expect(nearestFloat(digits, factor, divisor)).toBe(Number(`${digits}e${power}`));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("takes ties to the even one, subnormals included", () => {
    expect(nearestFloat(2n ** 53n + 1n, 1n, 1n)).toBe(2 ** 53);
    expect(nearestFloat(2n ** 53n + 3n, 1n, 1n)).toBe(2 ** 53 + 4);
    expect(nearestFloat(1n, 1n, 2n ** 1075n)).toBe(0);
    expect(nearestFloat(3n, 1n, 2n ** 1075n)).toBe(2 * 2 ** -1074);
    expect(nearestFloat(3n, 1n, 2n ** 1076n)).toBe(2 ** -1074);
    expect(nearestFloat(2n ** 1024n - 2n ** 970n, 1n, 1n)).toBe(Number.POSITIVE_INFINITY);
    expect(nearestFloat(2n ** 1024n - 2n ** 970n - 1n, 1n, 1n)).toBe(Number.MAX_VALUE);
  });
});

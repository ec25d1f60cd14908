/**
 * Sends whose most common receivers are numbers or booleans: the tests and the operations stand in line, the send behind
 * them. Bounds: a sum, difference or product of two safe integers is exact where it is safe itself.
 */
import type { Leaf } from "./operands.js";

/** One of the ways in which an operation is done in line. */
export interface Way {
  /** A JavaScript condition under which `value` is the result; it may assign `t`. */
  readonly guard: string;
  readonly value: string;
  /** Whether `value` is the double of a Float, which has no object yet. */
  readonly isDouble: boolean;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  "<": "<",
  ">": ">",
  "<=": "<=",
  ">=": ">=",
  "=": "===",
  "~=": "!==",
};
const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/"]);
/** Between the two sides stands what decides for the left one. */
const CHOICES: Readonly<Record<string, string>> = { "min:": "<", "max:": ">" };
const NOT_ABOVE = "t<2**53";
const NOT_BELOW = "t>-(2**53)";
const SAFE = `${NOT_ABOVE}&&${NOT_BELOW}`;

/** Whether the result of a send is a Boolean where it is done in line. */
export function isTest(selector: string): boolean {
  return isComparison(selector) || selector === "isNil" || selector === "notNil";
}

export function isComparison(selector: string): boolean {
  return Object.hasOwn(COMPARISONS, selector);
}

/** Whether the result of a send is often a Float where its operands are. */
export function isArithmetic(selector: string): boolean {
  return (
    ARITHMETIC.has(selector) ||
    selector === "sqrt" ||
    selector === "negated" ||
    Object.hasOwn(CHOICES, selector)
  );
}

/** What a send of `selector` does in line, the most common way first; `floats` asks for those on Floats as well. */
export function waysInLine(
  selector: string,
  receiver: Leaf,
  argument: Leaf | undefined,
  floats: boolean,
): readonly Way[] {
  if (argument === undefined) return unary(selector, receiver, floats);
  const ways: Way[] = [];
  const integers = onIntegers(selector, receiver, argument);
  if (integers !== null && receiver.literal !== "float" && argument.literal !== "float") ways.push(integers);
  if (floats) ways.push(...onFloats(selector, receiver, argument));
  return ways;
}

function unary(selector: string, receiver: Leaf, floats: boolean): readonly Way[] {
  const a = receiver.text;
  if (selector === "not") return [{ guard: `${a}===true||${a}===false`, value: `!${a}`, isDouble: false }];
  if (selector === "isNil" || selector === "notNil")
    return [{ guard: `${a}===nil`, value: `${selector === "isNil"}`, isDouble: false }];
  if (selector === "sqrt" && floats)
    return [
      {
        guard: `${a}.v!==undefined&&${receiver.double}>=0`,
        value: `Math.sqrt(${receiver.double})`,
        isDouble: true,
      },
    ];
  if (selector === "negated" && floats)
    return [
      { guard: `typeof ${a}==="number"`, value: `0-${a}`, isDouble: false },
      { guard: `${a}.v!==undefined`, value: `-${receiver.double}`, isDouble: true },
    ];
  return [];
}

function onIntegers(selector: string, receiver: Leaf, argument: Leaf): Way | null {
  const a = receiver.text;
  const b = argument.text;
  const tests = [...new Set([receiver, argument])]
    .filter((operand) => operand.literal !== "integer")
    .map((operand) => `typeof ${operand.text}==="number"`);
  const both = tests.length === 0 ? "true" : [...new Set(tests)].join("&&");
  const way = (guard: string, value: string): Way => ({ guard, value, isDouble: false });
  const comparison = isComparison(selector) ? COMPARISONS[selector] : undefined;
  if (comparison !== undefined) return way(both, `${a}${comparison}${b}`);
  const choice = Object.hasOwn(CHOICES, selector) ? CHOICES[selector] : undefined;
  if (choice !== undefined) return way(both, `(${a}${choice}${b}?${a}:${b})`);
  const int32 = `${both}&&(${a}|0)===${a}&&(${b}|0)===${b}`;
  switch (selector) {
    case "+":
    case "-":
      return way(`${both}&&(t=${a}${selector}${b},${safe(selector, receiver, argument)})`, "t");
    case "*":
      // −0 is no SmallInteger.
      return way(`${both}&&(t=${a}*${b},${SAFE})`, "t+0");
    case "\\\\":
      return way(`${both}&&${b}>0`, `((t=${a}%${b})<0?t+${b}:t+0)`);
    case "//":
      // Below 2⁴⁹ the rounded quotient has the exact floor.
      return way(`${both}&&${b}>0&&${a}<=2**49&&${a}>=-(2**49)`, `Math.floor(${a}/${b})+0`);
    case "bitAnd:":
      return way(int32, `${a}&${b}`);
    case "bitOr:":
      return way(int32, `${a}|${b}`);
    case "bitXor:":
      return way(int32, `${a}^${b}`);
    default:
      return null;
  }
}

/** The test whether a sum or difference is safe: a literal that is added leads beyond one bound only. */
function safe(selector: "+" | "-", receiver: Leaf, argument: Leaf): string {
  if (argument.literal === "integer")
    return isNegative(argument) === (selector === "+") ? NOT_BELOW : NOT_ABOVE;
  if (receiver.literal === "integer" && selector === "+") return isNegative(receiver) ? NOT_BELOW : NOT_ABOVE;
  return SAFE;
}

const isNegative = (literal: Leaf): boolean => literal.text.includes("-");

/** Of two Floats, or of a Float and a literal number, or of a literal Float and an integer. */
function onFloats(selector: string, receiver: Leaf, argument: Leaf): readonly Way[] {
  const choice = Object.hasOwn(CHOICES, selector) ? CHOICES[selector] : undefined;
  if (choice !== undefined) return chosen(choice, receiver, argument);
  const operator = isComparison(selector)
    ? COMPARISONS[selector]
    : ARITHMETIC.has(selector)
      ? selector
      : undefined;
  const isFloat = receiver.literal === "float" || argument.literal === "float";
  if (operator === undefined || (receiver.literal !== null && argument.literal !== null)) return [];
  const tests = [receiver, argument].flatMap((operand) => {
    if (operand.literal !== null) return [];
    const test = `${operand.text}.v!==undefined`;
    return [isFloat ? `(${test}||typeof ${operand.text}==="number")` : test];
  });
  const double = (operand: Leaf): string =>
    isFloat && operand.literal === null
      ? `(typeof ${operand.text}==="number"?${operand.text}:${operand.double})`
      : operand.double;
  const isDouble = !isComparison(selector);
  const way = (tests: readonly string[], a: string, b: string): Way => ({
    guard: [...new Set(selector === "/" ? [...tests, `${b}!==0`] : tests)].join("&&"),
    value: `${a}${operator}${b}`,
    isDouble,
  });
  const ways = [way(tests, double(receiver), double(argument))];
  // An integer with a Float: a literal is taken care of.
  if (isDouble && receiver.literal === null && argument.literal === null && receiver.text !== argument.text)
    ways.push(
      way([isInteger(receiver), isFloatObject(argument)], receiver.text, argument.double),
      way([isFloatObject(receiver), isInteger(argument)], receiver.double, argument.text),
    );
  return ways;
}

const isInteger = ({ text }: Leaf): string => `typeof ${text}==="number"`;
const isFloatObject = ({ text }: Leaf): string => `${text}.v!==undefined`;

/** The lesser or greater of two Floats. */
function chosen(choice: string, receiver: Leaf, argument: Leaf): readonly Way[] {
  const operands = [receiver, argument];
  // A literal integer would stay one.
  if (operands.some((operand) => operand.literal === "integer")) return [];
  if (operands.every((operand) => operand.literal !== null)) return [];
  const tests = operands
    .filter((operand) => operand.literal === null)
    .map((operand) => `${operand.text}.v!==undefined`);
  const [a, b] = [receiver.double, argument.double];
  return [{ guard: [...new Set(tests)].join("&&"), value: `(${a}${choice}${b}?${a}:${b})`, isDouble: true }];
}

/**
 * Sends whose most common receivers are numbers or booleans: the test and the operation stand in line, the send behind them.
 * Bounds: a sum, difference or product of two safe integers is exact where it is safe itself.
 */

export interface Inlined {
  /** A JavaScript condition under which `value` is the result; it may assign `t`. */
  readonly guard: string;
  readonly value: string;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  "<": "<",
  ">": ">",
  "<=": "<=",
  ">=": ">=",
  "=": "===",
  "~=": "!==",
};
const SAFE = "t<=9007199254740991&&t>=-9007199254740991";

interface Text {
  readonly text: string;
  /** Whether it is a literal number. */
  readonly isNumber: boolean;
}

export function isComparison(selector: string): boolean {
  return selector in COMPARISONS;
}

/** What a send of `selector` does in line, or null. */
export function inlined(selector: string, receiver: Text, argument: Text | undefined): Inlined | null {
  const a = receiver.text;
  if (selector === "not" && argument === undefined)
    return { guard: `${a}===true||${a}===false`, value: `!${a}` };
  if (argument === undefined) return null;
  const b = argument.text;
  const numbers = [receiver, argument]
    .filter((operand) => !operand.isNumber)
    .map((operand) => `typeof ${operand.text}==="number"`);
  const both = numbers.length === 0 ? "true" : numbers.join("&&");
  const comparison = COMPARISONS[selector];
  if (comparison !== undefined) return { guard: both, value: `${a}${comparison}${b}` };
  const int32 = `${both}&&(${a}|0)===${a}&&(${b}|0)===${b}`;
  switch (selector) {
    case "+":
    case "-":
      return { guard: `${both}&&(t=${a}${selector}${b},${SAFE})`, value: "t" };
    case "*":
      // −0 is no SmallInteger.
      return { guard: `${both}&&(t=${a}*${b},${SAFE})`, value: "t+0" };
    case "\\\\":
      return { guard: `${both}&&${b}>0`, value: `((t=${a}%${b})<0?t+${b}:t+0)` };
    case "//":
      // Below 2⁴⁹ the rounded quotient has the exact floor.
      return {
        guard: `${both}&&${b}>0&&${a}<=562949953421312&&${a}>=-562949953421312`,
        value: `Math.floor(${a}/${b})+0`,
      };
    case "bitAnd:":
      return { guard: int32, value: `${a}&${b}` };
    case "bitOr:":
      return { guard: int32, value: `${a}|${b}` };
    case "bitXor:":
      return { guard: int32, value: `${a}^${b}` };
    default:
      return null;
  }
}

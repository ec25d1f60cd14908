/** Whether an Array reads as it prints: looked at here as far as its elements are of the engine's own shapes. */
import { AT_ONCE } from "../memory/at-once.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StBytes,
  StCharacter,
  StFloat,
  StLargeNegative,
  StLargePositive,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";

/** Elements that one primitive looks at; a look at one takes some nanoseconds. */
const MAX_LOOKS = 4 * AT_ONCE;
/** Arrays that stand within one another. */
const MAX_DEPTH = 1000;

/**
 * What the walk through an Array and those in it came upon first: an element that was refused, one that nobody here knows
 * of, one of the Arrays again within itself, or more elements than are looked at.
 */
type Found = "nothing" | "refused" | "unknown" | "itself" | "too much";

/** Whether an element that is no Array, number or nil will do; undefined for an object that is to be asked. */
type Test = (element: Value) => boolean | undefined;

function walk(array: StArray, test: Test): Found {
  /** Those that the walk is in, and those that it has been through. */
  const within = new Set<StArray>();
  const done = new Set<StArray>();
  let looks = 0;
  const through = (each: StArray): Found => {
    if (within.has(each)) return "itself";
    if (done.has(each)) return "nothing";
    if (within.size > MAX_DEPTH || looks + each.i.length > MAX_LOOKS) return "too much";
    within.add(each);
    looks += each.i.length;
    for (const element of each.i) {
      if (typeof element === "number" || element === nil) continue;
      if (isArray(element)) {
        const found = through(element);
        if (found !== "nothing") return found;
      } else {
        const answer = test(element);
        if (answer !== true) return answer === undefined ? "unknown" : "refused";
      }
    }
    within.delete(each);
    done.add(each);
    return "nothing";
  };
  return through(array);
}

/** An instance of Array itself, of no subclass. */
const isArray = (value: Value): value is StArray => value instanceof StArray && value.constructor === StArray;

function isLiteral(value: Value): boolean | undefined {
  if (typeof value !== "object") return true;
  if (value instanceof StFloat) return Number.isFinite(value.v);
  const isLiteralShape =
    value instanceof StString ||
    value instanceof StSymbol ||
    value instanceof StCharacter ||
    value instanceof StLargePositive ||
    value instanceof StLargeNegative ||
    (value instanceof StBytes && value.constructor === StBytes);
  return isLiteralShape ? true : undefined;
}

const isSelfEvaluating = (value: Value): boolean | undefined =>
  value instanceof StFloat ? true : isLiteral(value);

function everyElement(test: Test) {
  return (self: Value): Value | Fail => {
    const found = isArray(self) ? walk(self, test) : "unknown";
    return found === "unknown" || found === "too much" ? FAIL : found === "nothing";
  };
}

export const literalArrayPrimitives = {
  /** Whether it holds literals and literal Arrays alone; fails where an element is to be asked. So does the next. */
  arrayIsLiteral: everyElement(isLiteral),
  arrayIsSelfEvaluating: everyElement(isSelfEvaluating),
  /** Whether it holds itself, at any depth of Arrays. */
  arrayHoldsItself: (self: Value): Value | Fail => {
    if (!isArray(self)) return FAIL;
    const found = walk(self, () => true);
    return found === "too much" ? FAIL : found === "itself";
  },
} satisfies PrimitiveTable;

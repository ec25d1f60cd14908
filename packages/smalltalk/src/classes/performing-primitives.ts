/** Sends whose selector is computed: tail calls from one Smalltalk activation to the next. */
import { mangleSelector } from "../codegen/index.js";
import { classOf } from "../memory/class-of.js";
import { toJs } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  type PrimitiveTable,
  StArray,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";
import { numArgs } from "../syntax/index.js";
import { ClassObject } from "./class-object.js";
import { BELOW_TYPESCRIPT, propertyOf, sendProperty } from "./send.js";

export const performingPrimitives = {
  /** (selector, argument …) fails for a selector of another number of arguments. */
  perform: (self: Value, selector: Value, ...rest: Value[]): Value | Fail => {
    const depth = rest.pop();
    const property = propertyFor(selector, rest.length);
    if (property === undefined || typeof depth !== "number") return FAIL;
    return sendProperty(self, property, rest, depth);
  },
  /** (selector, anArray) */
  performWithArguments: (self: Value, selector: Value, args: Value, depth: number): Value | Fail => {
    if (!(args instanceof StArray)) return FAIL;
    const property = propertyFor(selector, args.i.length);
    return property === undefined ? FAIL : sendProperty(self, property, args.i, depth);
  },
  /** (selector, anArray, aClass) looks up from that class. */
  performInSuperclass: (
    self: Value,
    selector: Value,
    args: Value,
    start: Value,
    depth: number,
  ): Value | Fail => {
    if (!(args instanceof StArray) || !(start instanceof ClassObject)) return FAIL;
    const cls = classOf(self);
    if (!(cls instanceof ClassObject) || (cls !== start && !cls.inheritsFrom(start))) return FAIL;
    const property = propertyFor(selector, args.i.length);
    const method: unknown = property === undefined ? undefined : Reflect.get(start.proto, property, self);
    return typeof method === "function"
      ? Reflect.apply(method, self, [...args.i, depth + BELOW_TYPESCRIPT])
      : FAIL;
  },
} satisfies PrimitiveTable;

export interface Performed {
  readonly property: string;
  readonly args: readonly Value[];
  /** Where the look-up begins; null is the receiver's class. */
  readonly start: ClassObject | null;
}

/** The send that the primitive of that name comes to, with these arguments; undefined where it is none, or would fail. */
export function performed(name: string, receiver: Value, args: readonly Value[]): Performed | undefined {
  const [selector, second, third] = args;
  if (selector === undefined || !Object.hasOwn(performingPrimitives, name)) return undefined;
  const sent = name === "perform" ? args.slice(1) : second instanceof StArray ? second.i : undefined;
  const property = sent === undefined ? undefined : propertyFor(selector, sent.length);
  if (sent === undefined || property === undefined) return undefined;
  if (name !== "performInSuperclass") return { property, args: sent, start: null };
  const cls = classOf(receiver);
  if (!(third instanceof ClassObject && cls instanceof ClassObject)) return undefined;
  return cls === third || cls.inheritsFrom(third) ? { property, args: sent, start: third } : undefined;
}

function propertyFor(selector: Value, count: number): string | undefined {
  if (selector instanceof StSymbol)
    return numArgs(toJs(selector)) === count ? propertyOf(selector) : undefined;
  if (!(selector instanceof StString)) return undefined;
  const text = toJs(selector);
  return numArgs(text) === count ? mangleSelector(text) : undefined;
}

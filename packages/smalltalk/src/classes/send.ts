/** Sends from TypeScript, at the base of a stack or as a tail call. */
import { mangleSelector } from "../codegen/index.js";
import { toJs } from "../memory/text.js";
import type { StSymbol, Value } from "../memory/values.js";

/**
 * How far below its caller an activation stands that is sent to from TypeScript: the functions between the two are on the
 * native stack as well, and take more of it than compiled code does.
 */
export const BELOW_TYPESCRIPT = 4;

/** Sends `selector` with the arguments; `depth` is the depth of the caller. */
export function send(receiver: Value, selector: string, args: readonly Value[], depth: number): Value {
  return sendProperty(receiver, mangleSelector(selector), args, depth);
}

/** As `send`; the look-up begins at a prototype, whatever the receiver's class is. */
export function sendFrom(
  start: object,
  receiver: Value,
  selector: string,
  args: readonly Value[],
  depth: number,
): Value {
  const method: unknown = Reflect.get(start, mangleSelector(selector), receiver);
  if (typeof method !== "function") throw new RangeError(`no method behind ${selector}`);
  return Reflect.apply(method, receiver, [...args, depth + BELOW_TYPESCRIPT]);
}

/** As `send`, with the property name of the selector. */
export function sendProperty(
  receiver: Value,
  property: string,
  args: readonly Value[],
  depth: number,
): Value {
  const method: unknown = Reflect.get(Object(receiver), property, receiver);
  if (typeof method !== "function") throw new RangeError(`no method behind ${property}`);
  return Reflect.apply(method, receiver, [...args, depth + BELOW_TYPESCRIPT]);
}

/** The property name of a selector, remembered in the Symbol. */
export function propertyOf(selector: StSymbol): string {
  if (selector.js === null) selector.js = mangleSelector(toJs(selector));
  return selector.js;
}

/** Sends from TypeScript, at the base of a stack or as a tail call. */
import { mangleSelector } from "../codegen/index.js";
import { toJs } from "../memory/text.js";
import type { StSymbol, Value } from "../memory/values.js";

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
  return Reflect.apply(method, receiver, [...args, depth + 1]);
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
  return Reflect.apply(method, receiver, [...args, depth + 1]);
}

/** The property name of a selector, remembered in the Symbol. */
export function propertyOf(selector: StSymbol): string {
  if (selector.js === null) selector.js = mangleSelector(toJs(selector));
  return selector.js;
}

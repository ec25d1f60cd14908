/**
 * What stands above ProtoObject: the root, with the properties that every object answers to, and over it a Proxy that turns
 * a message nobody understands into `doesNotUnderstand:`.
 */
import { demangleSelector } from "../codegen/index.js";
import type { Value } from "../memory/values.js";

type Method = (this: Value, ...args: Value[]) => Value;

/** Engine fields that a constructor assigns, so that the assignment ends here and not at the Proxy. */
const FIELDS = [
  "s",
  "a",
  "v",
  "n",
  "c",
  "i",
  "b",
  "js",
  "_key",
  "_value",
  "r",
  "home",
  "c0",
  "c1",
  "c2",
  "cs",
  "bn",
  "ro",
];
/** Each with the selector of the value message that calls it. */
const BLOCK_CODE = {
  b0: "$value",
  b1: "$value$",
  b2: "$value$value$",
  b3: "$value$value$value$",
  b4: "$value$value$value$value$",
} as const;
const OTHER_FIELDS = ["next", "dead", "kind"];

/** Answers for a message that is not understood: receives the selector and the arguments, depth last. */
export type NotUnderstood = (receiver: Value, selector: string, args: Value[], depth: number) => Value;

/** The prototype of ProtoObject's prototype. `notUnderstood` makes the Message and sends it on. */
export function makeRoot(): object {
  const root: Record<string, unknown> = Object.create(null);
  for (const name of [...FIELDS, ...OTHER_FIELDS]) root[name] = undefined;
  root.h = 0;
  Object.entries(BLOCK_CODE).forEach(([name, selector], arity) => {
    // One JavaScript function of the right length each: what is called with a value send's arguments.
    root[name] = new Function(
      "a",
      "b",
      "c",
      "d",
      "e",
      `"use strict";return this.${selector}(${"abcde"
        .slice(0, arity + 1)
        .split("")
        .join(",")})`,
    );
  });
  return root;
}

/**
 * Puts the Proxy above the root. Methods assigned to a prototype before are plain stores; later ones must be defined, since
 * an assignment of a new property would come to the Proxy.
 */
export function watchRoot(root: object, notUnderstood: NotUnderstood): void {
  const known = new Map<string, Method>();
  const methodFor = (key: string): Method => {
    let method = known.get(key);
    if (method === undefined) {
      const selector = demangleSelector(key);
      method = function (this: Value, ...args: Value[]): Value {
        const depth = args.pop();
        return notUnderstood(this, selector, args, typeof depth === "number" ? depth : 0);
      };
      known.set(key, method);
    }
    return method;
  };
  const nothing: object = Object.create(null);
  const proxy = new Proxy(nothing, {
    get: (_, key, receiver) =>
      typeof key === "string" && key.startsWith("$")
        ? methodFor(key)
        : Reflect.get(Object.prototype, key, receiver),
    has: () => false,
  });
  Object.setPrototypeOf(root, proxy);
}

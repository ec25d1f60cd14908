/**
 * Objects that are not to be changed. Their properties are such that V8 itself refuses to write them, so that stores into
 * any other object cost nothing; what a primitive writes asks for the mark `ro` first.
 */
import { allFieldsOf } from "./trace.js";
import { nil, StCharacter, StFloat, type StObject, type Value } from "./values.js";

interface Marked {
  readonly ro?: boolean;
  readonly i?: Value[];
}

/** Numbers, Characters and Booleans are what they are. */
export function isReadOnly(value: Value): boolean {
  if (typeof value !== "object" || value instanceof StCharacter || value instanceof StFloat) return true;
  const { ro }: StObject & Marked = value;
  return ro === true;
}

/** Makes an object read-only, or lets it be changed again. */
export function setReadOnly(object: StObject, isToBe: boolean): void {
  if (isReadOnly(object) === isToBe) return;
  for (const name of allFieldsOf(object.cls)) {
    const value: Value | undefined = Reflect.get(object, `_${name}`);
    define(object, `_${name}`, value ?? nil, !isToBe);
  }
  const { i }: StObject & Marked = object;
  if (i !== undefined) define(object, "i", isToBe ? Object.freeze(i) : i.slice(), true);
  define(object, "ro", isToBe, true);
}

function define(object: object, name: string, value: unknown, writable: boolean): void {
  Object.defineProperty(object, name, { value, writable, enumerable: true, configurable: true });
}

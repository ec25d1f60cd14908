/**
 * Objects that become others. Two that exchange their identities exchange what they hold: every reference to one then leads to
 * what the other was. Where all references to one are to lead to another, each of them is changed.
 */

import {
  nil,
  StCharacter,
  StFloat,
  StLargeNegative,
  StLargePositive,
  type StObject,
  StSymbol,
  type Value,
} from "./values.js";
import { isGone, StEphemeron, slotValue, type WeakIndexed, weakSlot } from "./weak.js";

/** Whether there can be several of what is the same to Smalltalk code, or but one: neither has an identity to give away. */
export function hasOwnIdentity(value: Value): value is StObject {
  return (
    typeof value === "object" &&
    value !== nil &&
    !(
      value instanceof StCharacter ||
      value instanceof StFloat ||
      value instanceof StSymbol ||
      value instanceof StLargePositive ||
      value instanceof StLargeNegative
    )
  );
}

/** The identity hash stays with the references, as in Pharo: hashed collections find what they hold where it was. */
const HASH = "h";

/** Exchanges class and state of two objects. */
export function exchange(a: StObject, b: StObject): void {
  if (a === b) return;
  const prototype: unknown = Object.getPrototypeOf(a);
  const other: unknown = Object.getPrototypeOf(b);
  const ofA = stateOf(a);
  const ofB = stateOf(b);
  replaceState(a, ofA, ofB);
  replaceState(b, ofB, ofA);
  if (prototype === other) return;
  if (typeof prototype !== "object" || typeof other !== "object") return;
  Object.setPrototypeOf(a, other);
  Object.setPrototypeOf(b, prototype);
}

type State = ReadonlyMap<string, PropertyDescriptor>;

function stateOf(object: object): State {
  const state = new Map(Object.entries(Object.getOwnPropertyDescriptors(object)));
  state.delete(HASH);
  return state;
}

function replaceState(object: object, before: State, state: State): void {
  for (const name of before.keys()) if (!state.has(name)) Reflect.deleteProperty(object, name);
  for (const [name, descriptor] of state) Object.defineProperty(object, name, descriptor);
}

/** What references are to lead to in place of what they lead to now. */
export type Successors = ReadonlyMap<unknown, StObject>;

/** Changes the references that one object, or a container, has; also weak ones. */
export function forward(holder: object, successors: Successors): void {
  if (Array.isArray(holder)) {
    forwardElements(holder, successors);
    return;
  }
  if (holder instanceof StEphemeron) {
    forwardEphemeron(holder, successors);
    return;
  }
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
    const successor = successors.get(descriptor.value);
    if (successor !== undefined) Object.defineProperty(holder, name, { ...descriptor, value: successor });
    else if (Array.isArray(descriptor.value) && name !== "w")
      forwardList(holder, name, descriptor, successors);
  }
  const { w }: WeakIndexed = holder;
  if (w === undefined) return;
  w.forEach((slot, index) => {
    const successor = isGone(slot) ? undefined : successors.get(slotValue(slot));
    if (successor !== undefined) w[index] = weakSlot(successor);
  });
}

/** The list of an object that is not to be changed is another then, no more to be changed. */
function forwardList(
  holder: object,
  name: string,
  descriptor: PropertyDescriptor,
  successors: Successors,
): void {
  const list: unknown[] = descriptor.value;
  if (!list.some((value) => successors.has(value))) return;
  if (!Object.isFrozen(list)) forwardElements(list, successors);
  else {
    const changed = [...list];
    forwardElements(changed, successors);
    Object.defineProperty(holder, name, { ...descriptor, value: Object.freeze(changed) });
  }
}

function forwardElements(list: unknown[], successors: Successors): void {
  list.forEach((value, index) => {
    const successor = successors.get(value);
    if (successor !== undefined) list[index] = successor;
  });
}

function forwardEphemeron(ephemeron: StEphemeron, successors: Successors): void {
  if (isGone(ephemeron.k)) return;
  const { key, value } = ephemeron;
  const [newKey, newValue] = [successors.get(key), successors.get(value)];
  if (newKey !== undefined || newValue !== undefined) ephemeron.set(newKey ?? key, newValue ?? value);
}

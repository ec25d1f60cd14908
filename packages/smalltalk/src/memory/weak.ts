/**
 * Slots that do not keep their objects: the indexed part of `weak` classes, and pairs whose value lives as long as
 * their key.
 */
import { nil, StCharacter, type StClass, type StObject, StSymbol, type Value } from "./values.js";

/** What a slot holds: a reference that the collector clears, or a value that it would never collect. */
export type WeakSlot = Value | WeakRef<StObject>;

/** An object of a `weak` class: its indexed part is in `w`, where every other kind has `i` or `b`. */
export interface WeakIndexed {
  readonly w?: WeakSlot[];
}

/** Numbers, Booleans, nil, Characters and Symbols are never collected. */
export function weakSlot(value: Value): WeakSlot {
  return isCollected(value) ? new WeakRef(value) : value;
}

/** nil where the object is gone. */
export function slotValue(slot: WeakSlot): Value {
  return slot instanceof WeakRef ? (slot.deref() ?? nil) : slot;
}

export const isGone = (slot: WeakSlot): boolean => slot instanceof WeakRef && slot.deref() === undefined;

/** The value of a key for as long as the key lives, even where the value refers to the key. */
export class StEphemeron implements StObject {
  declare readonly cls: StClass;
  declare k: WeakSlot;
  /** Holds the value of a key that may be collected. */
  declare m: WeakMap<StObject, Value> | null;
  /** Holds the value of any other key. */
  declare x: Value;
  declare h: number;
  constructor() {
    this.k = nil;
    this.m = null;
    this.x = nil;
    this.h = 0;
  }

  /** Gives the key, and the value it has had with another key. */
  set(key: Value, value: Value): void {
    this.k = weakSlot(key);
    this.m = isCollected(key) ? new WeakMap([[key, value]]) : null;
    this.x = isCollected(key) ? nil : value;
  }

  /** nil where it was collected. */
  get key(): Value {
    return slotValue(this.k);
  }

  get value(): Value {
    if (this.m === null) return this.x;
    const key = slotValue(this.k);
    return isCollected(key) ? (this.m.get(key) ?? nil) : nil;
  }

  /** Nothing where the key is gone. */
  set value(value: Value) {
    if (this.m === null) {
      this.x = value;
      return;
    }
    const key = slotValue(this.k);
    if (isCollected(key)) this.m.set(key, value);
  }
}

function isCollected(value: Value): value is StObject {
  return (
    typeof value === "object" &&
    value !== nil &&
    !(value instanceof StCharacter) &&
    !(value instanceof StSymbol)
  );
}

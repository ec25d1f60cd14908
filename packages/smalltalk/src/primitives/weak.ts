/** Weak objects and the collector. Indices count from 1. */
import { getHeapStatistics } from "node:v8";
import { FAIL, type Fail, type PrimitiveTable, type Value } from "../memory/values.js";
import { isGone, StEphemeron, type WeakIndexed } from "../memory/weak.js";
import { collectGarbage } from "./room.js";

export const weakPrimitives = {
  /** (index) → whether the object of that slot was collected */
  weakIsGone: (self: WeakIndexed, index: Value): Value | Fail => {
    const slot = typeof index === "number" ? self.w?.[index - 1] : undefined;
    return slot === undefined ? FAIL : isGone(slot);
  },
  /** (key, value) */
  ephemeronKeyValue: (self: Value, key: Value, value: Value): Value | Fail => {
    if (!(self instanceof StEphemeron)) return FAIL;
    self.set(key, value);
    return self;
  },
  /** → the key; nil where it was collected */
  ephemeronKey: (self: Value): Value | Fail => (self instanceof StEphemeron ? self.key : FAIL),
  ephemeronIsGone: (self: Value): Value | Fail => (self instanceof StEphemeron ? isGone(self.k) : FAIL),
  ephemeronValue: (self: Value): Value | Fail => (self instanceof StEphemeron ? self.value : FAIL),
  /** (value) does nothing where the key was collected */
  ephemeronSetValue: (self: Value, value: Value): Value | Fail => {
    if (!(self instanceof StEphemeron)) return FAIL;
    self.value = value;
    return self;
  },
} satisfies PrimitiveTable;

/** Collects what nothing refers to, weak slots left out; answers the bytes that are free then. */
export function collectAll(): number {
  collectGarbage();
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return Math.max(0, heap_size_limit - used_heap_size);
}

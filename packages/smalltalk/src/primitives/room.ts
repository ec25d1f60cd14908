/** Whether there is room for an allocation: asked before it is made, since V8 ends the process where it finds none. */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { createContext, runInNewContext, Script } from "node:vm";

/** Bytes from which on an allocation asks. */
const LARGE = 2 ** 16;
/** Bytes of V8's heap limit that only its young generation can use. */
const YOUNG = 48 * 2 ** 20;
/**
 * Share of the rest that may be in use. From 0.8 of it on V8 counts collections that found little, and ends the process at
 * the fourth in a row (`Heap::CheckIneffectiveMarkCompact`).
 */
const FULL = 0.74;
/** What those may use beyond it who have not filled it. */
const RESERVE = 0.05;

let largest = 0;

const isSmall = (bytes: number): boolean => bytes < LARGE;

/**
 * As `grant`, without a collection: for primitives behind which Smalltalk goes another way that asks again. V8 ends the
 * process after a few collections in a row that found nothing, so there is one for each allocation.
 */
export function grantNow(bytes: number): boolean {
  return isSmall(bytes) || noted(bytes, fits(bytes));
}

/** Whether an object of so many bytes can be made; where it can, it counts as made. */
export function grant(bytes: number): boolean {
  return isSmall(bytes) || noted(bytes, hasRoom(bytes));
}

function noted(bytes: number, isGranted: boolean): boolean {
  if (isGranted && bytes > largest) largest = bytes;
  return isGranted;
}

/** Bytes of the largest object that was granted since this was asked for last; 0 where none was large. */
export function takeLargest(): number {
  const taken = largest;
  largest = 0;
  return taken;
}

/** Whether so many bytes can be taken. What is garbage counts only until nothing else is left. */
export function hasRoom(bytes: number): boolean {
  if (isSmall(bytes) || fits(bytes)) return true;
  if (bytes > heapCapacity()) return false;
  collectGarbage();
  return fits(bytes);
}

let isReserveOpen = false;

/** Whether the reserve can be used. */
export function openReserve(isOpen: boolean): void {
  isReserveOpen = isOpen;
}

function fits(bytes: number): boolean {
  const most = isReserveOpen ? heapCapacity() * (1 + RESERVE) : heapCapacity();
  return heapInUse() + bytes < most;
}

/** Bytes that all objects take, those included that are garbage. */
export function heapInUse(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

let capacity = 0;

/** Bytes that all objects together may take. */
export function heapCapacity(): number {
  if (capacity === 0) capacity = (getHeapStatistics().heap_size_limit - YOUNG) * FULL;
  return capacity;
}

let collector: unknown;

/** Collects all that nothing refers to, also what was read from weak references in this job. V8 has no other door to its collector. */
export function collectGarbage(): void {
  letGo();
  if (collector === undefined) {
    setFlagsFromString("--expose-gc");
    collector = runInNewContext("gc");
  }
  if (typeof collector === "function") collector();
}

let checkpoint: (() => void) | undefined;

/**
 * A WeakRef keeps what was read from it for the rest of the job. V8 lets go of that at the end of every microtask
 * checkpoint, and a context with a queue of its own makes one behind each script, also within a job.
 */
function letGo(): void {
  if (checkpoint === undefined) {
    const context = createContext({}, { microtaskMode: "afterEvaluate" });
    const nothing = new Script("0");
    checkpoint = () => nothing.runInContext(context);
  }
  checkpoint();
}

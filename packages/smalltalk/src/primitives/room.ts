/** Whether there is room for an allocation: asked before it is made, since V8 ends the process where it finds none. */
import { getHeapStatistics } from "node:v8";

/** Bytes from which on an allocation asks. */
const LARGE = 2 ** 20;
/** Share of V8's heap limit that may be in use. */
const FULL = 0.9;

/** For an object of so many bytes. */
export function hasRoom(bytes: number): boolean {
  if (bytes < LARGE) return true;
  const { heap_size_limit, used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory + bytes < heap_size_limit * FULL;
}

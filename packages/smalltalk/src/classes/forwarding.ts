/** Makes all references to some objects lead to others. */
import { Home, StContext, StProcess } from "../machine/index.js";
import { forward, hasOwnIdentity, type Successors } from "../memory/become.js";
import { type HeapWalk, refersTo } from "../memory/heap-walk.js";
import type { StObject, Value } from "../memory/values.js";
import { StEphemeron, type WeakIndexed } from "../memory/weak.js";
import { ClassObject } from "./class-object.js";
import { recordOf } from "./reified-methods.js";

/** Whether an object can exchange its identity: what the engine itself knows objects by stays what it is. */
export function canBecome(value: Value | undefined): value is StObject {
  return (
    value !== undefined &&
    hasOwnIdentity(value) &&
    !(value instanceof ClassObject || value instanceof StProcess || value instanceof Home) &&
    !(value instanceof StContext) &&
    // What runs is the method that it stands for.
    recordOf(value) === undefined
  );
}

type Hashed = StObject & { h?: number };

export type Pair = readonly [from: StObject, to: StObject];

/** Where `copyHash`, the identity hashes stay with the references. */
export function forwardAll(walk: HeapWalk, pairs: readonly Pair[], copyHash: boolean): void {
  const successors: Successors = new Map(pairs);
  const reached = walk.reach(pairs.flat());
  const isWanted = (value: unknown): boolean =>
    typeof value === "object" && value !== null && successors.has(value);
  for (const object of reached.objects) {
    if (object instanceof StProcess) forwardProcess(object, successors);
    else if (object instanceof StContext) forward(object.activation, successors);
    else {
      const { w }: WeakIndexed = object;
      if (w !== undefined || object instanceof StEphemeron || refersTo(reached, object, isWanted))
        forward(object, successors);
    }
  }
  walk.forwardRoots(successors);
  if (!copyHash) return;
  for (const [from, to] of pairs) {
    const source: Hashed = from;
    const target: Hashed = to;
    if (source.h !== undefined) target.h = source.h;
  }
}

function forwardProcess(process: StProcess, successors: Successors): void {
  forward(process, successors);
  for (const activation of process.stack.activations) forward(activation, successors);
  forward(process.continuation, successors);
}

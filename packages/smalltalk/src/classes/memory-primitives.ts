/** What Smalltalk asks of the object memory, and does with it. The stack is taken down first: then the walker sees all of it. */
import { getHeapStatistics } from "node:v8";
import { mangleField } from "../codegen/index.js";
import { Capture, StProcess } from "../machine/index.js";
import { exchange } from "../memory/become.js";
import { classOf } from "../memory/class-of.js";
import type { HeapWalk } from "../memory/heap-walk.js";
import { isReadOnly } from "../memory/read-only.js";
import { allFieldsOf } from "../memory/trace.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StCharacter,
  type StClass,
  StFloat,
  type StObject,
  type Value,
} from "../memory/values.js";
import { identityHash } from "../primitives/objects.js";
import { hasRoom } from "../primitives/room.js";
import { collectAll } from "../primitives/weak.js";
import { ClassObject, defineOn } from "./class-object.js";
import { canBecome, forwardAll, type Pair } from "./forwarding.js";
import { performingPrimitives } from "./performing-primitives.js";

/** Bytes that a walk takes for each byte of the heap in use, at most: two references for an object of 32 bytes or more. */
const WALK_SHARE = 0.5;

/** @param isFixed whether everyone relies on an object being what it is */
export function memoryPrimitives(walk: HeapWalk, isFixed: (value: Value) => boolean) {
  const mayBecome = (value: Value | undefined): value is StObject => canBecome(value) && !isFixed(value);
  /** Fails where there is no room for the walk. */
  const look = (work: () => Value): Value | Fail => {
    if (!hasRoom(getHeapStatistics().used_heap_size * WALK_SHARE)) return FAIL;
    throw new Capture({ kind: "look", look: work });
  };
  return {
    /** (anArray of classes) → an Array of their instances; those of their subclasses do not count. */
    memoryInstances: (_self: Value, classes: Value): Value | Fail => {
      if (!(classes instanceof StArray)) return FAIL;
      const wanted: ReadonlySet<StClass> = new Set(classes.i.filter((c) => c instanceof ClassObject));
      const single = [nil, true, false].filter((value) => wanted.has(classOf(value)));
      return look(() => {
        const found: Value[] = walk.instancesOf(wanted);
        found.unshift(...single);
        return new StArray(found);
      });
    },
    /** Collects what nothing refers to → an Array: bytes that are free then, and those that mourn their keys */
    garbageCollect: (_self: Value): Value => {
      throw new Capture({
        kind: "look",
        look: () => {
          // On the way it forgets what activations do not need any more.
          const mourners = walk.takeMourners();
          return new StArray([collectAll(), new StArray(mourners)]);
        },
      });
    },
    /** → an Array of all objects */
    memoryObjects: (_self: Value): Value | Fail => look(() => new StArray(walk.allObjects())),
    /** → an Array of the objects that refer to the receiver; the stacks of processes do not count. */
    memoryReferrers: (self: Value): Value | Fail =>
      look(() => new StArray(walk.referrersOf(self).filter((owner) => !(owner instanceof StProcess)))),
    /** (anArray) exchanges the identities of the receiver's elements with those of the argument's → self */
    memoryExchange: (self: Value, others: Value): Value | Fail => {
      const pairs = pairsOf(self, others, mayBecome, mayBecome);
      if (pairs === undefined) return FAIL;
      for (const [from, to] of pairs) exchange(from, to);
      return self;
    },
    /** (anArray, aBoolean) all references to the receiver's elements lead to those of the argument → self */
    memoryForward: (self: Value, others: Value, copyHash: Value): Value | Fail => {
      const pairs = pairsOf(self, others, mayBecome, isReferenced);
      if (pairs === undefined || typeof copyHash !== "boolean") return FAIL;
      return look(() => {
        forwardAll(walk, pairs, copyHash);
        return self;
      });
    },
    /** (aClass) makes it an instance of the class, whose variables get its values in their order → self */
    objectChangeClass: (self: Value, cls: Value): Value | Fail => {
      if (!mayBecome(self) || isReadOnly(self) || !(cls instanceof ClassObject)) return FAIL;
      if (self.cls.layout !== "normal" || cls.layout !== "normal") return FAIL;
      const before = allFieldsOf(self.cls);
      const after = allFieldsOf(cls);
      if (before.length !== after.length) return FAIL;
      const made = new cls.construct();
      after.forEach((name, i) => {
        defineOn(made, mangleField(name), Reflect.get(self, mangleField(before[i] ?? "")));
      });
      exchange(self, made);
      return self;
    },
    /** (anObject) → its class, whatever it would answer itself */
    mirrorClassOf: (_self: Value, object: Value): Value => classOf(object),
    /** (anObject) */
    mirrorIdentityHash: (_self: Value, object: Value): Value => identityHash(object),
    /** (anObject, selector, anArray, aClass) a tail call, looked up from the class on */
    mirrorPerform: (
      _self: Value,
      object: Value,
      selector: Value,
      args: Value,
      start: Value,
      depth: number,
    ): Value | Fail => performingPrimitives.performInSuperclass(object, selector, args, start, depth),
    /** → whether it has an identity that can be given away */
    memoryCanBecome: (self: Value): Value => mayBecome(self),
  } satisfies PrimitiveTable;
}

/** Whether references lead to a value: it is not what the reference itself says. */
const isReferenced = (value: Value | undefined): value is StObject =>
  typeof value === "object" && !(value instanceof StCharacter || value instanceof StFloat);

/** Undefined where an element cannot become another. */
function pairsOf(
  from: Value,
  to: Value,
  isPredecessor: (value: Value | undefined) => value is StObject,
  isSuccessor: (value: Value | undefined) => value is StObject,
): Pair[] | undefined {
  if (!(from instanceof StArray && to instanceof StArray) || from.i.length !== to.i.length) return undefined;
  const pairs: Pair[] = [];
  for (const [i, value] of from.i.entries()) {
    const other = to.i[i];
    if (!isPredecessor(value) || !isSuccessor(other)) return undefined;
    pairs.push([value, other]);
  }
  return pairs;
}

/**
 * Instances of a class whose shape changes. A new variable is nil in all of them without anyone touching them, since the
 * prototype has it; what a class has no more is taken from each. Values follow the names of their variables.
 */
import { mangleField } from "../codegen/index.js";
import type { HeapWalk } from "../memory/heap-walk.js";
import { type Bytes, type Layout, nil, type StClass, type StObject } from "../memory/values.js";
import type { ClassObject } from "./class-object.js";
import { defineOn } from "./class-object.js";
import { indexedField } from "./instance-constructor.js";

interface Shape {
  readonly names: readonly string[];
  readonly layout: Layout;
}

const shapeOf = (c: ClassObject): Shape => ({ names: c.allInstVarNames, layout: c.layout });

/** What instances have lost to migrations, so that they can have it again where the change is taken back. */
export class LostState {
  readonly #lost: { readonly instance: StObject; readonly property: string; readonly value: unknown }[] = [];

  note(instance: StObject, property: string): void {
    const value = Object.getOwnPropertyDescriptor(instance, property)?.value;
    this.#lost.push({ instance, property, value });
  }

  /** The latest first, so that each instance has what it had at the beginning. */
  giveBack(): void {
    for (let last = this.#lost.pop(); last !== undefined; last = this.#lost.pop()) {
      const { instance, property, value } = last;
      if (value === undefined) Reflect.deleteProperty(instance, property);
      else defineOn(instance, property, value);
    }
  }
}

export class Migration {
  readonly #before = new Map<ClassObject, Shape>();

  /**
   * The shapes of a class and all below it, as they are before the change.
   *
   * @param lost keeps what the instances lose; null where nobody takes the change back
   */
  constructor(
    readonly heap: HeapWalk,
    changed: ClassObject,
    readonly lost: LostState | null,
  ) {
    for (const c of changed.withAllSubclasses()) this.#before.set(c, shapeOf(c));
  }

  /** The shapes have changed: so do the instances, wherever they are held. */
  finish(): void {
    const changes = new Map<StClass, (instance: StObject) => void>();
    for (const [c, before] of this.#before) {
      const change = changeOf(before, shapeOf(c), this.lost);
      if (change !== null) changes.set(c, change);
    }
    if (changes.size === 0) return;
    for (const instance of this.heap.instancesOf(new Set(changes.keys())))
      changes.get(instance.cls)?.(instance);
  }
}

/** What is to be done to each instance; null for nothing. */
function changeOf(
  before: Shape,
  after: Shape,
  kept: LostState | null,
): ((instance: StObject) => void) | null {
  const lost = before.names.filter((name) => !after.names.includes(name)).map(mangleField);
  const from = indexedField(before.layout);
  const to = indexedField(after.layout);
  if (lost.length === 0 && before.layout === after.layout) return null;
  return (instance) => {
    for (const property of lost) {
      if (!Object.hasOwn(instance, property)) continue;
      kept?.note(instance, property);
      defineOn(instance, property, nil);
    }
    if (before.layout === after.layout || (from === to && from === "i")) return;
    if (to !== null && to !== from) kept?.note(instance, to);
    if (from !== null) kept?.note(instance, from);
    if (from !== null) Reflect.deleteProperty(instance, from);
    if (to !== null) defineOn(instance, to, noElements(after.layout));
  };
}

function noElements(layout: Layout): unknown[] | Bytes {
  switch (layout) {
    case "bytes":
      return new Uint8Array(0);
    case "words":
      return new Uint32Array(0);
    case "doubleWords":
      return new Float64Array(0);
    default:
      return [];
  }
}

/**
 * The heap walker: goes from the roots through everything that can be reached. Whatever stands on the native stack must have
 * been taken down before, since nothing leads there.
 *
 * Where the walk has been it remembers in the objects themselves, whose identity hash is negative meanwhile: a set of a
 * million objects takes V8 some 200 ms to fill, and would give each of them a hash of its own.
 */
import type { Successors } from "./become.js";
import { StBlock } from "./blocks.js";
import { allFieldsOf, isContainer, Shapes, type SpecialShape, type Visit } from "./trace.js";
import { nil, type StClass, type StObject, type Value } from "./values.js";
import { StEphemeron } from "./weak.js";

interface Marked {
  h?: number;
}

/** Hands on what the image holds from outside the heap. */
export type Root = (visit: Visit) => void;

export type Forwarding = (successors: Successors) => void;

/** What came of a walk: everything that was reached, containers that are no Smalltalk objects included. */
export interface Reached {
  readonly objects: readonly object[];
  readonly shapes: Shapes;
  /** Those of the classes that were looked for. */
  readonly found: StObject[];
  /** Objects of a layout `ephemeron` to whose keys nothing else leads. */
  readonly mourners: readonly object[];
}

export class HeapWalk {
  readonly #roots: Root[] = [];
  /** Those that have been answered by `takeMourners`. */
  readonly #mourned = new WeakSet<object>();
  readonly #forwardings: Forwarding[] = [];
  readonly #special: SpecialShape[] = [];
  /** Called with the first block that is met of each code: hands on what the code refers to. */
  ofCode: (block: StBlock, visit: Visit) => void = () => undefined;

  addRoot(root: Root): void {
    this.#roots.push(root);
  }

  /** Called where references are changed: changes those that are held outside the heap. */
  addForwarding(forwarding: Forwarding): void {
    this.#forwardings.push(forwarding);
  }

  forwardRoots(successors: Successors): void {
    for (const forwarding of this.#forwardings) forwarding(successors);
  }

  addShape(shape: SpecialShape): void {
    this.#special.push(shape);
  }

  /** Everything that can be reached, each object once. `also` is held by whoever asks; `wanted` classes are looked for. */
  reach(also: Iterable<unknown> = [], wanted: ReadonlySet<StClass> = new Set()): Reached {
    const shapes = new Shapes(this.#special, wanted);
    const objects: object[] = [];
    const found: StObject[] = [];
    /** What was reached of the shapes that have no hash of their own. */
    const others = new Set<object>();
    const ephemerons: StEphemeron[] = [];
    const keyed = new Set<object>();
    const mourners: object[] = [];
    const codes = new Set<object>();
    const visit: Visit = (value) => {
      if (typeof value !== "object" || value === null || value === nil) return;
      const object: Marked = value;
      if (object.h !== undefined && object.h < 0) return;
      const shape = shapes.of(value);
      if (shape.marking === "none") return;
      if (shape.marking === "set") {
        const { size } = others;
        if (others.add(value).size === size) return;
      } else object.h = ~(object.h ?? 0);
      objects.push(value);
      if (shape.isWanted && isInstance(value, wanted)) found.push(value);
    };
    const visitCode = (block: StBlock): void => {
      const { size } = codes;
      if (codes.add(block.code).size !== size) this.ofCode(block, visit);
    };
    const isReached = (value: unknown): boolean => {
      if (typeof value !== "object" || value === null || value === nil) return true;
      if (shapes.of(value).marking === "none") return true;
      const { h = 0 }: Marked = value;
      return h < 0 || others.has(value);
    };
    try {
      for (const root of this.#roots) root(visit);
      for (const value of also) visit(value);
      for (let next = 0; ; ) {
        for (; next < objects.length; next += 1) {
          const object = objects[next];
          if (object === undefined) break;
          const shape = shapes.of(object);
          if (shape.kind === "keyed" && !this.#mourned.has(object)) {
            keyed.add(object);
            continue;
          }
          shape.trace(object, visit);
          if (shape.kind === "block" && object instanceof StBlock) visitCode(object);
          else if (shape.kind === "ephemeron" && object instanceof StEphemeron) ephemerons.push(object);
        }
        for (const { key, value } of ephemerons) if (isReached(key)) visit(value);
        for (const object of keyed) {
          if (!isReached(keyOf(object))) continue;
          keyed.delete(object);
          shapes.of(object).trace(object, visit);
        }
        if (next < objects.length) continue;
        // One after the other: it leads to its key now, which may be another's key as well.
        const [mourner] = keyed;
        if (mourner === undefined) return { objects, shapes, found, mourners };
        keyed.delete(mourner);
        mourners.push(mourner);
        shapes.of(mourner).trace(mourner, visit);
      }
    } finally {
      // Of a million objects a closure for each takes 80 ms more.
      for (let i = 0; i < objects.length; i += 1) {
        const object: Marked | undefined = objects[i];
        if (object?.h !== undefined && object.h < 0) object.h = ~object.h;
      }
    }
  }

  /** Those to whose keys nothing else leads. Each is answered once, and from then on leads to its key. */
  takeMourners(): StObject[] {
    const { mourners } = this.reach();
    for (const mourner of mourners) this.#mourned.add(mourner);
    return mourners.filter(isSmalltalk);
  }

  /** Every Smalltalk object that can be reached. */
  allObjects(): StObject[] {
    return this.reach().objects.filter(isSmalltalk);
  }

  /** Smalltalk objects that refer to an object; weak references do not count. */
  referrersOf(wanted: Value): StObject[] {
    const reached = this.reach([wanted]);
    const isWanted = (value: unknown): boolean => value === wanted;
    return reached.objects.filter(isSmalltalk).filter((object) => refersTo(reached, object, isWanted));
  }

  /** Instances of these classes themselves, in the order in which they were reached. */
  instancesOf(classes: ReadonlySet<StClass>, also: Iterable<unknown> = []): StObject[] {
    return this.reach(also, classes).found;
  }
}

/** Whether an object refers to one that passes the test, also through containers, which are nobody's but its own. */
export function refersTo(
  { shapes }: Reached,
  object: object,
  isWanted: (value: unknown) => boolean,
): boolean {
  let found = false;
  const through = new Set<object>();
  const visit: Visit = (value) => {
    if (found || value === null) return;
    if (typeof value === "object" && isContainer(value)) {
      if (through.has(value)) return;
      through.add(value);
      shapes.of(value).trace(value, visit);
    } else found = isWanted(value);
  };
  const { trace, kind } = shapes.of(object);
  if (kind === "ephemeron" && object instanceof StEphemeron) visit(object.value);
  else trace(object, visit);
  return found;
}

/** Of an object of the layout `ephemeron`. */
function keyOf(object: object): unknown {
  const [name] = isSmalltalk(object) ? allFieldsOf(object.cls) : [];
  return Reflect.get(object, `_${name}`);
}

function isInstance(object: object, classes: ReadonlySet<StClass>): object is StObject {
  const { cls }: { readonly cls?: StClass } = object;
  return cls !== undefined && classes.has(cls);
}

export const isSmalltalk = (object: object): object is StObject => !isContainer(object);

/**
 * What objects refer to. A trace hands on every reference of one object, weak ones left out; there is one for each JavaScript
 * shape, and for ordinary objects one made of the names of their fields, since V8 reads a property whose name stands in the
 * code some five times as fast as one whose name is a value.
 */
import { StBlock } from "./blocks.js";
import {
  StArray,
  StAssociation,
  StCharacter,
  type StClass,
  StFloat,
  StLargeNegative,
  StLargePositive,
  StNil,
  type StObject,
  StString,
  StSymbol,
} from "./values.js";
import { StEphemeron } from "./weak.js";

/** Takes whatever a reference leads to: any value, a scope, or a list that a block copied. */
export type Visit = (value: unknown) => void;
export type Trace = (object: object, visit: Visit) => void;

/** How the walk remembers that it was at an object: by the sign of its hash, in a set, or not at all. */
export type Marking = "hash" | "set" | "none";

export interface Shape {
  readonly marking: Marking;
  readonly trace: Trace;
  /**
   * Blocks lead to their code as well, and ephemerons to their values while their keys live. Objects of a class of the layout
   * `ephemeron` are `keyed`: their first variable leads nowhere, and the others only where something else leads to it.
   */
  readonly kind: "plain" | "block" | "ephemeron" | "keyed";
  /** Class of all objects of the shape; null where it depends on the object, or is no class. */
  readonly cls: StClass | null;
  /** Whether its objects are looked for; where `cls` is null, whether some of them may be. */
  readonly isWanted: boolean;
}

/** A shape that a floor above brings along: of all prototypes that pass the test. */
export interface SpecialShape {
  readonly isPrototype: (prototype: object) => boolean;
  readonly marking: Marking;
  readonly trace: Trace;
}

const nothing: Trace = () => undefined;

/** Of Array, and of nothing that has fields beside its elements. */
const traceArray: Trace = (object, visit) => {
  if (object instanceof StArray) for (const element of object.i) visit(element);
};

const traceAssociation: Trace = (object, visit) => {
  if (!(object instanceof StAssociation)) return;
  visit(object._key);
  visit(object._value);
};

const traceBlock: Trace = (object, visit) => {
  if (!(object instanceof StBlock)) return;
  visit(object.r);
  visit(object.home);
  visit(object.c0);
  visit(object.c1);
  visit(object.c2);
  visit(object.cs);
};

/** A scope, or what a block copied beyond its first values. */
const traceProperties: Trace = (object, visit) => {
  for (const value of Object.values(object)) visit(value);
};

/** Prototypes of what is no Smalltalk object, but holds some. */
const CONTAINERS: ReadonlySet<object> = new Set([Object.prototype, Array.prototype]);

export const isContainer = (object: object): boolean => CONTAINERS.has(Object.getPrototypeOf(object));

const LEAVES: readonly (readonly [prototype: object, marking: Marking])[] = [
  [StNil.prototype, "none"],
  [StCharacter.prototype, "none"],
  [StFloat.prototype, "set"],
  [StLargePositive.prototype, "set"],
  [StLargeNegative.prototype, "set"],
  [StString.prototype, "hash"],
  [StSymbol.prototype, "hash"],
];

const isObject = (value: object): value is StObject => "cls" in value;
const isTrace = (made: unknown): made is Trace => typeof made === "function";

/** Traces of ordinary objects, by the names of their fields: classes with the same names share one. */
const ofFields = new Map<string, Trace>();

function fieldTrace(fields: readonly string[], hasElements: boolean): Trace {
  if (fields.length === 0 && !hasElements) return nothing;
  const key = `${hasElements ? "i" : ""} ${fields.join(" ")}`;
  let known = ofFields.get(key);
  if (known === undefined) {
    const reads = fields.map((name) => `visit(o[${JSON.stringify(`_${name}`)}]);`).join("");
    const elements = hasElements ? "const i=o.i;if(i!==undefined)for(const e of i)visit(e);" : "";
    const made: unknown = new Function(`"use strict";return function(o,visit){${reads}${elements}}`)();
    known = isTrace(made) ? made : nothing;
    ofFields.set(key, known);
  }
  return known;
}

/** All instance variables, inherited ones first. */
export function allFieldsOf(cls: StClass): string[] {
  const lists: (readonly string[])[] = [];
  for (let c: StClass | StNil = cls; "instVarNames" in c; c = c.superclass) lists.unshift(c.instVarNames);
  return lists.flat();
}

/** The shapes of an image's objects, by JavaScript prototype. For one walk: classes change. */
export class Shapes {
  readonly #known = new Map<object, Shape>();
  #latestPrototype: object = Shapes.prototype;
  #latest: Shape = { marking: "none", trace: nothing, kind: "plain", cls: null, isWanted: false };

  /** Objects of the `wanted` classes are gathered on the way. */
  constructor(
    readonly special: readonly SpecialShape[],
    readonly wanted: ReadonlySet<StClass>,
  ) {
    for (const [prototype, marking] of LEAVES)
      this.#known.set(prototype, {
        marking,
        trace: nothing,
        kind: "plain",
        cls: null,
        isWanted: wanted.size > 0,
      });
    for (const prototype of CONTAINERS)
      this.#known.set(prototype, {
        marking: "set",
        trace: traceProperties,
        kind: "plain",
        cls: null,
        isWanted: false,
      });
  }

  of(object: object): Shape {
    const prototype: object = Object.getPrototypeOf(object);
    // Objects of one class come one after the other.
    if (prototype === this.#latestPrototype) return this.#latest;
    let shape = this.#known.get(prototype);
    if (shape === undefined) {
      shape = this.#make(object, prototype);
      this.#known.set(prototype, shape);
    }
    this.#latestPrototype = prototype;
    this.#latest = shape;
    return shape;
  }

  #make(object: object, prototype: object): Shape {
    const cls = isObject(object) ? object.cls : null;
    const shape = (marking: Marking, trace: Trace, kind: Shape["kind"] = "plain"): Shape => ({
      marking,
      trace,
      kind,
      cls,
      isWanted: cls !== null && this.wanted.has(cls),
    });
    for (const { isPrototype, marking, trace } of this.special)
      if (isPrototype(prototype)) return shape(marking, trace);
    if (cls === null) return shape("none", nothing);
    if (object instanceof StBlock) return shape("set", traceBlock, "block");
    if (object instanceof StEphemeron) return shape("hash", nothing, "ephemeron");
    if (prototype === StArray.prototype) return shape("hash", traceArray);
    if (prototype === StAssociation.prototype) return shape("hash", traceAssociation);
    const hasElements = cls.layout === "variable" || cls.layout === "ephemeron" || object instanceof StArray;
    const fields = allFieldsOf(cls);
    const isKeyed = cls.layout === "ephemeron" && fields.length > 0;
    return shape("hash", fieldTrace(fields, hasElements), isKeyed ? "keyed" : "plain");
  }
}

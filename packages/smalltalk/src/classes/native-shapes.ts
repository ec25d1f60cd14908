/** Which JavaScript prototype the instances of a class have, where the engine has a shape of its own for them. */

import { Home, Marker, StContext, StProcess } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { isWide } from "../memory/text.js";
import {
  StArray,
  StAssociation,
  StBytes,
  StCharacter,
  StFloat,
  StLargeNegative,
  StLargePositive,
  StNil,
  StString,
  StSymbol,
} from "../memory/values.js";
import { StEphemeron } from "../memory/weak.js";
import { ClassObject } from "./class-object.js";

/** By class name. */
export const NATIVE_PROTOTYPES: Readonly<Record<string, object>> = {
  UndefinedObject: StNil.prototype,
  SmallInteger: Number.prototype,
  BoundedFloat64: StFloat.prototype,
  LargePositiveInteger: StLargePositive.prototype,
  LargeNegativeInteger: StLargeNegative.prototype,
  Character: StCharacter.prototype,
  Array: StArray.prototype,
  ByteArray: StBytes.prototype,
  Association: StAssociation.prototype,
  FullBlockClosure: StBlock.prototype,
  Behavior: ClassObject.prototype,
  Home: Home.prototype,
  Marker: Marker.prototype,
  Process: StProcess.prototype,
  Context: StContext.prototype,
  Ephemeron: StEphemeron.prototype,
};

/** Classes whose instances have a shape that only the engine makes: an object of a subclass would not have it. */
const SEALED: ReadonlySet<string> = new Set([
  "UndefinedObject",
  "True",
  "False",
  "Boolean",
  "SmallInteger",
  "LargePositiveInteger",
  "LargeNegativeInteger",
  "Float",
  "BoundedFloat64",
  "Character",
  "Symbol",
  "ByteSymbol",
  "WideSymbol",
  "BlockClosure",
  "FullBlockClosure",
  "Behavior",
  "ClassDescription",
  "Class",
  "Metaclass",
  "Home",
  "Marker",
  "Process",
  "Context",
  "Ephemeron",
]);

export const isSealed = (className: string): boolean => SEALED.has(className);

/** Two classes that share one JavaScript prototype, and the test that tells their instances apart. */
export interface SharedPrototype {
  readonly shared: object;
  readonly parent: string;
  /** Class of the instances that pass the test. */
  readonly when: string;
  readonly otherwise: string;
  /** The test in emitted code, over `this` and the runtime's `isWide`. */
  readonly test: string;
  readonly isFirst: (value: unknown) => boolean;
}

export const SHARED_PROTOTYPES: readonly SharedPrototype[] = [
  {
    shared: Boolean.prototype,
    parent: "Boolean",
    when: "True",
    otherwise: "False",
    test: "this===true",
    isFirst: (v) => v === true || (v instanceof Boolean && v.valueOf()),
  },
  {
    shared: StString.prototype,
    parent: "String",
    when: "WideString",
    otherwise: "ByteString",
    test: "isWide(this)",
    isFirst: (v) => v instanceof StString && isWide(v),
  },
  {
    shared: StSymbol.prototype,
    parent: "Symbol",
    when: "WideSymbol",
    otherwise: "ByteSymbol",
    test: "isWide(this)",
    isFirst: (v) => v instanceof StSymbol && isWide(v),
  },
];

export function sharedPrototypeOf(className: string): SharedPrototype | undefined {
  return SHARED_PROTOTYPES.find((s) => s.when === className || s.otherwise === className);
}

/** Classes whose instances only the engine makes, or whose constructor is the shape's own. */
export function hasOwnConstructor(name: string): boolean {
  return Object.hasOwn(NATIVE_PROTOTYPES, name) && name !== "Association";
}

/** Constructors that the engine's own shapes come with, where a class has no text for one. */
export const NATIVE_CONSTRUCTORS = {
  Array: StArray,
  ByteArray: StBytes,
  Ephemeron: StEphemeron,
} as const;

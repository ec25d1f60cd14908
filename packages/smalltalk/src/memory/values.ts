/**
 * The JavaScript shapes of Smalltalk values. `docs/architecture.md` ("Values") gives the table.
 *
 * The classes here are bare shapes: the prototypes are re-parented under the Smalltalk class hierarchy when an image is
 * opened (`classes/root.ts`), and `cls` is found on the prototype. Fields have plain names; Smalltalk's instance
 * variables are `_name`, its selectors `$…`.
 *
 * Fields are declared and then assigned in the constructor: a defined field is first undefined, which costs a float field
 * its representation. An assignment would meet the Proxy that stands above the root, were it not for the data properties
 * of the same names that the root has (`classes/root.ts`).
 */

/** What every Smalltalk object but numbers and booleans is. `cls` lies on the prototype, never on the instance. */
export interface StObject {
  readonly cls: StClass;
}

/** Any Smalltalk value. A `number` is always a safe integer other than −0. */
export type Value = number | boolean | StObject;

/** What a primitive answers when it cannot do its work: the Smalltalk code behind it then runs. */
export const FAIL: unique symbol = Symbol("primitive failed");
export type Fail = typeof FAIL;

/** A primitive: receiver, then arguments. It never calls Smalltalk code. */
export type Primitive = (self: Value, ...args: Value[]) => Value | Fail;
export type PrimitiveTable = Readonly<Record<string, (...args: never[]) => Value | Fail>>;

export class StNil implements StObject {
  declare readonly cls: StClass;
}
export const nil = new StNil();

/** BoundedFloat64. */
export class StFloat implements StObject {
  declare readonly cls: StClass;
  declare readonly v: number;
  constructor(v: number) {
    this.v = v;
  }
}

/** LargePositiveInteger; `n` > 2⁵³−1. Make with `fromBigInt`. */
export class StLargePositive implements StObject {
  declare readonly cls: StClass;
  declare readonly n: bigint;
  constructor(n: bigint) {
    this.n = n;
  }
}

/** LargeNegativeInteger; `n` < −(2⁵³−1). Make with `fromBigInt`. */
export class StLargeNegative implements StObject {
  declare readonly cls: StClass;
  declare readonly n: bigint;
  constructor(n: bigint) {
    this.n = n;
  }
}

/** One object per code point: make with `character`. */
export class StCharacter implements StObject {
  declare readonly cls: StClass;
  /** Code point, 0–0x10FFFF. */
  declare readonly c: number;
  constructor(c: number) {
    this.c = c;
  }
}

export type CodePoints = Uint8Array | Uint16Array | Uint32Array;

/** The code points of a text that is in a JavaScript string. */
export const NO_POINTS: CodePoints = new Uint8Array(0);

/**
 * ByteString or WideString: the text is in `s` (one UTF-16 unit a character, at most AT_ONCE of them) or, when `s` is
 * null, in `a`. WideString when a code point above 255 occurs.
 */
export class StString implements StObject {
  declare readonly cls: StClass;
  declare s: string | null;
  declare a: CodePoints;
  /** Identity hash; 0 until asked for. */
  declare h: number;
  constructor(s: string | null, a: CodePoints = NO_POINTS) {
    this.s = s;
    this.a = a;
    this.h = 0;
  }
}

/** ByteSymbol or WideSymbol, unique by content: make with `symbol`. */
export class StSymbol implements StObject {
  declare readonly cls: StClass;
  declare readonly s: string | null;
  declare readonly a: CodePoints;
  declare h: number;
  /** The JavaScript property name of this selector, once asked for. */
  declare js: string | null;
  constructor(s: string | null, a: CodePoints) {
    this.s = s;
    this.a = a;
    this.h = 0;
    this.js = null;
  }
}

/** Pointer-indexed objects: Array, and every `variable` class (which may add fields). */
export class StArray implements StObject {
  declare readonly cls: StClass;
  declare i: Value[];
  declare h: number;
  constructor(i: Value[]) {
    this.i = i;
    this.h = 0;
  }
}

export type Bytes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Byte- and word-indexed objects: ByteArray, WordArray. */
export class StBytes implements StObject {
  declare readonly cls: StClass;
  declare b: Bytes;
  declare h: number;
  constructor(b: Bytes) {
    this.b = b;
    this.h = 0;
  }
}

/** Association, and the binding of a global, class variable or workspace variable. */
export class StAssociation implements StObject {
  declare readonly cls: StClass;
  declare _key: Value;
  declare _value: Value;
  declare h: number;
  constructor(key: Value, value: Value) {
    this._key = key;
    this._value = value;
    this.h = 0;
  }
}

/** How the instances of a class are laid out, as Pharo's Tonel `#type` names it (`normal` is the default). */
export type Layout =
  | "normal"
  | "variable"
  | "bytes"
  | "words"
  | "doubleWords"
  | "weak"
  | "ephemeron"
  | "immediate";

/**
 * A class or metaclass. The object is a Smalltalk object: its prototype holds the class-side methods, fields `_name` its
 * class-side instance variables; the rest is the engine's data. `classes/class-object.ts` implements it.
 */
export interface StClass extends StObject {
  /** Plain name; a metaclass has its class's name and `instanceSide` set. */
  name: string;
  superclass: StClass | StNil;
  readonly subclasses: readonly StClass[];
  /** Prototype of the instances. */
  readonly proto: object;
  /** Makes an instance; one of an indexed layout takes its indexed part. */
  construct: new (
    indexed?: (Value | WeakRef<StObject>)[] | Bytes,
  ) => StObject;
  layout: Layout;
  /** Instance variables declared by this class itself. */
  instVarNames: readonly string[];
  /** Class variables by name; empty on a metaclass. */
  readonly classVariables: Map<string, StAssociation>;
  /** Names of shared pools, in order of look-up. */
  pools: readonly string[];
  /** Methods that this class defines itself, by selector. */
  readonly methods: Map<string, MethodRecord>;
  /** For a metaclass: the class it belongs to. */
  readonly instanceSide: StClass | null;
  comment: string;
  /** Package, and tag within it ("" for none). */
  package: string;
  tag: string;
  h: number;
}

/** What an image knows of one method, whatever its compiled form. */
export interface MethodRecord {
  readonly selector: string;
  readonly owner: StClass;
  readonly source: string;
  /** Protocol; `*Package` marks an extension. */
  category: string;
  /** The CompiledMethod object, made when first asked for. */
  reified: StObject | null;
}

/** Smallest and largest SmallInteger: ±(2⁵³−1). */
export const MAX_SMALL = Number.MAX_SAFE_INTEGER;

/** The Smalltalk integer of `n`: a SmallInteger where it fits. */
export function fromBigInt(n: bigint): number | StLargePositive | StLargeNegative {
  if (n > 9007199254740991n) return new StLargePositive(n);
  if (n < -9007199254740991n) return new StLargeNegative(n);
  return Number(n);
}

/** Integer receiver or argument as a bigint; undefined where the value is no Integer. */
export function toBigInt(value: Value): bigint | undefined {
  if (typeof value === "number") return BigInt(value);
  if (value instanceof StLargePositive || value instanceof StLargeNegative) return value.n;
  return undefined;
}

/** The characters of code 0 to 255, by code. */
export const latinCharacters: StCharacter[] = [];
const rareCharacters = new Map<number, StCharacter>();

/** The one Character of a code point (0–0x10FFFF). */
export function character(codePoint: number): StCharacter {
  if (codePoint < 256) {
    const known = latinCharacters[codePoint];
    if (known !== undefined) return known;
  }
  let made = rareCharacters.get(codePoint);
  if (made === undefined) {
    made = new StCharacter(codePoint);
    rareCharacters.set(codePoint, made);
  }
  return made;
}
for (let c = 0; c < 256; c += 1) latinCharacters.push(new StCharacter(c));

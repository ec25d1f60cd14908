/** The class and metaclass objects. */
import { mangleField } from "../codegen/index.js";
import {
  type Bytes,
  type Layout,
  type MethodRecord,
  nil,
  type StAssociation,
  type StClass,
  type StNil,
  type StObject,
  type Value,
} from "../memory/values.js";

import { ClassMembers } from "./members.js";
import type { TraitUse } from "./traits.js";

export type InstanceConstructor = new (indexed?: (Value | WeakRef<StObject>)[] | Bytes) => StObject;

/** Fills the method dictionary of a class when it is first asked for. */
export type MethodSupply = (owner: ClassObject) => Iterable<MethodRecord>;

export interface ClassDescriptor {
  readonly name: string;
  readonly layout: Layout;
  readonly instVarNames: readonly string[];
  readonly pools: readonly string[];
  readonly package: string;
  readonly tag: string;
}

class NotInstantiable implements StObject {
  declare readonly cls: StClass;
  constructor() {
    throw new RangeError("this class has no instances of its own");
  }
}

/**
 * A class or a metaclass. Its JavaScript prototype is the `proto` of its metaclass (of Metaclass, for a metaclass), so that
 * class-side messages are found as any other.
 */
export class ClassObject implements StClass {
  declare readonly cls: ClassObject;
  name: string;
  superclass: ClassObject | StNil = nil;
  readonly #subclasses = new Set<ClassObject>();
  construct: InstanceConstructor = NotInstantiable;
  layout: Layout;
  instVarNames: readonly string[];
  readonly classVariables = new Map<string, StAssociation>();
  pools: readonly string[];
  /** Reads a kernel class's comment when it is first asked for. */
  commentSupply: () => string = () => "";
  #comment: string | null = null;
  #isTrait = false;
  package: string;
  tag: string;
  /** Where a super send of this class's methods starts to look: the superclass's `proto`. */
  parent: object;
  /** Slots and the layout as objects; null for most classes, of which nobody has asked. */
  members: ClassMembers | null = null;
  /** Traits that it is composed of, in order. */
  traitUses: readonly TraitUse[] = [];
  /** Classes and traits composed of this trait. */
  readonly traitUsers = new Set<ClassObject>();
  h = 0;
  #methods: Map<string, MethodRecord> | null = null;

  constructor(
    descriptor: ClassDescriptor,
    readonly proto: object,
    readonly instanceSide: ClassObject | null,
    public supply: MethodSupply | null = null,
  ) {
    this.name = descriptor.name;
    this.layout = descriptor.layout;
    this.instVarNames = descriptor.instVarNames;
    this.pools = descriptor.pools;
    this.package = descriptor.package;
    this.tag = descriptor.tag;
    this.parent = proto;
  }

  get subclasses(): readonly ClassObject[] {
    return [...this.#subclasses];
  }

  get methods(): Map<string, MethodRecord> {
    if (this.#methods === null) {
      this.#methods = new Map();
      if (this.supply !== null)
        for (const record of this.supply(this)) this.#methods.set(record.selector, record);
      this.supply = null;
    }
    return this.#methods;
  }

  /** Methods as far as anyone has asked for them; those of the kernel are made when they are first wanted. */
  get knownMethods(): Iterable<MethodRecord> {
    return this.#methods?.values() ?? [];
  }

  get comment(): string {
    this.#comment ??= this.commentSupply();
    return this.#comment;
  }

  set comment(text: string) {
    this.#comment = text;
  }

  /** `Foo`, or `Foo class`. */
  get printName(): string {
    return this.instanceSide === null ? this.name : `${this.name} class`;
  }

  ensureMembers(): ClassMembers {
    this.members ??= new ClassMembers();
    return this.members;
  }

  /** The instance variables that it declares, by the names of its slots. */
  get slotNames(): readonly string[] {
    return this.members?.visible ?? this.instVarNames;
  }

  /**
   * Makes `superclass` the superclass, in the class graph and for look-up; `root` stands above a class without one.
   *
   * @param isListed whether the superclass names it among its subclasses
   */
  inherit(superclass: ClassObject | StNil, root: object, isListed = true): void {
    if (this.superclass instanceof ClassObject) this.superclass.#subclasses.delete(this);
    this.superclass = superclass;
    if (superclass instanceof ClassObject && isListed) superclass.#subclasses.add(this);
    this.parent = superclass instanceof ClassObject ? superclass.proto : root;
    Object.setPrototypeOf(this.proto, this.parent);
  }

  /** Takes it out of its superclass's list: nobody inherits through a removed class any more. */
  detach(): void {
    if (this.superclass instanceof ClassObject) this.superclass.#subclasses.delete(this);
  }

  /** Whether it is a trait, or the class side of one. */
  get isTrait(): boolean {
    return (this.instanceSide ?? this).#isTrait;
  }

  beTrait(): void {
    this.#isTrait = true;
  }

  /** This class and its superclasses, most special first. */
  *lineage(): Iterable<ClassObject> {
    for (let c: ClassObject | StNil = this; c instanceof ClassObject; c = c.superclass) yield c;
  }

  /** This class and all below it, each before its subclasses. */
  *withAllSubclasses(): Iterable<ClassObject> {
    yield this;
    for (const subclass of this.#subclasses) yield* subclass.withAllSubclasses();
  }

  /** All instance variables, inherited ones first. */
  get allInstVarNames(): string[] {
    return [...this.lineage()].reverse().flatMap((c) => c.instVarNames);
  }

  /** The method that an instance runs for a selector. */
  lookup(selector: string): MethodRecord | undefined {
    for (const c of this.lineage()) {
      const found = c.methods.get(selector);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  inheritsFrom(other: ClassObject): boolean {
    let c = this.superclass;
    while (c instanceof ClassObject && c !== other) c = c.superclass;
    return c === other;
  }
}

/** A class object whose prototype is `behavior`. */
export function makeClassObject(
  behavior: object,
  descriptor: ClassDescriptor,
  proto: object,
  instanceSide: ClassObject | null,
  supply: MethodSupply | null = null,
): ClassObject {
  const holder = function (this: object) {
    return this;
  };
  holder.prototype = behavior;
  const made: ClassObject = Reflect.construct(ClassObject, [descriptor, proto, instanceSide, supply], holder);
  return made;
}

/** Gives every instance, also those that exist, these variables as nil until they are assigned. */
export function declareFields(proto: object, instVarNames: readonly string[]): void {
  for (const name of instVarNames) defineOn(proto, mangleField(name), nil);
}

/** Defines a property as an assignment would; a Proxy above the prototypes never sees it. */
export function defineOn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

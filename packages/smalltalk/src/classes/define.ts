/** Defines, redefines, renames and removes classes in a living image. */

import { mangleField } from "../codegen/index.js";
import type { HeapWalk } from "../memory/heap-walk.js";
import { symbol } from "../memory/text.js";
import { type Layout, nil, type StArray, StAssociation } from "../memory/values.js";
import { type ClassObject, declareFields, defineOn, makeClassObject } from "./class-object.js";
import type { MethodCompiler } from "./compile.js";
import type { Environment } from "./environment.js";
import { basicNewText, constructorText } from "./instance-constructor.js";
import type { Member } from "./members.js";
import { mentionsOf } from "./method-mentions.js";
import { InstalledMethod, KernelMethod } from "./method-record.js";
import { type LostState, Migration } from "./migration.js";
import { lenientNames, methodNames } from "./name-space.js";
import { hasOwnConstructor, isSealed, NATIVE_PROTOTYPES, sharedPrototypeOf } from "./native-shapes.js";
import { type TraitUse, traitVariables, usesTrait } from "./traits.js";

export interface ClassDefinitionRequest {
  readonly name: string;
  /** null for a class without one (as ProtoObject). */
  readonly superclass: ClassObject | null;
  readonly layout: Layout;
  readonly instVarNames: readonly string[];
  /** null leaves a class's own as they are. */
  readonly classInstVarNames: readonly string[] | null;
  readonly classVarNames: readonly string[];
  readonly pools: readonly string[];
  readonly package: string;
  readonly tag: string;
  readonly isTrait?: boolean;
}

export type TraitDefinitionRequest = Omit<
  ClassDefinitionRequest,
  "superclass" | "layout" | "pools" | "isTrait"
>;

/** A class that cannot be defined or changed as asked. */
export class ClassDefinitionFailure extends Error {
  override readonly name = "ClassDefinitionFailure";
}

export class ClassBuilder {
  /** Keeps what instances lose by changes of shape, where those may be taken back. */
  lost: LostState | null = null;

  constructor(
    readonly root: object,
    readonly environment: Environment,
    readonly compiler: MethodCompiler,
    readonly heap: HeapWalk,
  ) {}

  /**
   * Makes the class, or changes the one of that name: its methods and instances stay, new instance variables are nil in
   * them, and names of variables that are gone mean nil. What runs must have been taken down, or instances that nothing
   * else holds keep the values of variables that are gone. Throws ClassDefinitionFailure, and then nothing has changed.
   */
  define(request: ClassDefinitionRequest): ClassObject {
    const existing = this.environment.classNamed(request.name);
    const composed = existing === undefined ? request : withTraitVariables(request, existing);
    const defined = this.#define(composed, existing);
    this.#tellDefined(defined);
    return defined;
  }

  /** Makes a class that no global names and no superclass lists: whoever holds it has it. Throws ClassDefinitionFailure. */
  defineUnnamed(request: ClassDefinitionRequest): ClassObject {
    this.#check(request, undefined, false);
    return this.#make(request, false);
  }

  /** As `defineUnnamed`, a trait. */
  defineUnnamedTrait(request: TraitDefinitionRequest): ClassObject {
    return this.defineUnnamed({ ...request, superclass: null, layout: "normal", pools: [], isTrait: true });
  }

  /** Slots as objects, those among them that are sent messages, and the names that are to be seen. */
  slots(
    owner: ClassObject,
    slots: StArray,
    visible: readonly string[],
    sent: ReadonlyMap<string, Member>,
  ): void {
    const members = owner.ensureMembers();
    const shared = [...members.byName].filter(([, { kind }]) => kind === "shared");
    const changed = sent.size > 0 || members.byName.size > shared.length;
    members.slots = slots;
    members.visible = sameNames(visible, owner.instVarNames) ? null : visible;
    members.byName = new Map([...shared, ...sent]);
    this.#forgetLayouts(owner);
    if (changed) for (const c of owner.withAllSubclasses()) this.#recompileSide(c);
  }

  /** Lets an object be the class variable of that name; one that is sent messages where `isSent`. */
  classVariable(owner: ClassObject, name: string, variable: StAssociation, isSent: boolean): void {
    owner.classVariables.set(name, variable);
    const members = owner.ensureMembers();
    const others = [...members.byName].filter(([known]) => known !== name);
    members.byName = new Map(
      isSent
        ? [...others, [name, { kind: "shared", binding: new StAssociation(symbol(name), variable) }]]
        : others,
    );
    for (const c of owner.withAllSubclasses()) this.#recompile(c);
  }

  /** Layouts are made anew when they are next asked for; slots that are objects stay where names are as they were. */
  #forgetLayouts(owner: ClassObject): void {
    for (const c of owner.withAllSubclasses()) if (c.members !== null) c.members.layout = nil;
  }

  /** Slots are names again. */
  #forgetSlots(owner: ClassObject): void {
    if (owner.members === null) return;
    owner.members.slots = nil;
    owner.members.visible = null;
    owner.members.byName = new Map([...owner.members.byName].filter(([, { kind }]) => kind === "shared"));
  }

  /** Makes the trait, or changes the one of that name. Throws as `define`. */
  defineTrait(request: TraitDefinitionRequest): ClassObject {
    const existing = this.environment.classNamed(request.name);
    if (existing !== undefined && !existing.isTrait)
      throw new ClassDefinitionFailure(`${request.name} is a class, not a trait`);
    return this.define({ ...request, superclass: null, layout: "normal", pools: [], isTrait: true });
  }

  /**
   * Composes a class or a trait of traits, both sides; the class side of the same traits where `classUses` is null. Throws
   * ClassDefinitionFailure, and then nothing has changed.
   */
  composeOf(
    owner: ClassObject,
    uses: readonly TraitUse[],
    classUses: readonly TraitUse[] | null = null,
  ): void {
    const metaUses = classUses ?? uses.map((use) => ({ ...use, trait: use.trait.cls }));
    if (uses.length + metaUses.length + owner.traitUses.length + owner.cls.traitUses.length === 0) return;
    for (const { trait } of [...uses, ...metaUses]) {
      if (!trait.isTrait) throw new ClassDefinitionFailure(`${trait.printName} is no trait`);
      if (usesTrait(trait, owner) || usesTrait(trait, owner.cls))
        throw new ClassDefinitionFailure(`${owner.name} cannot be composed of itself`);
    }
    this.#composeSide(owner, uses);
    this.#composeSide(owner.cls, metaUses);
  }

  #composeSide(owner: ClassObject, uses: readonly TraitUse[]): void {
    const inherited = traitVariables(owner.traitUses);
    const own = owner.instVarNames.filter((name) => !inherited.includes(name));
    this.#setInstanceVariables(owner, [
      ...own,
      ...traitVariables(uses).filter((name) => !own.includes(name) && !owner.allInstVarNames.includes(name)),
    ]);
    this.compiler.compose(owner, uses);
  }

  #define(request: ClassDefinitionRequest, existing: ClassObject | undefined): ClassObject {
    this.#check(request, existing);
    if (existing === undefined) return this.#make(request);
    const changed =
      existing.superclass !== (request.superclass ?? nil) ||
      existing.layout !== request.layout ||
      !sameNames(existing.instVarNames, request.instVarNames);
    if (changed) this.#checkNotKernel(existing, "its shape stays as it is");
    existing.package = request.package;
    existing.tag = request.tag;
    existing.pools = request.pools;
    const variablesChanged = this.#classVariables(existing, request.classVarNames);
    if (changed) {
      const migration = new Migration(this.heap, existing, this.lost);
      if (!sameNames(existing.instVarNames, request.instVarNames)) this.#forgetSlots(existing);
      this.#forgetLayouts(existing);
      this.#forgetLayouts(existing.cls);
      existing.instVarNames = request.instVarNames;
      // Classes below it that had its layout go on having it; those with elements of bits stay as they are where they can.
      const { layout } = existing;
      const stays = isBits(layout) && !isBits(request.layout) && request.instVarNames.length === 0;
      for (const c of stays ? [existing] : existing.withAllSubclasses())
        if (c.layout === layout) c.layout = request.layout;
      declareFields(existing.proto, request.instVarNames);
      if (existing.superclass !== (request.superclass ?? nil)) this.#inherit(existing, request.superclass);
      for (const c of existing.withAllSubclasses()) this.#construct(c);
      migration.finish();
    }
    if (request.classInstVarNames !== null)
      this.#setInstanceVariables(existing.cls, request.classInstVarNames);
    if (changed || variablesChanged) for (const c of existing.withAllSubclasses()) this.#recompile(c);
    return existing;
  }

  #tellDefined(c: ClassObject): void {
    this.compiler.changed({ kind: "classDefined", className: c.name, package: c.package });
  }

  /** Sets the instance variables of a class or metaclass. */
  instanceVariables(owner: ClassObject, names: readonly string[]): void {
    this.#setInstanceVariables(owner, names);
    this.#tellDefined(owner.instanceSide ?? owner);
  }

  #setInstanceVariables(owner: ClassObject, names: readonly string[]): void {
    if (sameNames(owner.instVarNames, names)) return;
    this.#checkNotKernel(owner.instanceSide ?? owner, "its instance variables stay as they are");
    this.#checkNames(names, owner.printName);
    const migration = new Migration(this.heap, owner, this.lost);
    this.#forgetSlots(owner);
    this.#forgetLayouts(owner);
    owner.instVarNames = names;
    declareFields(owner.proto, names);
    if (owner.instanceSide === null) for (const c of owner.withAllSubclasses()) this.#construct(c);
    migration.finish();
    for (const c of owner.withAllSubclasses()) this.#recompileSide(c);
  }

  /** As `makeObsolete`, of a class that nothing inherits from. Throws ClassDefinitionFailure. */
  remove(removed: ClassObject): void {
    if (removed.subclasses.length > 0) {
      throw new ClassDefinitionFailure(
        `${removed.name} has subclasses: ${removed.subclasses.map((c) => c.name).join(", ")}`,
      );
    }
    this.makeObsolete(removed);
  }

  /** No global names it any more, and code that did finds nil; who holds it, an instance or a subclass, goes on having it. */
  makeObsolete(removed: ClassObject): void {
    const { name } = removed;
    this.#checkNotKernel(removed, "it is not removed");
    const isNamed = this.environment.classNamed(name) === removed;
    for (const side of [removed, removed.cls]) {
      side.detach();
      for (const { trait } of side.traitUses) trait.traitUsers.delete(side);
      if (isNamed) side.name = `AnObsolete${name}`;
    }
    if (!isNamed) return;
    this.environment.remove(name);
    this.compiler.changed({ kind: "classRemoved", className: name });
  }

  /** Methods that refer to the class are changed to say its new name; code that runs goes on with it. */
  rename(renamed: ClassObject, name: string): void {
    this.#checkNotKernel(renamed, "its name stays as it is");
    this.#checkClassName(name);
    if (this.environment.find(name) !== undefined)
      throw new ClassDefinitionFailure(`${name} is defined already`);
    const oldName = renamed.name;
    const referring = this.#methodsWith(oldName);
    const waiting = this.#methodsWith(name).filter((method) => !referring.includes(method));
    this.environment.rename(oldName, name);
    renamed.name = name;
    renamed.cls.name = name;
    for (const method of referring) this.#replaceVariable(method, oldName, name);
    for (const method of waiting) this.compiler.recompile(method, method.owner);
    this.#recompile(renamed);
    this.compiler.changed({ kind: "classRenamed", className: oldName, newName: name });
  }

  /** Methods in which a name means a global, one or one that is missing. */
  #methodsWith(name: string): InstalledMethod[] {
    const found: InstalledMethod[] = [];
    for (const c of this.environment.classes()) {
      for (const owner of [c, c.cls]) {
        for (const method of owner.methods.values()) {
          if (!(method instanceof InstalledMethod) || method.origin !== null) continue;
          if (!method.source.includes(name) || !mentionsOf(method).variables.has(name)) continue;
          const meaning = methodNames(owner, this.environment).resolve(name);
          if (meaning === undefined || (meaning.kind === "binding" && meaning.reference.scope === "global"))
            found.push(method);
        }
      }
    }
    return found;
  }

  #replaceVariable(method: InstalledMethod, name: string, newName: string): void {
    let { source } = method;
    const ranges = [...(mentionsOf(method).variables.get(name) ?? [])].sort((a, b) => b.start - a.start);
    for (const { start, end } of ranges) source = source.slice(0, start) + newName + source.slice(end);
    const names = lenientNames(method.owner, this.environment);
    this.compiler.install(method.owner, source, method.category, names);
  }

  #make(request: ClassDefinitionRequest, isNamed = true): ClassObject {
    const metaclass = this.environment.classNamed("Metaclass");
    const classClass = this.environment.classNamed("Class");
    if (metaclass === undefined || classClass === undefined)
      throw new RangeError("the kernel has no Metaclass");
    const above = request.superclass?.cls ?? this.#behaviourAbove(request, classClass);
    const metaProto: object = Object.create(above.proto);
    const side = { name: request.name, package: request.package, tag: request.tag };
    const made = makeClassObject(
      metaProto,
      { ...side, layout: request.layout, instVarNames: request.instVarNames, pools: request.pools },
      {},
      null,
    );
    const meta = makeClassObject(
      metaclass.proto,
      { ...side, layout: "normal", instVarNames: request.classInstVarNames ?? [], pools: [] },
      metaProto,
      made,
    );
    defineOn(made.proto, "cls", made);
    defineOn(metaProto, "cls", meta);
    declareFields(made.proto, made.instVarNames);
    declareFields(metaProto, meta.instVarNames);
    if (request.isTrait === true) made.beTrait();
    made.inherit(request.superclass ?? nil, this.root, isNamed);
    meta.inherit(above, this.root, isNamed);
    this.#classVariables(made, request.classVarNames);
    this.#construct(made);
    if (isNamed) this.environment.define(request.name, made);
    return made;
  }

  /** What a class without a superclass, or a trait, is an instance of in the end. */
  #behaviourAbove(request: ClassDefinitionRequest, classClass: ClassObject): ClassObject {
    if (request.isTrait !== true) return classClass;
    const trait = this.environment.classNamed("Trait");
    if (trait === undefined) throw new RangeError("the kernel has no Trait");
    return trait;
  }

  #inherit(c: ClassObject, superclass: ClassObject | null): void {
    c.inherit(superclass ?? nil, this.root);
    const classClass = this.environment.classNamed("Class");
    c.cls.inherit(superclass === null ? (classClass ?? nil) : superclass.cls, this.root);
  }

  /** A constructor for the fields as they are now, and the `basicNew` that uses it. */
  #construct(c: ClassObject): void {
    if (hasOwnConstructor(c.name)) return;
    const text = constructorText(c.name, c.layout, c.allInstVarNames);
    const basicNew = basicNewText("made", c.layout);
    const script = `"use strict";const made=${text};made.prototype=proto;c.construct=made;return ${basicNew}`;
    const code: unknown = new Function("nil", "proto", "c", script)(nil, c.proto, c);
    if (c.cls.methods.has("basicNew")) return;
    // Where a primitive makes the instances, it does so whatever the superclass has.
    const general: unknown = Reflect.get(this.environment.classNamed("Behavior")?.proto ?? {}, "$basicNew");
    defineOn(c.cls.proto, "$basicNew", code ?? general);
  }

  /** Answers whether the set of names changed. */
  #classVariables(c: ClassObject, names: readonly string[]): boolean {
    const before = [...c.classVariables.keys()];
    if (sameNames(before, names)) return false;
    for (const name of before) if (!names.includes(name)) c.classVariables.delete(name);
    for (const name of names) {
      if (!c.classVariables.has(name)) c.classVariables.set(name, this.#classVariable(c, name));
    }
    return true;
  }

  /** One that knows its class. */
  #classVariable(owner: ClassObject, name: string): StAssociation {
    const made = new StAssociation(symbol(name), nil);
    const variables = this.environment.classNamed("ClassVariable");
    if (variables === undefined) return made;
    Object.setPrototypeOf(made, variables.proto);
    defineOn(made, mangleField("definingClass"), owner);
    return made;
  }

  /** Names may mean something else now. */
  #recompile(c: ClassObject): void {
    this.#recompileSide(c);
    this.#recompileSide(c.cls);
  }

  #recompileSide(c: ClassObject): void {
    for (const method of [...c.methods.values()]) this.compiler.recompile(method, c);
  }

  #check(request: ClassDefinitionRequest, existing: ClassObject | undefined, isNamed = true): void {
    if (isNamed) this.#checkClassName(request.name);
    if (isNamed && existing === undefined && this.environment.find(request.name) !== undefined) {
      throw new ClassDefinitionFailure(`${request.name} is the name of a global that is no class`);
    }
    if (existing !== undefined && existing.isTrait !== (request.isTrait ?? false))
      throw new ClassDefinitionFailure(
        `${request.name} is ${existing.isTrait ? "a trait" : "a class"}: remove it first`,
      );
    if (existing !== undefined && Object.hasOwn(NATIVE_PROTOTYPES, request.name)) {
      throw new ClassDefinitionFailure(
        `${request.name} is a class that the engine relies on: it cannot be redefined`,
      );
    }
    if (request.superclass !== null && isSealed(request.superclass.name)) {
      throw new ClassDefinitionFailure(
        `${request.superclass.name} cannot have subclasses: the engine alone makes its instances`,
      );
    }
    for (const c of request.superclass?.lineage() ?? []) {
      if (c === existing) throw new ClassDefinitionFailure(`${request.name} cannot inherit from itself`);
    }
    this.#checkNames(request.instVarNames, request.name, request.superclass?.allInstVarNames ?? []);
    this.#checkNames(request.classVarNames, request.name);
  }

  /** The kernel's own classes serve everyone in the image. */
  #checkNotKernel(c: ClassObject, consequence: string): void {
    const methods = [...c.methods.values(), ...c.cls.methods.values()];
    const isKernel =
      Object.hasOwn(NATIVE_PROTOTYPES, c.name) ||
      sharedPrototypeOf(c.name) !== undefined ||
      methods.some((method) => method instanceof KernelMethod);
    if (isKernel) throw new ClassDefinitionFailure(`${c.name} is a class of the kernel: ${consequence}`);
  }

  #checkClassName(name: string): void {
    if (!/^\p{Lu}[\p{L}\p{N}_]*$/u.test(name))
      throw new ClassDefinitionFailure(`${name} is no class name: it begins with a capital letter`);
  }

  #checkNames(names: readonly string[], where: string, inherited: readonly string[] = []): void {
    const seen = new Set(inherited);
    for (const name of names) {
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
        throw new ClassDefinitionFailure(`${name} in ${where} is no variable name`);
      if (RESERVED.has(name))
        throw new ClassDefinitionFailure(`${name} in ${where} is a word of the language`);
      if (seen.has(name))
        throw new ClassDefinitionFailure(`${name} is declared twice in ${where} or its superclasses`);
      seen.add(name);
    }
  }
}

const isBits = (layout: Layout): boolean =>
  layout === "bytes" || layout === "words" || layout === "doubleWords";

const RESERVED: ReadonlySet<string> = new Set(["self", "super", "nil", "true", "false", "thisContext"]);

/** What a class has from its traits stays when it is defined anew. */
function withTraitVariables(request: ClassDefinitionRequest, existing: ClassObject): ClassDefinitionRequest {
  const complete = (own: readonly string[], c: ClassObject) => [
    ...own,
    ...traitVariables(c.traitUses).filter((name) => !own.includes(name)),
  ];
  return {
    ...request,
    instVarNames: complete(request.instVarNames, existing),
    classInstVarNames:
      request.classInstVarNames === null ? null : complete(request.classInstVarNames, existing.cls),
  };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

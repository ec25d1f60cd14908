/** Compiles and installs methods, and makes doits ready to run, in a living image. */

import { emitUnit, mangleSelector, Pool, RUNTIME_NAMES } from "../codegen/index.js";
import { compileDoit, compileMethod, type NameSpace } from "../compiler/index.js";
import { symbol } from "../memory/text.js";
import { type MethodRecord, StArray, type StAssociation, type StObject } from "../memory/values.js";
import { paced, problemAt, SyntaxFailure } from "../syntax/index.js";
import type { BlockOrigins } from "./block-origins.js";
import type { ClassObject } from "./class-object.js";
import type { ChangeListener } from "./code-change.js";
import { DoitCache } from "./doit-cache.js";
import type { Environment } from "./environment.js";
import { type CompiledFunction, installFunction, removeFunction } from "./install.js";
import { Linker } from "./linker.js";
import { LoopCopies } from "./loop-copies.js";
import type { PartsDirectory } from "./method-parts.js";
import { Doit, InstalledMethod, InstalledObject } from "./method-record.js";
import { doitNames, lenientNames, methodNames } from "./name-space.js";
import { send } from "./send.js";
import { composedMethod, composedSelectors, namesUnderWhich, type TraitUse } from "./traits.js";

/** Category of a method that nobody gave one. */
const UNCLASSIFIED = "as yet unclassified";
/** Characters of JavaScript that V8 reads in some tens of milliseconds. */
const MAX_CODE = 2 ** 22;

export class MethodCompiler {
  readonly #loops: LoopCopies;
  readonly #doits: DoitCache;

  constructor(
    readonly environment: Environment,
    /** Values of `RUNTIME_NAMES`. */
    readonly runtime: Readonly<Record<string, unknown>>,
    readonly origins: BlockOrigins,
    readonly parts: PartsDirectory,
    readonly changed: ChangeListener,
  ) {
    this.#loops = new LoopCopies(environment);
    this.#doits = new DoitCache(environment);
  }

  /**
   * Compiles `source` as a method of `owner` and installs it; answers its record. Without a category it has that of the
   * method whose place it takes. Throws SyntaxFailure, and what a watch throws; then nothing changed.
   */
  install(
    owner: ClassObject,
    source: string,
    category: string | null,
    names: NameSpace = methodNames(owner, this.environment),
  ): InstalledMethod {
    const { method, code } = paced(() => {
      const compiled = this.#compiled(owner, source, category, names);
      return { method: compiled, code: this.#code(compiled) };
    });
    this.#put(method, code);
    const { selector } = method;
    this.changed({ kind: "methodCompiled", ...sideOf(owner), selector, category: method.category });
    return method;
  }

  #compiled(owner: ClassObject, source: string, category: string | null, names: NameSpace): InstalledMethod {
    const { node, unit } = compileMethod(source, names);
    const { selector } = node;
    const protocol = category ?? owner.methods.get(selector)?.category ?? UNCLASSIFIED;
    return new InstalledMethod(owner, selector, protocol, source, unit);
  }

  #code(method: InstalledMethod): CompiledFunction {
    return this.#link(method, new Linker(this.environment, this.origins, this.parts), method.owner);
  }

  /** Lets an object stand where the method of a selector would: it is sent `run:with:in:`. */
  installObject(owner: ClassObject, selector: string, object: StObject): void {
    const category = owner.methods.get(selector)?.category ?? UNCLASSIFIED;
    const name = symbol(selector);
    this.#set(new InstalledObject(owner, selector, category, object), function (...args) {
      const depth = args.pop();
      if (typeof depth !== "number") throw new TypeError("a call without a depth");
      return send(object, "run:with:in:", [name, new StArray(args), this], depth);
    });
    this.changed({ kind: "methodCompiled", ...sideOf(owner), selector, category });
  }

  /** Installs a method that was installed in its class before. */
  installAgain(method: InstalledMethod): void {
    const { owner, selector, category } = method;
    this.#put(method, this.codeOf(method));
    this.changed({ kind: "methodCompiled", ...sideOf(owner), selector, category });
  }

  /** A method that is not installed. Throws SyntaxFailure, and what a watch throws. */
  uninstalled(owner: ClassObject, source: string, category: string): InstalledMethod {
    return paced(() => {
      const method = this.#compiled(owner, source, category, methodNames(owner, this.environment));
      this.codeOf(method);
      return method;
    });
  }

  /** Functions of methods that are not installed, or are no more. */
  readonly #codes = new WeakMap<InstalledMethod, CompiledFunction>();

  /** The function of a method, whether it is installed or not. */
  codeOf(method: InstalledMethod): CompiledFunction {
    const { owner, selector } = method;
    const code =
      this.#codes.get(method) ??
      (owner.methods.get(selector) === method ? this.#installed(owner, selector) : undefined) ??
      this.#code(method);
    this.#codes.set(method, code);
    return code;
  }

  /** What was emitted for the method that a class has, whether a variant runs in its place or not. */
  #installed(owner: ClassObject, selector: string): CompiledFunction | undefined {
    const code: unknown =
      this.#replaced.get(owner)?.get(selector) ?? Reflect.get(owner.proto, mangleSelector(selector));
    return isCompiled(code) ? code : undefined;
  }

  /** Whoever has the CompiledMethod of a method that goes can still run it: with the same literals. */
  #keepCode(owner: ClassObject, selector: string): void {
    const method = owner.methods.get(selector);
    if (method instanceof InstalledMethod && method.reified !== null) this.codeOf(method);
  }

  /** Compiles a method again: what its names mean has changed. */
  recompile(method: MethodRecord, owner: ClassObject): void {
    if (method instanceof InstalledObject) return;
    if (method instanceof InstalledMethod && method.origin !== null)
      this.composeMethod(owner, method.selector);
    else
      this.#put(this.#compiled(owner, method.source, method.category, lenientNames(owner, this.environment)));
  }

  /** Answers false where there was no such method. One that a trait has for the class takes its place. */
  remove(owner: ClassObject, selector: string): boolean {
    if (!this.#drop(owner, selector)) return false;
    this.composeMethod(owner, selector);
    this.changed({ kind: "methodRemoved", ...sideOf(owner), selector });
    return true;
  }

  /** Makes a class (or a trait) be composed of these traits, on this side only. */
  compose(owner: ClassObject, uses: readonly TraitUse[]): void {
    const before = composedSelectors(owner);
    for (const { trait } of owner.traitUses) trait.traitUsers.delete(owner);
    owner.traitUses = uses;
    for (const { trait } of uses) trait.traitUsers.add(owner);
    for (const selector of new Set([...before, ...composedSelectors(owner)]))
      this.composeMethod(owner, selector);
  }

  /** Gives a class the method that its traits have for a selector, unless it defines one itself. */
  composeMethod(owner: ClassObject, selector: string): void {
    const known = owner.methods.get(selector);
    if (known !== undefined && !(known instanceof InstalledMethod && known.origin !== null)) return;
    const found = composedMethod(owner, selector);
    if (found === undefined) {
      if (known !== undefined) this.#drop(owner, selector);
      return;
    }
    const { source, category, origin } = found;
    const { unit } = compileMethod(source, lenientNames(owner, this.environment, origin));
    this.#put(new InstalledMethod(owner, selector, category, source, unit, origin));
  }

  #put(method: InstalledMethod, code = this.#code(method)): void {
    this.#set(method, code);
  }

  #set(method: InstalledMethod | InstalledObject, code: CompiledFunction): void {
    const { owner, selector } = method;
    this.#keepCode(owner, selector);
    this.#replaced.get(owner)?.delete(selector);
    installFunction(this.environment, owner, selector, code);
    owner.methods.set(selector, method);
    this.#propagate(owner, selector);
  }

  /** What runs where a method was replaced by a variant. */
  readonly #replaced = new WeakMap<ClassObject, Map<string, CompiledFunction>>();

  /** Lets a variant of a method run in its place; the method itself stays known as it is. */
  runVariant(variant: InstalledMethod): void {
    const { owner, selector } = variant;
    const code = this.#link(variant, new Linker(this.environment, this.origins, this.parts), owner);
    let replaced = this.#replaced.get(owner);
    if (replaced === undefined) {
      replaced = new Map();
      this.#replaced.set(owner, replaced);
    }
    const before: unknown = Reflect.get(owner.proto, mangleSelector(selector));
    if (!replaced.has(selector) && isCompiled(before)) replaced.set(selector, before);
    installFunction(this.environment, owner, selector, code);
  }

  /** Lets the method run again that a variant stands for. */
  restore(owner: ClassObject, selector: string): void {
    const replaced = this.#replaced.get(owner);
    const code = replaced?.get(selector);
    replaced?.delete(selector);
    if (code !== undefined) installFunction(this.environment, owner, selector, code);
  }

  #drop(owner: ClassObject, selector: string): boolean {
    this.#keepCode(owner, selector);
    if (!owner.methods.delete(selector)) return false;
    removeFunction(owner, selector);
    this.#propagate(owner, selector);
    return true;
  }

  /** What a trait defines, its users have. */
  #propagate(trait: ClassObject, selector: string): void {
    for (const user of trait.traitUsers) {
      for (const name of namesUnderWhich(user, trait, selector)) this.composeMethod(user, name);
    }
  }

  /** A doit, to be called with its receiver as `this` and the depth. Throws SyntaxFailure. */
  doit(
    source: string,
    isVariable: (name: string) => boolean,
    bindings: (name: string) => StAssociation,
  ): CompiledFunction {
    const known = this.#doits.find(source, isVariable);
    if (known !== undefined) return known;
    const linker = new Linker(this.environment, this.origins, this.parts, bindings);
    const definedIn = this.environment.classNamed("UndefinedObject");
    if (definedIn === undefined) throw new RangeError("the kernel has no UndefinedObject");
    return paced(() => {
      const unit = compileDoit(source, doitNames(this.environment, isVariable));
      const code = this.#link(new Doit(source, unit, definedIn), linker, definedIn);
      this.#doits.keep(source, unit, code);
      return code;
    });
  }

  /**
   * A doit with names of its own, to be called with its receiver as `this` and the depth; `super` in it begins above
   * `definedIn`. Throws SyntaxFailure.
   */
  doitAmong(
    source: string,
    names: NameSpace,
    bindings: (name: string) => StAssociation,
    definedIn: ClassObject,
  ): { readonly doit: Doit; readonly code: CompiledFunction } {
    const linker = new Linker(this.environment, this.origins, this.parts, bindings);
    return paced(() => {
      const doit = new Doit(source, compileDoit(source, names), definedIn);
      return { doit, code: this.#link(doit, linker, definedIn) };
    });
  }

  #link(method: InstalledMethod | Doit, linker: Linker, definedIn: ClassObject): CompiledFunction {
    const pool = new Pool();
    const { unit } = method;
    const name = `st_${mangleSelector(method.selector).replace(/[^A-Za-z0-9_$]/g, "_")}`;
    const text = emitUnit(unit, pool, {
      code: "u",
      owner: "O",
      name,
      copies: (selector) => this.#loops.of(selector),
    });
    if (text.length > MAX_CODE)
      throw new SyntaxFailure(problemAt(method.source, 0, "more than a method can hold", "fewer statements"));
    const parts = pool.partsOf(unit);
    const note = parts === "" ? "" : `E.note(u,[${pool.functionNames.join(",")}],()=>${parts});`;
    const made: unknown = new Function(
      ...RUNTIME_NAMES,
      "E",
      "O",
      "u",
      `"use strict";${pool.declarations}${note}return ${text}`,
    )(...RUNTIME_NAMES.map((part) => this.runtime[part]), linker, definedIn, method);
    if (!isCompiled(made)) throw new TypeError("the emitter gave no function");
    return made;
  }
}

/** A class, or the class side of one, as changes tell it. */
const sideOf = (owner: ClassObject): { readonly className: string; readonly isClassMethod: boolean } => ({
  className: owner.name,
  isClassMethod: owner.instanceSide !== null,
});

const isCompiled = (made: unknown): made is CompiledFunction => typeof made === "function";

/** Compiles and installs methods, and makes doits ready to run, in a living image. */

import { emitUnit, mangleSelector, Pool, RUNTIME_NAMES } from "../codegen/index.js";
import { compileDoit, compileMethod, type NameSpace } from "../compiler/index.js";
import type { CodeUnit } from "../ir/index.js";
import type { StAssociation } from "../memory/values.js";
import type { BlockOrigins } from "./block-origins.js";
import type { ClassObject } from "./class-object.js";
import type { Environment } from "./environment.js";
import { type CompiledFunction, installFunction, removeFunction } from "./install.js";
import { Linker } from "./linker.js";
import { type CodeOwner, Doit, InstalledMethod } from "./method-record.js";
import { doitNames, methodNames } from "./name-space.js";

export class MethodCompiler {
  constructor(
    readonly environment: Environment,
    /** Values of `RUNTIME_NAMES`. */
    readonly runtime: Readonly<Record<string, unknown>>,
    readonly origins: BlockOrigins,
  ) {}

  /** Compiles `source` as a method of `owner` and installs it; answers its record. Throws SyntaxFailure; then nothing changed. */
  install(
    owner: ClassObject,
    source: string,
    category: string,
    names: NameSpace = methodNames(owner, this.environment),
  ): InstalledMethod {
    const { node, unit } = compileMethod(source, names);
    const method = new InstalledMethod(owner, node.selector, category, source);
    const code = this.#link(unit, method, new Linker(this.environment, this.origins), owner);
    installFunction(this.environment, owner, node.selector, code);
    owner.methods.set(node.selector, method);
    return method;
  }

  /** Answers false where there was no such method. */
  remove(owner: ClassObject, selector: string): boolean {
    if (!owner.methods.delete(selector)) return false;
    removeFunction(owner, selector);
    return true;
  }

  /** A doit, to be called with its receiver as `this` and the depth. Throws SyntaxFailure. */
  doit(
    source: string,
    isVariable: (name: string) => boolean,
    bindings: (name: string) => StAssociation,
  ): CompiledFunction {
    const unit = compileDoit(source, doitNames(this.environment, isVariable));
    return this.#link(
      unit,
      new Doit(source, unit),
      new Linker(this.environment, this.origins, bindings),
      null,
    );
  }

  #link(unit: CodeUnit, method: CodeOwner, linker: Linker, definedIn: ClassObject | null): CompiledFunction {
    const pool = new Pool();
    const name = `st_${mangleSelector(method.selector).replace(/[^A-Za-z0-9_$]/g, "_")}`;
    const text = emitUnit(unit, pool, { code: "u", owner: "O", name });
    const script = `"use strict";${pool.declarations}E.note(u,[${pool.functionNames.join(",")}]);return ${text}`;
    const names = [...RUNTIME_NAMES, "E", "O", "u"];
    const values = [...RUNTIME_NAMES.map((part) => this.runtime[part]), linker, definedIn, method];
    const made: unknown = new Function(...names, script)(...values);
    if (!isCompiled(made)) throw new TypeError("the emitter gave no function");
    return made;
  }
}

const isCompiled = (made: unknown): made is CompiledFunction => typeof made === "function";

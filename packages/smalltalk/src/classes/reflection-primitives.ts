/** What Smalltalk asks and changes of classes and methods. Strings come as String or Symbol, lists as Array. */
import { Capture } from "../machine/index.js";
import { makeString, symbol, toJs } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  type Layout,
  nil,
  type PrimitiveTable,
  StArray,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { ClassObject } from "./class-object.js";
import type { MethodCompiler } from "./compile.js";
import { type ClassBuilder, ClassDefinitionFailure } from "./define.js";
import type { Environment } from "./environment.js";
import type { Protection } from "./protection.js";
import { reifiedMethod } from "./reified-methods.js";

const LAYOUTS: readonly Layout[] = [
  "normal",
  "variable",
  "bytes",
  "words",
  "doubleWords",
  "weak",
  "ephemeron",
  "immediate",
];

export function reflectionPrimitives(
  environment: Environment,
  builder: ClassBuilder,
  compiler: MethodCompiler,
  protection: Protection,
) {
  return {
    className: (self: ClassObject): Value => symbol(self.name),
    classSuperclass: (self: ClassObject): Value => self.superclass,
    classSubclasses: (self: ClassObject): Value => new StArray([...self.subclasses]),
    classIsMeta: (self: ClassObject): Value => self.instanceSide !== null,
    /** → a metaclass's class, or nil */
    metaclassInstance: (self: ClassObject): Value => self.instanceSide ?? nil,
    classLayout: (self: ClassObject): Value => symbol(self.layout),
    classInstVarNames: (self: ClassObject): Value => strings(self.slotNames),
    classAllInstVarNames: (self: ClassObject): Value =>
      strings([...self.lineage()].reverse().flatMap((c) => c.slotNames)),
    classVarNames: (self: ClassObject): Value => new StArray([...self.classVariables.keys()].map(symbol)),
    /** (name) → the Association, or nil */
    classVarBinding: (self: ClassObject, name: Value): Value =>
      self.classVariables.get(text(name) ?? "") ?? nil,
    classPoolNames: (self: ClassObject): Value => strings(self.pools),
    classPackage: (self: ClassObject): Value => makeString(self.package),
    classTag: (self: ClassObject): Value => makeString(self.tag),
    classComment: (self: ClassObject): Value => makeString(self.comment),
    classSetComment: (self: ClassObject, comment: Value): Value | Fail => {
      const js = text(comment);
      if (js === undefined) return FAIL;
      self.comment = js;
      return self;
    },
    classSelectors: (self: ClassObject): Value => new StArray([...self.methods.keys()].map(symbol)),
    classIncludesSelector: (self: ClassObject, selector: Value): Value =>
      self.methods.has(text(selector) ?? ""),
    classCanUnderstand: (self: ClassObject, selector: Value): Value =>
      self.lookup(text(selector) ?? "") !== undefined,
    classInheritsFrom: (self: ClassObject, other: Value): Value =>
      other instanceof ClassObject && self.inheritsFrom(other),
    /** (selector) → the CompiledMethod of this class itself, or nil */
    classMethodAt: (self: ClassObject, selector: Value): Value => {
      const record = self.methods.get(text(selector) ?? "");
      return record === undefined ? nil : reifiedMethod(environment, record);
    },
    classLookupSelector: (self: ClassObject, selector: Value): Value => {
      const record = self.lookup(text(selector) ?? "");
      return record === undefined ? nil : reifiedMethod(environment, record);
    },
    /**
     * (source, category or nil) → the selector; an Array (message, position, expected) where the source does not compile, one with
     * the reason alone where the kernel is not to be changed
     */
    classCompile: (self: ClassObject, source: Value, category: Value): Value | Fail => {
      const js = text(source);
      if (js === undefined) return FAIL;
      return guarded(
        () =>
          refused(protection.ofSource(self, js)) ??
          symbol(compiler.install(self, js, text(category) ?? null).selector),
      );
    },
    /** (selector) → whether there was one; an Array with the reason where it is the kernel's */
    classRemoveSelector: (self: ClassObject, selector: Value): Value => {
      const js = text(selector) ?? "";
      return refused(protection.ofRemoval(self, js)) ?? compiler.remove(self, js);
    },
    classSetCategory: (self: ClassObject, selector: Value, category: Value): Value | Fail => {
      const record = self.methods.get(text(selector) ?? "");
      if (record === undefined) return FAIL;
      record.category = text(category) ?? "";
      return self;
    },
    /**
     * (superclassOrNil, name, layout, instVars, classVars, pools, package, tag, classInstVarsOrNil, whether globals have it)
     * → the class, or an Array with the reason
     */
    classDefine: (
      _self: Value,
      superclass: Value,
      name: Value,
      layout: Value,
      instVars: Value,
      classVars: Value,
      pools: Value,
      packageName: Value,
      tag: Value,
      classInstVars: Value,
      isNamed: Value,
    ): Value | Fail => {
      const js = text(name);
      const kind = LAYOUTS.find((l) => l === text(layout));
      const lists = [instVars, classVars, pools].map(names);
      const [own, shared, poolNames] = lists;
      if (
        js === undefined ||
        kind === undefined ||
        own === undefined ||
        shared === undefined ||
        poolNames === undefined
      )
        return FAIL;
      if (superclass !== nil && !(superclass instanceof ClassObject)) return FAIL;
      const known = isNamed === true ? environment.classNamed(js) : undefined;
      const kept = known === undefined ? undefined : refused(protection.ofClass(known));
      if (kept !== undefined) return kept;
      const define = isNamed === true ? "define" : "defineUnnamed";
      return changing(known, () =>
        builder[define]({
          name: js,
          superclass: superclass instanceof ClassObject ? superclass : null,
          layout: kind,
          instVarNames: own,
          classInstVarNames: classInstVars === nil ? null : (names(classInstVars) ?? []),
          classVarNames: shared,
          pools: poolNames,
          package: text(packageName) ?? "",
          tag: text(tag) ?? "",
        }),
      );
    },
    /** (anArray of names) → self, or an Array with the reason */
    classSetInstVars: (self: ClassObject, list: Value): Value | Fail => {
      const js = names(list);
      if (js === undefined) return FAIL;
      return (
        refused(protection.ofClass(self)) ??
        changing(self, () => {
          builder.instanceVariables(self, js);
          return self;
        })
      );
    },
    /** → self, or an Array with the reason */
    classRemove: (self: ClassObject): Value =>
      guarded(() => {
        builder.makeObsolete(self);
        return self;
      }),
    /** (name) → self, or an Array with the reason */
    classRename: (self: ClassObject, name: Value): Value =>
      guarded(() => {
        builder.rename(self, text(name) ?? "");
        return self;
      }),
    /** (name) → the Association, or nil */
    globalBinding: (_self: Value, name: Value): Value => environment.find(text(name) ?? "") ?? nil,
    globalAtPut: (_self: Value, name: Value, value: Value): Value | Fail => {
      const js = text(name);
      if (js === undefined) return FAIL;
      // What the kernel's names mean they go on meaning.
      if (environment.isProtected(js) && environment.find(js)?._value !== value) return FAIL;
      environment.define(js, value);
      return value;
    },
    /** (name) → the value it had, or nil */
    globalRemove: (_self: Value, name: Value): Value | Fail => {
      const js = text(name) ?? "";
      return environment.isProtected(js) ? FAIL : (environment.remove(js) ?? nil);
    },
    globalNames: (_self: Value): Value => new StArray(environment.names.map(symbol)),
    /** (source) → the comment behind the message pattern */
    methodComment: (_self: Value, source: Value): Value | Fail => {
      const js = text(source);
      if (js === undefined) return FAIL;
      return guarded(() => makeString(parseMethod(js).comment));
    },
  } satisfies PrimitiveTable;
}

/** As `guarded`, once the stack is on the heap, where a class is changed: then all its instances are found. */
export function changing(changed: ClassObject | undefined, work: () => Value): Value {
  if (changed === undefined) return guarded(work);
  throw new Capture({ kind: "look", look: () => guarded(work) });
}

/** A refusal as data: what Smalltalk then signals. */
export function guarded(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxFailure) {
      const { message, position, expected } = error.problem;
      return new StArray([makeString(message), position + 1, makeString(expected)]);
    }
    if (error instanceof ClassDefinitionFailure) return new StArray([makeString(error.message)]);
    throw error;
  }
}

/** Why something of the kernel stays as it is, as data; undefined where there is no reason. */
export function refused(reason: string | undefined): StArray | undefined {
  return reason === undefined ? undefined : new StArray([makeString(reason)]);
}

/** A String or Symbol as a JavaScript string. */
export function text(value: Value): string | undefined {
  return value instanceof StString || value instanceof StSymbol ? toJs(value) : undefined;
}

function strings(list: readonly string[]): StArray {
  return new StArray(list.map((name) => symbol(name)));
}

/** Names in an Array. */
export function names(value: Value): string[] | undefined {
  if (!(value instanceof StArray)) return undefined;
  const found = value.i.map(text);
  return found.every((name) => name !== undefined) ? found : undefined;
}

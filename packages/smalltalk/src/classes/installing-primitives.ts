/** Methods made without a class that has them, put into classes as they are, and run without being looked up. */
import { mangleSelector } from "../codegen/index.js";
import type { NameSpace } from "../compiler/index.js";
import { type CodeUnit, unitsInOrder } from "../ir/index.js";
import { classOf } from "../memory/class-of.js";
import { toJs } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StAssociation,
  type StObject,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";
import { numArgs } from "../syntax/index.js";
import { ClassObject } from "./class-object.js";
import type { MethodCompiler } from "./compile.js";
import type { Environment } from "./environment.js";
import { InstalledMethod, KernelMethod } from "./method-record.js";
import { methodNames } from "./name-space.js";
import type { Protection } from "./protection.js";
import { guarded, refused, text } from "./reflection-primitives.js";
import { recordOf, reifiedMethod } from "./reified-methods.js";
import { BELOW_TYPESCRIPT } from "./send.js";

/** What runs when a CompiledMethod is executed. */
interface Runnable {
  readonly code: unknown;
  readonly owner: ClassObject;
  readonly arity: number;
  /** Whether it reads or assigns instance variables: then its receiver has to have them. */
  readonly usesFields: () => boolean;
}

export function installingPrimitives(
  environment: Environment,
  compiler: MethodCompiler,
  protection: Protection,
) {
  const doits = new WeakMap<StObject, Runnable>();
  const numbers = new WeakMap<StObject, number>();
  let lastNumber = 0;
  const runnable = (method: StObject): Runnable | undefined => {
    const record = recordOf(method);
    if (record instanceof InstalledMethod) {
      const { owner, selector, unit } = record;
      return {
        code: compiler.codeOf(record),
        owner,
        arity: numArgs(selector),
        usesFields: () => namesFields(unit),
      };
    }
    if (!(record instanceof KernelMethod)) return doits.get(method);
    const { owner, selector } = record;
    const code: unknown = Reflect.get(owner.proto, mangleSelector(selector));
    return { code, owner, arity: numArgs(selector), usesFields: () => true };
  };

  return {
    /** (source, class, protocol) → a CompiledMethod that is not installed; an Array (message, position, expected) */
    compileMethod: (_self: Value, source: Value, owner: Value, protocol: Value): Value | Fail => {
      const js = text(source);
      if (js === undefined || !(owner instanceof ClassObject)) return FAIL;
      return guarded(() => reifiedMethod(environment, compiler.uninstalled(owner, js, text(protocol) ?? "")));
    },
    /** (source, an Array of Associations, class) → a CompiledMethod of expressions; an Array (message, position, expected) */
    compileDoit: (_self: Value, source: Value, associations: Value, owner: Value): Value | Fail => {
      const js = text(source);
      const bindings = bindingsOf(associations);
      if (js === undefined || bindings === undefined || !(owner instanceof ClassObject)) return FAIL;
      return guarded(() => {
        const { doit, code } = compiler.doitAmong(
          js,
          namesAmong(bindings, methodNames(owner, environment)),
          (name) => {
            const found = bindings.get(name);
            if (found === undefined) throw new RangeError(`no variable ${name}`);
            return found;
          },
          owner,
        );
        const method = reifiedMethod(environment, doit);
        doits.set(method, { code, owner, arity: 0, usesFields: () => namesFields(doit.unit) });
        return method;
      });
    },
    /**
     * (object, selector) → self; an Array with the reason where the kernel is not to be changed. A CompiledMethod becomes the
     * method itself: fails where it is another class's, or another selector's. Another object is sent `run:with:in:`; a trait
     * takes none.
     */
    classInstall: (self: ClassObject, object: Value, name: Value): Value | Fail => {
      const selector = text(name);
      if (selector === undefined || typeof object !== "object" || object === nil) return FAIL;
      const kept = refused(protection.ofMethod(self, selector));
      if (kept !== undefined) return kept;
      if (object.cls !== environment.classNamed("CompiledMethod")) {
        if (self.isTrait) return FAIL;
        compiler.installObject(self, selector, object);
        return self;
      }
      const record = recordOf(object);
      if (!(record instanceof InstalledMethod) || record.owner !== self || record.origin !== null)
        return FAIL;
      if (record.selector !== selector) return FAIL;
      compiler.installAgain(record);
      return self;
    },
    /** → a number that no other method object has */
    methodNumber: (self: StObject): Value => {
      const known = numbers.get(self);
      if (known !== undefined) return known;
      lastNumber += 1;
      numbers.set(self, lastNumber);
      return lastNumber;
    },
    /** (receiver, an Array of arguments) runs the method; fails where it does not fit them. */
    methodExecute: (self: StObject, receiver: Value, args: Value, depth: number): Value | Fail => {
      const cls = classOf(receiver);
      if (!(args instanceof StArray && cls instanceof ClassObject)) return FAIL;
      const found = runnable(self);
      if (found === undefined || found.arity !== args.i.length || typeof found.code !== "function")
        return FAIL;
      const { code, owner, usesFields } = found;
      if (owner.isTrait || (cls !== owner && !cls.inheritsFrom(owner) && usesFields())) return FAIL;
      return Reflect.apply(code, receiver, [...args.i, depth + BELOW_TYPESCRIPT]);
    },
  } satisfies PrimitiveTable;
}

function namesFields(unit: CodeUnit): boolean {
  return unitsInOrder(unit).some(({ instructions }) =>
    instructions.some(({ op }) => op === "getField" || op === "setField"),
  );
}

/** By their keys; undefined where something else is among them. The first of a name counts. */
function bindingsOf(list: Value): ReadonlyMap<string, StAssociation> | undefined {
  if (!(list instanceof StArray)) return undefined;
  const found = new Map<string, StAssociation>();
  for (const each of list.i) {
    if (!(each instanceof StAssociation)) return undefined;
    const name = each._key instanceof StSymbol || each._key instanceof StString ? toJs(each._key) : "";
    if (!found.has(name)) found.set(name, each);
  }
  return found;
}

function namesAmong(bindings: ReadonlyMap<string, StAssociation>, names: NameSpace): NameSpace {
  return {
    ...names,
    resolve: (name) =>
      bindings.has(name) ? { kind: "binding", reference: { scope: "workspace", name } } : names.resolve(name),
  };
}

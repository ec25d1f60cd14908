/** Methods and other objects put into classes as they are, and methods that run without being looked up. */
import { mangleSelector } from "../codegen/index.js";
import { classOf } from "../memory/class-of.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  type StObject,
  type Value,
} from "../memory/values.js";
import { numArgs, SyntaxFailure } from "../syntax/index.js";
import { ClassObject } from "./class-object.js";
import type { MethodCompiler } from "./compile.js";
import type { Environment } from "./environment.js";
import { InstalledMethod, KernelMethod } from "./method-record.js";
import type { Protection } from "./protection.js";
import { refused, text } from "./reflection-primitives.js";
import { recordOf, reify } from "./reified-methods.js";
import { BELOW_TYPESCRIPT } from "./send.js";

export function installingPrimitives(
  environment: Environment,
  compiler: MethodCompiler,
  protection: Protection,
) {
  /**
   * What a CompiledMethod stands for; undefined where that is nothing that runs. One that somebody made of a source is
   * compiled when this is first asked. Throws SyntaxFailure.
   */
  const recordFor = (method: StObject): InstalledMethod | KernelMethod | undefined => {
    const known = recordOf(method);
    if (known !== undefined)
      return known instanceof InstalledMethod || known instanceof KernelMethod ? known : undefined;
    const owner = fieldOf(method, "methodClass");
    const source = text(fieldOf(method, "sourceCode"));
    if (!(owner instanceof ClassObject) || source === undefined) return undefined;
    const made = compiler.uninstalled(owner, source, text(fieldOf(method, "protocol")) ?? "");
    reify(made, method);
    return made;
  };

  return {
    /**
     * (object, selector) → self; an Array with the reason where the kernel is not to be changed. A CompiledMethod becomes the
     * method itself: fails where it is another class's, another selector's, or does not compile. Another object is sent
     * `run:with:in:`; a trait takes none.
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
      const record = orFail(() => recordFor(object));
      if (!(record instanceof InstalledMethod) || record.owner !== self || record.origin !== null)
        return FAIL;
      if (record.selector !== selector) return FAIL;
      compiler.installAgain(record);
      return self;
    },
    /** (receiver, an Array of arguments) runs the method; fails where it does not fit them, or does not compile. */
    methodExecute: (self: StObject, receiver: Value, args: Value, depth: number): Value | Fail => {
      const cls = classOf(receiver);
      if (!(args instanceof StArray && cls instanceof ClassObject)) return FAIL;
      const record = orFail(() => recordFor(self));
      if (record === undefined || record === FAIL || numArgs(record.selector) !== args.i.length) return FAIL;
      const { owner } = record;
      if (owner.isTrait || (cls !== owner && !cls.inheritsFrom(owner))) return FAIL;
      const code: unknown =
        record instanceof InstalledMethod
          ? compiler.codeOf(record)
          : Reflect.get(owner.proto, mangleSelector(record.selector));
      if (typeof code !== "function") return FAIL;
      return Reflect.apply(code, receiver, [...args.i, depth + BELOW_TYPESCRIPT]);
    },
  } satisfies PrimitiveTable;
}

function fieldOf(object: StObject, name: string): Value {
  const value: Value | undefined = Reflect.get(object, `_${name}`);
  return value ?? nil;
}

function orFail<T>(work: () => T): T | Fail {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxFailure) return FAIL;
    throw error;
  }
}

/** Methods as Smalltalk objects: one CompiledMethod a record, made when someone first asks for it. */
import { makeString, symbol } from "../memory/text.js";
import type { MethodRecord, StObject, Value } from "../memory/values.js";
import { defineOn } from "./class-object.js";
import type { Environment } from "./environment.js";
import { type CodeOwner, Doit } from "./method-record.js";

/** What CompiledMethods stand for. */
const records = new WeakMap<StObject, MethodRecord>();
const doits = new WeakMap<Doit, StObject>();

/** The CompiledMethod of a method or doit. */
export function reifiedMethod(environment: Environment, owner: MethodRecord | CodeOwner): StObject {
  if (owner instanceof Doit) {
    let known = doits.get(owner);
    if (known === undefined) {
      known = compiledMethod(environment, "DoIt", owner.definedIn, "", owner.source);
      doits.set(owner, known);
    }
    return known;
  }
  if (owner.reified === null) {
    owner.reified = compiledMethod(environment, owner.selector, owner.owner, owner.category, owner.source);
    records.set(owner.reified, owner);
  }
  return owner.reified;
}

/** The method that a CompiledMethod stands for; undefined for one that somebody made otherwise. */
export function recordOf(method: Value): MethodRecord | undefined {
  return typeof method === "object" ? records.get(method) : undefined;
}

function compiledMethod(
  environment: Environment,
  selector: string,
  owner: Value,
  category: string,
  source: string,
): StObject {
  const cls = environment.classNamed("CompiledMethod");
  if (cls === undefined) throw new RangeError("the kernel has no CompiledMethod");
  const made = new cls.construct();
  defineOn(made, "_selector", symbol(selector));
  defineOn(made, "_methodClass", owner);
  defineOn(made, "_protocol", makeString(category));
  defineOn(made, "_sourceCode", makeString(source));
  return made;
}

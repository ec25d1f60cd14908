/** What classes refer to, for the heap walker. */
import type { SpecialShape, Trace, Visit } from "../memory/trace.js";
import { ClassObject } from "./class-object.js";
import { InstalledMethod } from "./method-record.js";

/** `ofMethod` hands on what the code of a method refers to. */
export function classShape(ofMethod: (method: InstalledMethod, visit: Visit) => void): SpecialShape {
  const trace: Trace = (object, visit) => {
    if (!(object instanceof ClassObject)) return;
    visit(object.cls);
    visit(object.superclass);
    visit(object.instanceSide);
    if (object.members !== null) {
      visit(object.members.slots);
      visit(object.members.layout);
      for (const { binding } of object.members.byName.values()) visit(binding);
    }
    for (const subclass of object.subclasses) visit(subclass);
    for (const variable of object.classVariables.values()) visit(variable);
    for (const { trait } of object.traitUses) visit(trait);
    for (const user of object.traitUsers) visit(user);
    for (const name of object.cls.allInstVarNames) visit(Reflect.get(object, `_${name}`));
    for (const method of object.knownMethods) {
      visit(method.reified);
      if (method instanceof InstalledMethod) ofMethod(method, visit);
    }
  };
  return {
    isPrototype: (prototype) => prototype instanceof ClassObject || prototype === ClassObject.prototype,
    marking: "hash",
    trace,
  };
}

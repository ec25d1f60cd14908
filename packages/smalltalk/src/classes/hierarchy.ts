/** Builds the class objects of a kernel from its table: prototypes first, then the objects, then what links them. */

import { symbol } from "../memory/text.js";
import { nil, StAssociation } from "../memory/values.js";
import {
  type ClassDescriptor,
  type ClassObject,
  declareFields,
  defineOn,
  type MethodSupply,
  makeClassObject,
} from "./class-object.js";
import type { Environment } from "./environment.js";
import type { KernelClass, KernelTable } from "./kernel-table.js";
import { NATIVE_CONSTRUCTORS, NATIVE_PROTOTYPES, SHARED_PROTOTYPES } from "./native-shapes.js";

export interface Hierarchy {
  readonly root: object;
  /** In the order of the table. */
  readonly classes: readonly ClassObject[];
  /** Metaclasses, in the same order. */
  readonly metaclasses: readonly ClassObject[];
}

/** `supply` answers the methods of a class by its index and side. */
export function buildHierarchy(
  table: KernelTable,
  root: object,
  environment: Environment,
  supply: (index: number, side: "instance" | "class") => MethodSupply,
): Hierarchy {
  const protos = table.classes.map((c) => NATIVE_PROTOTYPES[c.name] ?? {});
  const metaProtos = table.classes.map(() => ({}));
  const protoNamed = (name: string): object => {
    const found = protos[table.classes.findIndex((c) => c.name === name)];
    if (found === undefined) throw new RangeError(`the kernel has no class ${name}`);
    return found;
  };
  const classProto = protoNamed("Class");
  const metaclassProto = protoNamed("Metaclass");
  table.classes.forEach((c, i) => {
    Object.setPrototypeOf(at(protos, i), c.superclass < 0 ? root : at(protos, c.superclass));
    Object.setPrototypeOf(at(metaProtos, i), c.superclass < 0 ? classProto : at(metaProtos, c.superclass));
  });

  const classes: ClassObject[] = [];
  const metaclasses: ClassObject[] = [];
  table.classes.forEach((c, i) => {
    const made = makeClassObject(
      at(metaProtos, i),
      descriptor(c),
      at(protos, i),
      null,
      supply(i, "instance"),
    );
    classes.push(made);
    metaclasses.push(
      makeClassObject(metaclassProto, metaDescriptor(c), at(metaProtos, i), made, supply(i, "class")),
    );
  });
  const classClass = at(
    classes,
    table.classes.findIndex((c) => c.name === "Class"),
  );
  table.classes.forEach((c, i) => {
    const made = at(classes, i);
    const meta = at(metaclasses, i);
    made.inherit(c.superclass < 0 ? nil : at(classes, c.superclass), root);
    meta.inherit(c.superclass < 0 ? classClass : at(metaclasses, c.superclass), root);
    defineOn(made.proto, "cls", made);
    defineOn(meta.proto, "cls", meta);
    declareFields(made.proto, made.instVarNames);
    declareFields(meta.proto, meta.instVarNames);
    for (const name of c.classVars) made.classVariables.set(name, new StAssociation(symbol(name), nil));
    environment.define(c.name, made);
  });
  for (const shared of SHARED_PROTOTYPES) {
    Object.setPrototypeOf(shared.shared, protoNamed(shared.parent));
    const when = environment.classNamed(shared.when);
    const otherwise = environment.classNamed(shared.otherwise);
    Object.defineProperty(shared.shared, "cls", {
      configurable: true,
      get(this: unknown) {
        return shared.isFirst(this) ? when : otherwise;
      },
    });
  }
  for (const [name, construct] of Object.entries(NATIVE_CONSTRUCTORS)) {
    const c = environment.classNamed(name);
    if (c !== undefined) Reflect.set(c, "construct", construct);
  }
  return { root, classes, metaclasses };
}

function descriptor(c: KernelClass): ClassDescriptor {
  return {
    name: c.name,
    layout: c.layout,
    instVarNames: c.instVars,
    pools: c.pools,
    package: c.package,
    tag: c.tag,
  };
}

function metaDescriptor(c: KernelClass): ClassDescriptor {
  return {
    name: c.name,
    layout: "normal",
    instVarNames: c.classInstVars,
    pools: [],
    package: c.package,
    tag: c.tag,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
}

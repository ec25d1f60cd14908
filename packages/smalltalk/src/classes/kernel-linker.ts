/** What the kernel's script asks for beside literals and bindings. */

import type { BlockOrigins } from "./block-origins.js";
import type { ClassObject, InstanceConstructor } from "./class-object.js";
import type { Environment } from "./environment.js";
import type { Hierarchy } from "./hierarchy.js";
import { Linker } from "./linker.js";
import type { KernelParts, PartsDirectory } from "./method-parts.js";
import { sharedPrototypeOf } from "./native-shapes.js";

export class KernelLinker extends Linker {
  constructor(
    environment: Environment,
    origins: BlockOrigins,
    parts: PartsDirectory,
    readonly hierarchy: Hierarchy,
  ) {
    super(environment, origins, parts);
  }

  /** What the methods of a class refer to, asked for by their numbers. */
  noteKernel(first: number, parts: KernelParts): void {
    this.parts.noteKernel(first, parts);
  }

  classAt(index: number): ClassObject {
    return known(this.hierarchy.classes[index], index);
  }

  metaclassAt(index: number): ClassObject {
    return known(this.hierarchy.metaclasses[index], index);
  }

  /** The JavaScript prototype that the class at `index` shares with another. */
  shared(index: number): object {
    return known(sharedPrototypeOf(this.classAt(index).name), index).shared;
  }

  protoNamed(name: string): object {
    return known(this.environment.classNamed(name), name).proto;
  }

  /** Makes `made` the constructor of a class. */
  construct(owner: ClassObject, made: InstanceConstructor): InstanceConstructor {
    Reflect.set(made, "prototype", owner.proto);
    owner.construct = made;
    return made;
  }
}

function known<T>(found: T | undefined, name: string | number): T {
  if (found === undefined) throw new RangeError(`the kernel has no class ${name}`);
  return found;
}

/** The kernel, which everyone in an image relies on: its classes and methods stay as they are. It can be extended. */
import { parseMethod } from "../syntax/index.js";
import type { ClassObject } from "./class-object.js";
import { KernelMethod } from "./method-record.js";

export class Protection {
  /** @param classes the kernel's */
  constructor(readonly classes: ReadonlySet<ClassObject>) {}

  /** Whether that is a class of the kernel, or the class side of one. */
  holds(c: ClassObject): boolean {
    return this.classes.has(c.instanceSide ?? c);
  }

  /** Why the class cannot be defined otherwise, renamed or removed; undefined where it can. */
  ofClass(c: ClassObject): string | undefined {
    return this.holds(c)
      ? `${(c.instanceSide ?? c).name} is a class of the kernel, which everyone in the image relies on; make a subclass of it, or a class of your own`
      : undefined;
  }

  /** Why no method of that selector can be compiled into the class; undefined where one can. */
  ofMethod(owner: ClassObject, selector: string): string | undefined {
    const present = owner.methods.get(selector);
    if (present instanceof KernelMethod) return reason(owner, selector, owner);
    if (present !== undefined || !this.holds(owner)) return undefined;
    const inherited = owner.lookup(selector);
    return inherited instanceof KernelMethod ? reason(inherited.owner, selector, owner) : undefined;
  }

  /** As `ofMethod`, for a method's source. Throws SyntaxFailure where the class is the kernel's and the source is wrong. */
  ofSource(owner: ClassObject, source: string): string | undefined {
    // Only classes of the kernel have methods of the kernel.
    return this.holds(owner) ? this.ofMethod(owner, parseMethod(source).selector) : undefined;
  }

  /** Why the method cannot be removed; undefined where it can, or there is none. */
  ofRemoval(owner: ClassObject, selector: string): string | undefined {
    return owner.methods.get(selector) instanceof KernelMethod ? reason(owner, selector, owner) : undefined;
  }
}

/** Also as a method that `heir`, a class of the kernel, inherits. */
function reason(owner: ClassObject, selector: string, heir: ClassObject): string {
  const which = heir === owner ? "" : `, and ${heir.printName} inherits it`;
  return `${owner.printName}>>${selector} is a method of the kernel, which everyone in the image relies on${which}; override it in a subclass of your own, or use another selector`;
}

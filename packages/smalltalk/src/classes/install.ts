/** Puts compiled methods where look-up finds them, and takes them away again. */
import { mangleSelector } from "../codegen/index.js";
import type { Value } from "../memory/values.js";
import { type ClassObject, defineOn } from "./class-object.js";
import type { Environment } from "./environment.js";
import { sharedPrototypeOf } from "./native-shapes.js";

export type CompiledFunction = (this: Value, ...args: Value[]) => Value;

/** Makes `code` the method of `owner` for a selector. */
export function installFunction(
  environment: Environment,
  owner: ClassObject,
  selector: string,
  code: CompiledFunction,
): void {
  const property = mangleSelector(selector);
  defineOn(owner.proto, property, code);
  discriminate(environment, owner, property);
}

export function removeFunction(owner: ClassObject, selector: string): void {
  const property = mangleSelector(selector);
  Reflect.deleteProperty(owner.proto, property);
}

/**
 * Where two classes share one JavaScript prototype, each selector of either gets a function there that goes on to the class
 * of its receiver; it finds what that class inherits, too.
 */
function discriminate(environment: Environment, owner: ClassObject, property: string): void {
  if (owner.instanceSide !== null) return;
  const shared = sharedPrototypeOf(owner.name);
  const when = shared === undefined ? undefined : environment.classNamed(shared.when);
  const otherwise = shared === undefined ? undefined : environment.classNamed(shared.otherwise);
  if (shared === undefined || when === undefined || otherwise === undefined) return;
  defineOn(shared.shared, property, function (this: Value, ...args: Value[]): unknown {
    const method: unknown = Reflect.get(shared.isFirst(this) ? when.proto : otherwise.proto, property, this);
    return typeof method === "function" ? Reflect.apply(method, this, args) : undefined;
  });
}

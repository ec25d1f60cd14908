/** The globals of an image. */
import { symbol } from "../memory/text.js";
import { nil, StAssociation, type Value } from "../memory/values.js";
import { ClassObject } from "./class-object.js";

export class Environment {
  readonly #declared = new Map<string, StAssociation>();
  /** Names that code refers to and nobody has defined: nil until someone does, and then the same association. */
  readonly #undeclared = new Map<string, StAssociation>();
  readonly #protected = new Set<string>();
  /** What those names are bound to, once somebody has asked. */
  #protectedValues: ReadonlySet<Value> | undefined;
  /** Told that a global was defined, removed or renamed. */
  named: (name: string) => void = () => undefined;

  /** What the global is bound to stays: the kernel relies on it. */
  protect(name: string): void {
    this.#protected.add(name);
    this.#protectedValues = undefined;
  }

  isProtected(name: string): boolean {
    return this.#protected.has(name);
  }

  /** Whether a protected global is bound to that very object. */
  isProtectedValue(value: Value): boolean {
    this.#protectedValues ??= new Set([...this.#protected].map((name) => this.find(name)?._value ?? nil));
    return this.#protectedValues.has(value);
  }

  /** The association that compiled code shares, made as undeclared where nobody knows the name. */
  binding(name: string): StAssociation {
    const known = this.#declared.get(name) ?? this.#undeclared.get(name);
    if (known !== undefined) return known;
    const made = new StAssociation(symbol(name), nil);
    this.#undeclared.set(name, made);
    return made;
  }

  find(name: string): StAssociation | undefined {
    return this.#declared.get(name);
  }

  define(name: string, value: Value): StAssociation {
    const binding = this.binding(name);
    binding._value = value;
    this.#undeclared.delete(name);
    this.#declared.set(name, binding);
    this.named(name);
    return binding;
  }

  /** Answers the value that it had. Code that refers to the name finds nil from now on. */
  remove(name: string): Value | undefined {
    const binding = this.#declared.get(name);
    if (binding === undefined) return undefined;
    const value = binding._value;
    binding._value = nil;
    this.#declared.delete(name);
    this.#undeclared.set(name, binding);
    this.named(name);
    return value;
  }

  /**
   * Gives a global another name. Code that was compiled with the old one goes on with the same association; what refers to
   * the new name already, as undeclared, has to be compiled again. Answers false where there is none of the old name.
   */
  rename(name: string, newName: string): boolean {
    const binding = this.#declared.get(name);
    if (binding === undefined) return false;
    binding._key = symbol(newName);
    this.#declared.delete(name);
    this.#undeclared.delete(newName);
    this.#declared.set(newName, binding);
    this.named(name);
    this.named(newName);
    return true;
  }

  /** Of globals, and of names that are still to be defined. */
  *bindings(): Iterable<StAssociation> {
    yield* this.#declared.values();
    yield* this.#undeclared.values();
  }

  get names(): string[] {
    return [...this.#declared.keys()];
  }

  classNamed(name: string): ClassObject | undefined {
    const value = this.#declared.get(name)?._value;
    return value instanceof ClassObject ? value : undefined;
  }

  *classes(): Iterable<ClassObject> {
    for (const binding of this.#declared.values())
      if (binding._value instanceof ClassObject) yield binding._value;
  }
}

/**
 * What compiled methods refer to: the very literals, associations and block functions that their functions close over. The
 * interpreter needs them, since a literal string is one object wherever its method runs.
 */
import type { BlockCode } from "../memory/blocks.js";
import type { StAssociation, Value } from "../memory/values.js";
import { type CodeOwner, KernelMethod } from "./method-record.js";

/**
 * Of each unit of a method, in the order of their text: literals and associations by their index in the unit, with holes
 * where the code has none by name, and a block's function. Empty where there is nothing of the kind.
 */
export type MethodParts = readonly (readonly [
  constants: readonly (Value | undefined)[],
  bindings: readonly (StAssociation | undefined)[],
  code: BlockCode | null,
])[];

/** Parts of the kernel methods of one class, by method number. */
export type KernelParts = (number: number) => MethodParts | undefined;

export class PartsDirectory {
  readonly #kernel: { readonly first: number; readonly parts: KernelParts }[] = [];
  /** Number of the kernel's methods. */
  kernelCount = 0;
  readonly #own = new WeakMap<CodeOwner, () => MethodParts>();

  /** Of a class whose methods have the numbers from `first` on; classes come in order of their numbers. */
  noteKernel(first: number, parts: KernelParts): void {
    this.#kernel.push({ first, parts });
  }

  /** Literals and associations of all methods of the kernel: they never change. */
  *kernelLiterals(): Iterable<Value> {
    for (const [index, { first, parts }] of this.#kernel.entries()) {
      const end = this.#kernel[index + 1]?.first ?? this.kernelCount;
      for (let number = first; number < end; number += 1) {
        for (const [constants, bindings] of parts(number) ?? []) {
          for (const constant of constants) if (constant !== undefined) yield constant;
          for (const binding of bindings) if (binding !== undefined) yield binding;
        }
      }
    }
  }

  note(owner: CodeOwner, parts: () => MethodParts): void {
    this.#own.set(owner, parts);
  }

  of(owner: CodeOwner): MethodParts {
    if (!(owner instanceof KernelMethod)) return this.#own.get(owner)?.() ?? [];
    const { number } = owner;
    return this.#kernel.findLast(({ first }) => first <= number)?.parts(number) ?? [];
  }
}

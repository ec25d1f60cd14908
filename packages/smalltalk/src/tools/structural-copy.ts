/**
 * Copies what a saved context holds: every object that can be reached, but for classes, globals, symbols, characters and
 * numbers, which are the image's own. A copy keeps the identity hash of its original, so that hashed collections stay in order.
 */
import { ClassObject } from "../classes/index.js";
import { StBlock } from "../memory/blocks.js";
import {
  nil,
  StCharacter,
  StFloat,
  StLargeNegative,
  StLargePositive,
  type StObject,
  StString,
  StSymbol,
  type Value,
} from "../memory/values.js";

export class StructuralCopy {
  readonly #copies = new Map<StObject, StObject>();
  /** Estimated bytes of what was copied. */
  bytes = 0;

  constructor(
    /** Objects that are shared and not copied, as the globals' values are. */
    readonly isShared: (object: StObject) => boolean,
  ) {}

  copy(value: Value): Value {
    if (typeof value !== "object" || this.#isAtomic(value)) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const root = this.#shell(value);
    // A list instead of recursion: structures may be deep.
    const open: [StObject, StObject][] = [[value, root]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) this.#fill(next[0], next[1], open);
    return root;
  }

  #isAtomic(value: StObject): boolean {
    return (
      value === nil ||
      value instanceof StSymbol ||
      value instanceof StCharacter ||
      value instanceof StFloat ||
      value instanceof StLargePositive ||
      value instanceof StLargeNegative ||
      value instanceof ClassObject ||
      value instanceof StBlock ||
      this.isShared(value)
    );
  }

  /** An object of the same shape, remembered as the copy. */
  #shell(value: StObject): StObject {
    const made: StObject = Object.create(Object.getPrototypeOf(value));
    this.#copies.set(value, made);
    this.bytes += 16;
    return made;
  }

  #fill(from: StObject, to: StObject, open: [StObject, StObject][]): void {
    const copied = (value: unknown): unknown => {
      if (typeof value !== "object" || value === null || !isObject(value) || this.#isAtomic(value))
        return value;
      const known = this.#copies.get(value);
      if (known !== undefined) return known;
      const shell = this.#shell(value);
      open.push([value, shell]);
      return shell;
    };
    for (const key of Object.keys(from)) {
      const value: unknown = Reflect.get(from, key);
      this.bytes += 8;
      let copy: unknown;
      if (Array.isArray(value)) {
        this.bytes += 8 * value.length;
        copy = value.map(copied);
      } else if (ArrayBuffer.isView(value)) {
        this.bytes += value.byteLength;
        copy =
          value instanceof Uint8Array ||
          value instanceof Uint16Array ||
          value instanceof Uint32Array ||
          value instanceof Float64Array
            ? value.slice()
            : value;
      } else if (from instanceof StString && typeof value === "string") {
        this.bytes += value.length;
        copy = value;
      } else copy = copied(value);
      Object.defineProperty(to, key, { value: copy, writable: true, enumerable: true, configurable: true });
    }
  }
}

const isObject = (value: object): value is StObject => "cls" in value;

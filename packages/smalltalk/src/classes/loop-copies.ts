/**
 * Copies of the kernel's loops for the places that send them a literal block. V8 collects what it knows of a call by
 * function: the one `do:` of a kernel class sees every block there is, and no block can be inlined into it. A copy of its
 * own for each place sees one block. It stands for the method in every other way, also when the stack is taken down.
 */
import type { LoopCopy } from "../codegen/index.js";
import { mangleSelector, quote } from "../codegen/index.js";
import type { Environment } from "./environment.js";

/** Classes whose loops are copied. */
const COLLECTIONS = ["Array", "OrderedCollection", "Interval"];
const LOOPS: ReadonlySet<string> = new Set(["do:", "reverseDo:"]);
/** Names of a pool: a method that needs any cannot stand elsewhere. */
const POOL_NAME = /\b(?:[cgks]\d+|p_\w+|[EOQSWXu])\b/;
/** A kernel method names itself by number, and blocks are what it calls. */
const KERNEL_LOOP = /\.b1\([\s\S]*e\.add\(\d+,/;

export class LoopCopies {
  readonly #texts = new WeakMap<object, string | null>();

  constructor(readonly environment: Environment) {}

  /** The methods that a send of `selector` often runs, if they are loops that can be copied. */
  of(selector: string): readonly LoopCopy[] {
    if (!LOOPS.has(selector)) return [];
    const property = mangleSelector(selector);
    const copies = new Map<object, LoopCopy>();
    for (const name of COLLECTIONS) {
      const method: unknown = Reflect.get(this.environment.classNamed(name)?.proto ?? {}, property);
      if (typeof method !== "function" || copies.has(method)) continue;
      const text = this.#text(method);
      if (text !== null)
        copies.set(method, { original: `E.method(${quote(name)},${quote(property)})`, text });
    }
    return [...copies.values()];
  }

  #text(method: object): string | null {
    let text = this.#texts.get(method);
    if (text === undefined) {
      text = `${method}`;
      if (POOL_NAME.test(text) || !KERNEL_LOOP.test(text)) text = null;
      this.#texts.set(method, text);
    }
    return text;
  }
}

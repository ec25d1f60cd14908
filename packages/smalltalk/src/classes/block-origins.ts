/** Which text a block's code was compiled from. */
import type { BlockCode } from "../memory/blocks.js";
import type { CodeOwner } from "./method-record.js";

export interface BlockOrigin {
  readonly owner: CodeOwner;
  /** Index among the units of the method in order of their text; 0 is the method's own. */
  readonly unit: number;
}

/** Emitted block functions are called `…_b<unit>`, those of the kernel `…_k<method>_b<unit>`. */
const NAME = /(?:_k(\d+))?_b(\d+)$/;

export class BlockOrigins {
  readonly #owners = new WeakMap<object, CodeOwner>();

  constructor(readonly kernelMethod: (number: number) => CodeOwner | undefined) {}

  /** Remembers whose the functions of a script are. */
  note(owner: CodeOwner, functions: readonly object[]): void {
    for (const f of functions) this.#owners.set(f, owner);
  }

  of(code: BlockCode): BlockOrigin | undefined {
    const match = NAME.exec(code.name);
    if (match === null) return undefined;
    const owner = match[1] === undefined ? this.#owners.get(code) : this.kernelMethod(Number(match[1]));
    return owner === undefined ? undefined : { owner, unit: Number(match[2]) };
  }
}

/**
 * Block objects: one JavaScript class per number of arguments, all of them instances of FullBlockClosure.
 *
 * The code is the block's own property `b0` … `b4`, so that a value send of the right arity is one call: `b.b1(x, d)`. The
 * root has methods of these names that send `value…`, for a wrong arity and for anything that is no block.
 *
 * The classes differ in that property's name alone, and are written out all the same: one JavaScript class for each arity
 * gives a send one hidden class to meet, and measured cheaper than one class whose code is checked for its number of
 * arguments at every send.
 */
import type { StClass, StObject, Value } from "./values.js";

/** The method activation that a block returns from with `^`; null where it never does. */
export type HomeReference = object | null;

/** The compiled code of a block: `this` is the block object, the last argument the depth of the stack. */
export type BlockCode = (...args: never[]) => Value;

/** What a block copied beyond its first three values. */
export type Rest = readonly unknown[] | undefined;

/** Values that have been copied into properties of their own. */
const OWN_COPIES = 3;

export abstract class StBlock implements StObject {
  declare readonly cls: StClass;
  /** Receiver: `self` in the block. */
  declare readonly r: Value;
  declare readonly home: HomeReference;
  declare readonly c0: unknown;
  declare readonly c1: unknown;
  declare readonly c2: unknown;
  declare readonly cs: Rest;
  /** Number of arguments. */
  abstract get arity(): number;
  abstract get code(): BlockCode;

  constructor(r: Value, home: HomeReference, c0: unknown, c1: unknown, c2: unknown, cs: Rest) {
    this.r = r;
    this.home = home;
    this.c0 = c0;
    this.c1 = c1;
    this.c2 = c2;
    this.cs = cs;
  }

  /** Puts a value in the place of one that was copied, counted from 0: the variable was assigned in a debugger. */
  copyInstead(index: number, value: unknown): void {
    if (index < OWN_COPIES) Reflect.set(this, `c${index}`, value);
    else Reflect.set(this, "cs", this.cs?.with(index - OWN_COPIES, value));
  }
}

export class B0 extends StBlock {
  declare readonly b0: BlockCode;
  constructor(
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.b0 = code;
  }
  get arity(): number {
    return 0;
  }
  get code(): BlockCode {
    return this.b0;
  }
}

export class B1 extends StBlock {
  declare readonly b1: BlockCode;
  constructor(
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.b1 = code;
  }
  get arity(): number {
    return 1;
  }
  get code(): BlockCode {
    return this.b1;
  }
}

export class B2 extends StBlock {
  declare readonly b2: BlockCode;
  constructor(
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.b2 = code;
  }
  get arity(): number {
    return 2;
  }
  get code(): BlockCode {
    return this.b2;
  }
}

export class B3 extends StBlock {
  declare readonly b3: BlockCode;
  constructor(
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.b3 = code;
  }
  get arity(): number {
    return 3;
  }
  get code(): BlockCode {
    return this.b3;
  }
}

export class B4 extends StBlock {
  declare readonly b4: BlockCode;
  constructor(
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.b4 = code;
  }
  get arity(): number {
    return 4;
  }
  get code(): BlockCode {
    return this.b4;
  }
}

/** Blocks of five arguments and more. */
export class BN extends StBlock {
  declare readonly bn: BlockCode;
  declare readonly n: number;
  constructor(
    arity: number,
    code: BlockCode,
    r: Value,
    home: HomeReference,
    c0?: unknown,
    c1?: unknown,
    c2?: unknown,
    cs?: Rest,
  ) {
    super(r, home, c0, c1, c2, cs);
    this.n = arity;
    this.bn = code;
  }
  get arity(): number {
    return this.n;
  }
  get code(): BlockCode {
    return this.bn;
  }
}

/** Every block shape; their common prototype is `StBlock.prototype`. */
export const BLOCK_SHAPES = [B0, B1, B2, B3, B4, BN] as const;

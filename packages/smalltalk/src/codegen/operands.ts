/**
 * How the values of one unit are written in JavaScript.
 *
 * A register is a local `r5`. In units that calculate with floats, registers that get the result of arithmetic are pairs:
 * where `r5` is the marker `F`, the value is the Float of the double in `f5`, which has no object yet. It gets one when
 * something else than arithmetic asks for it, and `r5` keeps that object, so that it stays the same one. Thus a loop over
 * floats makes no objects. `F` is a Float itself: the test whether a value is a Float, `r5.v!==undefined`, holds for it.
 */
import type { CodeUnit, Operand } from "../ir/index.js";
import { isSmall, literalExpression, type Pool } from "./pool.js";

/** A value as arithmetic sees it. */
export interface Leaf {
  /** Names the value for tests; not to be handed on, since it may be the marker. */
  readonly text: string;
  /** The value as an object. */
  readonly value: string;
  readonly literal: "integer" | "float" | null;
  /** The double of a value that is known to be a Float. */
  readonly double: string;
}

export class Operands {
  constructor(
    readonly unit: CodeUnit,
    readonly pool: Pool,
    /** `this`, or a local that holds the receiver. */
    readonly self: string,
    /** Registers that may hold a float without an object. */
    readonly raw: ReadonlySet<number>,
  ) {}

  value(operand: Operand): string {
    if (operand.kind === "register") return this.register(operand.index);
    if (operand.kind === "self") return this.self;
    const literal = this.unit.constants[operand.index];
    if (literal === undefined) throw new RangeError(`no constant ${operand.index}`);
    if (literal.type === "nil" || literal.type === "boolean") return literalExpression(literal);
    if (literal.type === "integer" && isSmall(literal.value)) return `(${literalExpression(literal)})`;
    return this.pool.constantOf(this.unit, operand.index);
  }

  /** The value of a register as an object. */
  register(index: number): string {
    return this.raw.has(index) ? `(r${index}===F?r${index}=new StFloat(f${index}):r${index})` : `r${index}`;
  }

  leaf(operand: Operand): Leaf {
    const value = this.value(operand);
    if (operand.kind === "register") {
      const text = `r${operand.index}`;
      const double = this.raw.has(operand.index) ? `(${text}===F?f${operand.index}:${text}.v)` : `${text}.v`;
      return { text, value, literal: null, double };
    }
    const literal = operand.kind === "constant" ? this.unit.constants[operand.index] : undefined;
    if (literal?.type === "integer" && isSmall(literal.value))
      return { text: value, value, literal: "integer", double: value };
    if (literal?.type === "float" && Number.isFinite(literal.value))
      return { text: value, value, literal: "float", double: `(${doubleText(literal.value)})` };
    return { text: value, value, literal: null, double: `${value}.v` };
  }
}

const doubleText = (v: number): string => (Object.is(v, -0) ? "-0" : `${v}`);

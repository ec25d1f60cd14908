/**
 * The register IR that both back ends run.
 *
 * A code unit is a method, a real block, or a doit. Its instructions stand in one list; control flow is structured
 * (`if … else … endIf`, `loop … endLoop`), so that the JavaScript back end writes it down as it reads it, while the
 * interpreter finds its jumps in a table (`flow.ts`). Every intermediate value has a register, so that an activation is
 * exactly (unit, pc, registers). The pc of an instruction is its index.
 *
 * Registers: parameters first, then what a block copied from outside, then everything else.
 */
import type { LiteralValue, SourceRange } from "../syntax/index.js";

export type Operand =
  | { readonly kind: "register"; readonly index: number }
  | { readonly kind: "constant"; readonly index: number }
  | { readonly kind: "self" };

/** A variable outside the activation: the linker turns it into one association, shared by all who use it. */
export type BindingReference =
  | { readonly scope: "global"; readonly name: string }
  /** A class variable (or pool variable) of the class named `owner`. */
  | { readonly scope: "classVariable"; readonly owner: string; readonly name: string }
  /**
   * What the class that the code is compiled for, or one above it, has of a name: a slot or a class variable that is read and
   * written by messages to itself, or a class variable of a class that no global names.
   */
  | { readonly scope: "member"; readonly of: MemberKind; readonly name: string }
  /** A variable of the workspace that a doit is compiled in. */
  | { readonly scope: "workspace"; readonly name: string };

export type MemberKind = "slot" | "shared" | "classVariable";

export type MarkerKind = "handler" | "ensure" | "curtail";

export type Instruction =
  | { readonly op: "move"; readonly to: number; readonly from: Operand }
  | { readonly op: "getField"; readonly to: number; readonly name: string }
  | { readonly op: "setField"; readonly name: string; readonly from: Operand }
  /** A heap scope: the variables that closures capture and someone assigns; they begin as nil. */
  | { readonly op: "newScope"; readonly to: number; readonly names: readonly string[] }
  | { readonly op: "getScoped"; readonly to: number; readonly scope: number; readonly name: string }
  | { readonly op: "setScoped"; readonly scope: number; readonly name: string; readonly from: Operand }
  | { readonly op: "getBinding"; readonly to: number; readonly binding: number }
  | { readonly op: "setBinding"; readonly binding: number; readonly from: Operand }
  | {
      readonly op: "send";
      readonly to: number;
      readonly selector: string;
      readonly receiver: Operand;
      readonly arguments: readonly Operand[];
    }
  | {
      readonly op: "superSend";
      readonly to: number;
      readonly selector: string;
      readonly arguments: readonly Operand[];
    }
  /** Identity. */
  | { readonly op: "same"; readonly to: number; readonly left: Operand; readonly right: Operand }
  /** A block object over `blocks[block]`, with the values of these registers copied into it. */
  | { readonly op: "block"; readonly to: number; readonly block: number; readonly copied: readonly Operand[] }
  | { readonly op: "array"; readonly to: number; readonly elements: readonly Operand[] }
  /** Runs what follows when `test` is true, the part behind `else` when it is false; else sends `mustBeBoolean`. */
  | { readonly op: "if"; readonly test: number }
  | { readonly op: "else" }
  | { readonly op: "endIf" }
  /** Polls at its head; left only by `leave` or a return. */
  | { readonly op: "loop" }
  | { readonly op: "endLoop" }
  /** Leaves the innermost loop. */
  | { readonly op: "leave" }
  /** From the activation itself: a method's `^`, or the value of a block's last statement. */
  | { readonly op: "return"; readonly value: Operand }
  /** `^` in a block: from the method activation that the block was made in. */
  | { readonly op: "returnFromHome"; readonly value: Operand }
  /** Puts a marker on the process's chain; the activation becomes its home. `second` is a handler's block. */
  | {
      readonly op: "mark";
      readonly kind: MarkerKind;
      readonly first: Operand;
      readonly second: Operand | null;
    }
  | { readonly op: "unmark" }
  /** Stops the process where the breakpoint of that number is meant for it: see `debugger/breakpoints.ts`. */
  | { readonly op: "breakpoint"; readonly number: number };

export type Opcode = Instruction["op"];

export type UnitKind = "method" | "block" | "doit";

/** A variable that the code of a unit can name: its own, or one of what stands around it. */
export interface UnitVariable {
  readonly name: string;
  readonly kind: "argument" | "temporary";
  /** Of the variable itself, or of the heap scope that it lives in. */
  readonly register: number;
  readonly isScoped: boolean;
  /** Declared by the unit as a whole, by an inlined block in it, or outside: then its value, or its scope, was copied. */
  readonly level: "unit" | "inlined" | "outside";
  /** Where in the source the name means it, unless another of the same name stands further in. */
  readonly range: SourceRange;
}

export interface CodeUnit {
  readonly kind: UnitKind;
  /** Of the method; a block carries its method's. */
  readonly selector: string;
  /** Where its text stands in the source: a block's with its brackets. */
  readonly range: SourceRange;
  readonly parameterCount: number;
  /** How many registers behind the parameters are loaded from the block object. */
  readonly copiedCount: number;
  readonly registerCount: number;
  readonly instructions: readonly Instruction[];
  /** The source range of each instruction, by pc. */
  readonly ranges: readonly SourceRange[];
  /**
   * Instructions that a debugger stops before: sends, assignments and returns that the text has. Each has the range that a
   * person would point at. An assignment of what a send answers has none of its own: the send assigns.
   */
  readonly stops: ReadonlySet<number>;
  readonly constants: readonly LiteralValue[];
  readonly bindings: readonly BindingReference[];
  readonly blocks: readonly CodeUnit[];
  /** The primitive tried before the first instruction (methods only). */
  readonly primitive: string | null;
  /** Whether a block within returns from this method: its activation then has a home of its own. */
  readonly hasHome: boolean;
  /** Whether `self` is used, here or in a block within. */
  readonly usesSelf: boolean;
  /** Whether a block within (or the block itself) returns from the home, or could ask for it since its method says `thisContext`. */
  readonly returnsFromHome: boolean;
  /** Names of registers that hold variables, for debuggers: index → name. */
  readonly variableNames: ReadonlyMap<number, string>;
  /** For debuggers: those of functions further out first, then the unit's own in order of their text. */
  readonly variables: readonly UnitVariable[];
}

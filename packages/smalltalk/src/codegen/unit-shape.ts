/** What the emitter has to know of a unit before it writes its function. */
import {
  type CodeUnit,
  capturedRegisters,
  type Instruction,
  livenessOf,
  mayBeRefused,
  mayCall,
} from "../ir/index.js";
import { isArithmetic, isComparison } from "./operations.js";

/** Sends in line that need nothing else to be of use. */
const IN_LINE: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "//",
  "\\\\",
  "bitAnd:",
  "bitOr:",
  "bitXor:",
  "not",
]);

export interface UnitShape {
  /** Whether a Capture can come through: then the function has a `try` and stores its pc. */
  readonly canBeCaptured: boolean;
  /** Whether it changes objects, which may be read-only: then, too, it has a `try` and stores its pc. */
  readonly mayBeRefused: boolean;
  /** Registers that a Capture takes along: see `capturedRegisters`. */
  readonly captured: readonly number[];
  /** Registers that may be read before they are written: their variables begin as nil. */
  readonly aliveAtEntry: ReadonlySet<number>;
  /** Whether the unit calculates with floats: then arithmetic on them stands in line. */
  readonly usesFloats: boolean;
  /** Registers that may hold a float without an object. */
  readonly raw: ReadonlySet<number>;
  /**
   * Whether the unit may run without a `try` as long as what it sends is done in line, and begin again with one where it
   * is not: it sends nothing else, and changes nothing before its last such send.
   */
  readonly isRestartable: boolean;
}

export function shapeOf(unit: CodeUnit): UnitShape {
  const usesFloats = calculatesWithFloats(unit);
  const liveness = livenessOf(unit);
  return {
    canBeCaptured: unit.instructions.some(mayCall),
    mayBeRefused: unit.instructions.some(mayBeRefused),
    captured: capturedRegisters(unit, liveness),
    aliveAtEntry: liveness.atEntry,
    usesFloats,
    raw: usesFloats ? rawRegisters(unit) : new Set(),
    isRestartable: isRestartable(unit),
  };
}

/** A guess from the text: literal Floats, quotients, roots, and products of two values. */
function calculatesWithFloats(unit: CodeUnit): boolean {
  return (
    unit.constants.some((c) => c.type === "float") ||
    unit.instructions.some(
      (i) =>
        i.op === "send" &&
        (i.selector === "/" ||
          i.selector === "sqrt" ||
          (i.selector === "*" && [i.receiver, ...i.arguments].every((o) => o.kind !== "constant"))),
    )
  );
}

function rawRegisters(unit: CodeUnit): ReadonlySet<number> {
  const raw = new Set<number>();
  for (const i of unit.instructions) {
    if (i.op === "send" && isArithmetic(i.selector)) raw.add(i.to);
    if (i.op === "move" && i.from.kind === "constant" && unit.constants[i.from.index]?.type === "float")
      raw.add(i.to);
  }
  for (let i = 0; i < unit.parameterCount + unit.copiedCount; i += 1) raw.delete(i);
  return raw;
}

const changesElsewhere = (i: Instruction): boolean => i.op === "setScoped" || i.op === "setBinding";

function isRestartable(unit: CodeUnit): boolean {
  if (unit.kind === "doit" || unit.hasHome) return false;
  let hasChanged = false;
  // What begins again where an object is read-only must have changed nothing but that object.
  if (unit.instructions.some((i) => i.op === "setField") && unit.instructions.some(changesElsewhere))
    return false;
  for (const i of unit.instructions) {
    switch (i.op) {
      case "move":
      case "getField":
      case "getScoped":
      case "getBinding":
      case "same":
      case "array":
      case "else":
      case "endIf":
      case "return":
        break;
      case "setField":
      case "setScoped":
      case "setBinding":
        hasChanged = true;
        break;
      case "if":
      case "breakpoint":
        if (hasChanged) return false;
        break;
      case "send":
        if (hasChanged || !(IN_LINE.has(i.selector) || isComparison(i.selector))) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

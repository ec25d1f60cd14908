import type { CodeUnit } from "./instruction.js";

/** The units of a method in the order of their text: its own, then each block before the blocks within it. */
export function unitsInOrder(unit: CodeUnit): CodeUnit[] {
  return [unit, ...unit.blocks.flatMap(unitsInOrder)];
}

/** Which variables the code of a unit can name, for debuggers and contexts. */
import type { CodeUnit, UnitVariable } from "./instruction.js";

/**
 * The variables that mean something where the instruction at `pc` stands, each name once: the innermost of a name counts.
 * Arguments and temporaries of the unit itself come first, in order of their text, then what was copied from outside.
 */
export function visibleVariables(unit: CodeUnit, pc: number): readonly UnitVariable[] {
  const position = unit.ranges[pc]?.start ?? 0;
  const isVisible = ({ level, range }: UnitVariable): boolean =>
    level !== "inlined" || (range.start <= position && position <= range.end);
  const byName = new Map<string, UnitVariable>();
  // Those further in come later.
  for (const variable of unit.variables) if (isVisible(variable)) byName.set(variable.name, variable);
  const visible = unit.variables.filter((v) => byName.get(v.name) === v);
  return [...visible.filter((v) => v.level !== "outside"), ...visible.filter((v) => v.level === "outside")];
}

/** Where structured control flow goes: for each pc the pc that it is paired with. */
import type { CodeUnit } from "./instruction.js";

/**
 * By pc: `if` → its `else` (or `endIf`), `else` → `endIf`, `loop` → `endLoop`, `endLoop` → `loop`, `leave` → the
 * `endLoop` of the innermost loop; −1 elsewhere. Throws RangeError where the structure does not close.
 */
export function flowTargets(unit: CodeUnit): Int32Array {
  const targets = new Int32Array(unit.instructions.length).fill(-1);
  const open: { op: "if" | "else" | "loop"; pc: number; leaves: number[] }[] = [];
  const innermost = (op: "if" | "else" | "loop", pc: number) => {
    const top = open.pop();
    if (top === undefined || top.op !== op) throw new RangeError(`unbalanced control flow at ${pc}`);
    return top;
  };
  unit.instructions.forEach((instruction, pc) => {
    switch (instruction.op) {
      case "if":
      case "loop":
        open.push({ op: instruction.op, pc, leaves: [] });
        break;
      case "else": {
        targets[innermost("if", pc).pc] = pc;
        open.push({ op: "else", pc, leaves: [] });
        break;
      }
      case "endIf": {
        const top = open.pop();
        if (top === undefined || top.op === "loop") throw new RangeError(`unbalanced endIf at ${pc}`);
        targets[top.pc] = pc;
        break;
      }
      case "endLoop": {
        const top = innermost("loop", pc);
        targets[top.pc] = pc;
        targets[pc] = top.pc;
        for (const leave of top.leaves) targets[leave] = pc;
        break;
      }
      case "leave": {
        const loop = open.findLast((entry) => entry.op === "loop");
        if (loop === undefined) throw new RangeError(`leave outside a loop at ${pc}`);
        loop.leaves.push(pc);
        break;
      }
    }
  });
  if (open.length > 0) throw new RangeError("control flow is not closed");
  return targets;
}

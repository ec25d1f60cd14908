/**
 * Straight code for what a unit still has to do from the head of a loop on: the loop, the rest of what stands around it,
 * then each loop around it in turn from its own head. No jump leads into the middle of anything:
 *
 *     loop A { x; loop B { y }; z }; w     from B on:     a: { loop B { y }; z; loop A { x; loop B { y }; z } } w
 *
 * where leaving A in that first `z` leaves the labelled block.
 */
import { type CodeUnit, flowTargets } from "../ir/index.js";

/** What writes the instructions of a unit. */
export interface RangeWriter {
  range(start: number, end: number): string;
}

interface Enclosing {
  readonly op: "if" | "else" | "loop";
  readonly pc: number;
}

/** `head` is the pc of a `loop`. */
export function continuation(unit: CodeUnit, head: number, writer: RangeWriter): string {
  const targets = flowTargets(unit);
  const target = (pc: number): number => targets[pc] ?? -1;
  let at = target(head) + 1;
  let text = writer.range(head, at);
  for (const { op, pc } of enclosing(unit, head).reverse()) {
    const end = target(pc);
    if (op === "loop") {
      text = `${label(end)}:{${text}${writer.range(at, end)}${writer.range(pc, end + 1)}}`;
      at = end + 1;
    } else {
      text += writer.range(at, end);
      at = (unit.instructions[end]?.op === "else" ? target(end) : end) + 1;
    }
  }
  return text + writer.range(at, unit.instructions.length);
}

/** The label of the block that stands for the rest of the loop around the `leave` at `pc`. */
export function labelOfLoopAround(unit: CodeUnit, pc: number): string {
  return label(flowTargets(unit)[pc] ?? -1);
}

const label = (endLoop: number): string => `b${endLoop}`;

/** What stands around the instruction at `pc`, outermost first. */
function enclosing(unit: CodeUnit, pc: number): Enclosing[] {
  const open: Enclosing[] = [];
  unit.instructions.slice(0, pc).forEach((instruction, at) => {
    if (instruction.op === "if" || instruction.op === "loop") open.push({ op: instruction.op, pc: at });
    else if (instruction.op === "else") open.splice(-1, 1, { op: "else", pc: at });
    else if (instruction.op === "endIf" || instruction.op === "endLoop") open.pop();
  });
  return open;
}

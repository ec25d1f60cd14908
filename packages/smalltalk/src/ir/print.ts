/** A code unit as text, one instruction a line: for people and for tests. */
import type { CodeUnit, Instruction, Operand } from "./instruction.js";

export function printUnit(unit: CodeUnit): string {
  const lines: string[] = [];
  write(unit, `${unit.kind} ${unit.selector}`, "", lines);
  return lines.join("\n");
}

function write(unit: CodeUnit, title: string, indent: string, lines: string[]): void {
  const primitive = unit.primitive === null ? "" : ` primitive ${unit.primitive}`;
  const home = unit.hasHome ? " home" : "";
  lines.push(
    `${indent}${title} parameters ${unit.parameterCount} copied ${unit.copiedCount} registers ${unit.registerCount}${primitive}${home}`,
  );
  let depth = 1;
  unit.instructions.forEach((instruction, pc) => {
    if (instruction.op === "endIf" || instruction.op === "endLoop" || instruction.op === "else") depth -= 1;
    lines.push(
      `${indent}${String(pc).padStart(4)} ${"  ".repeat(Math.max(depth, 0))}${printInstruction(instruction, unit)}`,
    );
    if (instruction.op === "if" || instruction.op === "loop" || instruction.op === "else") depth += 1;
  });
  unit.blocks.forEach((block, i) => {
    write(block, `block ${i}`, `${indent}    `, lines);
  });
}

function printInstruction(i: Instruction, unit: CodeUnit): string {
  const value = (operand: Operand): string => {
    if (operand.kind === "register") return `r${operand.index}`;
    if (operand.kind === "self") return "self";
    return `#${JSON.stringify(unit.constants[operand.index], (_, v: unknown) => (typeof v === "bigint" ? `${v}` : v))}`;
  };
  const values = (operands: readonly Operand[]) => operands.map(value).join(" ");
  switch (i.op) {
    case "move":
      return `r${i.to} := ${value(i.from)}`;
    case "getField":
      return `r${i.to} := field ${i.name}`;
    case "setField":
      return `field ${i.name} := ${value(i.from)}`;
    case "newScope":
      return `r${i.to} := scope ${i.names.join(" ")}`;
    case "getScoped":
      return `r${i.to} := r${i.scope}.${i.name}`;
    case "setScoped":
      return `r${i.scope}.${i.name} := ${value(i.from)}`;
    case "getBinding":
      return `r${i.to} := ${unit.bindings[i.binding]?.name}`;
    case "setBinding":
      return `${unit.bindings[i.binding]?.name} := ${value(i.from)}`;
    case "send":
      return `r${i.to} := ${value(i.receiver)} ${i.selector} ${values(i.arguments)}`.trimEnd();
    case "superSend":
      return `r${i.to} := super ${i.selector} ${values(i.arguments)}`.trimEnd();
    case "same":
      return `r${i.to} := ${value(i.left)} == ${value(i.right)}`;
    case "block":
      return `r${i.to} := block ${i.block} copying ${values(i.copied)}`.trimEnd();
    case "array":
      return `r${i.to} := { ${values(i.elements)} }`;
    case "if":
      return `if r${i.test}`;
    case "return":
      return `return ${value(i.value)}`;
    case "returnFromHome":
      return `return from home ${value(i.value)}`;
    case "mark":
      return `mark ${i.kind} ${value(i.first)}${i.second === null ? "" : ` ${value(i.second)}`}`;
    case "breakpoint":
      return `breakpoint ${i.number}`;
    default:
      return i.op;
  }
}

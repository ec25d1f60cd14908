import { describe, expect, it } from "vitest";
import type { CodeUnit, Instruction } from "./instruction.js";
import { IrFault, verifyUnit } from "./verify.js";

const NIL = { kind: "constant", index: 0 } as const;
const END: Instruction = { op: "return", value: NIL };

function unit(instructions: readonly Instruction[], more: Partial<CodeUnit> = {}): CodeUnit {
  return {
    kind: "method",
    selector: "foo",
    parameterCount: 0,
    copiedCount: 0,
    registerCount: 2,
    instructions,
    stops: new Set(),
    ranges: instructions.map(() => ({ start: 0, end: 0 })),
    constants: [{ type: "nil" }],
    bindings: [{ scope: "global", name: "Object" }],
    blocks: [],
    primitive: null,
    hasHome: false,
    usesSelf: false,
    range: { start: 0, end: 0 },
    returnsFromHome: false,
    variableNames: new Map(),
    variables: [],
    ...more,
  };
}

const register = (index: number) => ({ kind: "register", index }) as const;

describe("a unit that keeps the rules", () => {
  it("passes", () => {
    verifyUnit(
      unit([
        { op: "loop" },
        { op: "same", to: 0, left: NIL, right: { kind: "self" } },
        { op: "if", test: 0 },
        { op: "leave" },
        { op: "else" },
        { op: "getBinding", to: 1, binding: 0 },
        { op: "endIf" },
        { op: "endLoop" },
        END,
      ]),
    );
  });
});

describe("a fault is found:", () => {
  const faults: readonly [string, CodeUnit, RegExp][] = [
    ["no return at the end", unit([{ op: "move", to: 0, from: NIL }]), /does not end in a return/],
    ["no instructions", unit([]), /does not end in a return/],
    ["a register out of range", unit([{ op: "move", to: 2, from: NIL }, END]), /at 0: no register 2/],
    ["a negative register", unit([{ op: "move", to: -1, from: NIL }, END]), /no register -1/],
    ["an operand out of range", unit([{ op: "move", to: 0, from: register(7) }, END]), /no register 7/],
    ["a scope out of range", unit([{ op: "getScoped", to: 0, scope: 9, name: "x" }, END]), /no register 9/],
    ["a test out of range", unit([{ op: "if", test: 5 }, { op: "endIf" }, END]), /no register 5/],
    [
      "a constant out of range",
      unit([{ op: "return", value: { kind: "constant", index: 1 } }]),
      /no constant 1/,
    ],
    [
      "an argument out of range",
      unit([{ op: "send", to: 0, selector: "x:", receiver: NIL, arguments: [register(3)] }, END]),
      /no register 3/,
    ],
    ["a binding out of range", unit([{ op: "setBinding", binding: 1, from: NIL }, END]), /no binding 1/],
    ["a block out of range", unit([{ op: "block", to: 0, block: 0, copied: [] }, END]), /no block 0/],
    [
      "a block that gets too little",
      unit([{ op: "block", to: 0, block: 0, copied: [] }, END], {
        blocks: [unit([END], { kind: "block", copiedCount: 1 })],
      }),
      /a block gets what it copies/,
    ],
    [
      "a fault within a block",
      unit([{ op: "block", to: 0, block: 0, copied: [] }, END], {
        blocks: [unit([{ op: "move", to: 4, from: NIL }, END], { kind: "block" })],
      }),
      /block foo at 0: no register 4/,
    ],
    [
      "a return from home in a method",
      unit([{ op: "returnFromHome", value: NIL }]),
      /only a block returns from its home/,
    ],
    ["a marker in a doit", unit([{ op: "unmark" }, END], { kind: "doit" }), /only a method carries a marker/],
    ["an if that stays open", unit([{ op: "if", test: 0 }, END]), /not closed/],
    ["an endIf too many", unit([{ op: "endIf" }, END]), /unbalanced endIf/],
    ["an else without an if", unit([{ op: "else" }, { op: "endIf" }, END]), /unbalanced/],
    ["a loop closed as an if", unit([{ op: "loop" }, { op: "endIf" }, END]), /unbalanced endIf/],
    ["a leave outside loops", unit([{ op: "leave" }, END]), /leave outside a loop/],
    ["more parameters than registers", unit([END], { parameterCount: 3 }), /more parameters than registers/],
    ["an instruction without a range", unit([END], { ranges: [] }), /source range/],
  ];
  for (const [name, faulty, message] of faults)
    it(name, () => {
      expect(() => verifyUnit(faulty)).toThrow(IrFault);
      expect(() => verifyUnit(faulty)).toThrow(message);
    });
});

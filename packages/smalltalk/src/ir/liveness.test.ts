import { describe, expect, it } from "vitest";
import { compileMethod } from "../compiler/index.js";
import { testNames } from "../compiler/names.testing.js";
import { capturedRegisters, livenessOf } from "./liveness.js";

function captured(source: string): string[] {
  const { unit } = compileMethod(source, testNames("field"));
  return capturedRegisters(unit, livenessOf(unit)).map(
    (register) => unit.variableNames.get(register) ?? "intermediate",
  );
}

describe("a captured activation takes along", () => {
  it("its variables", () => {
    expect(captured("foo: a | b c | b := a foo. c := 1. ^ b")).toEqual(["a", "b", "c"]);
  });

  it("an intermediate value that is needed behind a call", () => {
    expect(captured("foo: a ^ a foo + a bar")).toEqual(["a", "intermediate"]);
  });

  it("no intermediate value that the next instruction takes up", () => {
    expect(captured("foo: a ^ a foo bar zork")).toEqual(["a"]);
  });

  it("what a loop reads again when it begins anew", () => {
    expect(captured("foo: a a size timesRepeat: [a foo]")).toEqual(["a", "intermediate", "intermediate"]);
  });
});

describe("alive at entry is", () => {
  const aliveAtEntry = (source: string): (string | undefined)[] => {
    const { unit } = compileMethod(source, testNames("field"));
    return [...livenessOf(unit).atEntry].map((register) => unit.variableNames.get(register));
  };

  it("an argument that is read", () => {
    expect(aliveAtEntry("foo: a | b | b := a. ^ b")).toEqual(["a"]);
  });

  it("a variable that is read before it is written, on any way", () => {
    expect(aliveAtEntry("foo | b c | self bar ifTrue: [ b := c := 1 ]. c := 2. ^ { b. c }")).toEqual(["b"]);
  });

  it("a variable of a loop's body that is read in its next round", () => {
    expect(aliveAtEntry("foo | b | 3 timesRepeat: [ b foo. b := 1 ]")).toContain("b");
  });
});

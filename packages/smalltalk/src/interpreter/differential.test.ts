/**
 * Random programs do the same when they run compiled, when they are interpreted, and when their stack is taken down at
 * random polls: the same value, Transcript and error.
 */
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { openEngine } from "../image/open-engine.js";
import { EmbeddedImage } from "../image/open-image.js";
import { TestWorkspace } from "../image/workspace.testing.js";
import type { Activation } from "../machine/index.js";
import type { EvaluateOutcome } from "../tools/index.js";
import type { Executable } from "./executable.js";
import { type RandomProgram, randomProgram } from "./random-programs.testing.js";

const RUNS = Number(process.env.RUNS ?? 60);

type Mode = "compiled" | "interpreted" | "captured";
const MODES: readonly Mode[] = ["compiled", "interpreted", "captured"];

/** What programs came to. */
const kinds = new Map<string, number>();
let mode: Mode = "compiled";
let captures = 0;
let chance = 1;
const random = (() => {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
})();

const engine = openEngine({
  // The native stack is soon full.
  depth: 200,
  isRestless: () => {
    const wanted = mode === "interpreted" || (mode === "captured" && random() < chance);
    if (wanted) captures += 1;
    return wanted;
  },
  interpretsAll: () => mode === "interpreted",
});
const workspace = new TestWorkspace(new EmbeddedImage(engine));

/** How often instructions were stepped over, and how often an activation stood at them when it was taken down. */
const stepped = new Map<string, number>();
const takenDown = new Map<string, number>();
const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const opAt = ({ unit }: Executable, { pc }: Activation): string => unit.instructions[pc]?.op ?? "none";

const { interpreter } = engine.execution;
const step = interpreter.step.bind(interpreter);
interpreter.step = (executable, activation, polls) => {
  count(stepped, opAt(executable, activation));
  if (!polls) count(takenDown, `${opAt(executable, activation)} before`);
  return step(executable, activation, polls);
};
const receive = interpreter.receive.bind(interpreter);
interpreter.receive = (executable, activation, value) => {
  count(takenDown, `${opAt(executable, activation)} within`);
  return receive(executable, activation, value);
};

function install(program: RandomProgram): void {
  mode = "compiled";
  workspace.print(
    "Object subclass: #ProbeBase instanceVariableNames: 'fuel total' classVariableNames: 'Shared' package: 'Tests'",
  );
  workspace.print(
    "ProbeBase subclass: #Probe instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
  );
  for (const source of program.base) compile("ProbeBase", source);
  for (const source of program.methods) compile("Probe", source);
}

function compile(className: string, source: string): void {
  workspace.print(`${className} compile: '${source.replaceAll("'", "''")}'`);
}

function outcomeOf(program: RandomProgram, how: Mode): object {
  // Literal arrays that a program changes begin anew.
  install(program);
  mode = how;
  const outcome = workspace.evaluate(program.doit.replaceAll("Shared", "shared"));
  mode = "compiled";
  return comparable(outcome);
}

function comparable(outcome: EvaluateOutcome): object {
  switch (outcome.kind) {
    case "value":
      return { result: outcome.result, output: outcome.output };
    case "error": {
      const { exceptionClass, messageText, receiver, selector, output, stack } = outcome;
      return { exceptionClass, messageText, receiver, selector, output, stack };
    }
    default:
      return outcome;
  }
}

const programs = fc
  .tuple(fc.integer(), fc.integer({ min: 3, max: 40 }))
  .map(([seed, size]) => randomProgram(seed, size));

it("random programs do the same in every way of running them", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(programs, fc.integer({ min: 1, max: 10 }), (program, rarity) => {
      chance = 1 / rarity;
      const [compiled, interpreted, captured] = MODES.map((how) => outcomeOf(program, how));
      count(kinds, Object.keys(compiled ?? {})[0] ?? "none");
      expect(interpreted).toEqual(compiled);
      expect(captured).toEqual(compiled);
    }),
    { numRuns: RUNS },
  );
  // Most of them compute something; enough of them fail.
  expect(kinds.get("result") ?? 0).toBeGreaterThan(RUNS / 4);
});

afterAll(() => {
  const list = (counts: Map<string, number>) =>
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([op, n]) => `${op} ${n}`)
      .join(", ");
  console.log(
    `programs: ${list(kinds)}; captures ${captures}\ninterpreted: ${list(stepped)}\ntaken down: ${list(takenDown)}`,
  );
});

it("every instruction was interpreted, and the stack taken down at every one that calls or polls", () => {
  const ops = [
    "array block else endIf endLoop getBinding getField getScoped if leave loop mark move newScope return returnFromHome",
    "same send setBinding setField setScoped superSend unmark",
  ].flatMap((line) => line.split(" "));
  expect(ops.filter((op) => !stepped.has(op)).join(" ")).toBe("");
  // Nothing that a block's return calls ever answers.
  const places = ["send within", "superSend within", "if within", "loop before"];
  expect(places.filter((place) => !takenDown.has(place)).join(" ")).toBe("");
});

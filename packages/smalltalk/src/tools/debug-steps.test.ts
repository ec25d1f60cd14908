/** Steps through library code: each ends at a text that a person would point at, and none changes what comes of it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileMethod, type NameSpace } from "../compiler/index.js";
import { openImage } from "../image/open-image.js";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import { unitsInOrder } from "../ir/index.js";
import { parseDoit } from "../syntax/index.js";
import type { DebugOperation, DebugOutcome } from "./debug-requests.js";

const image = openImage();
const workspace = new TestWorkspace(image);
let watcher: Watcher;

beforeAll(async () => {
  watcher = await Watcher.start(image);
});
afterAll(() => watcher.stop());

const PROGRAMS = [
  "| d | d := Dictionary new. 1 to: 5 do: [ :i | d at: i printString put: i * i ]. (d keys asSortedCollection: [ :a :b | a > b ]) asArray printString",
  "(#(3 1 2) asOrderedCollection collect: [ :e | e / 2 ]) inject: 0 into: [ :a :b | a + b ]",
  "[ [ 1 / 0 ] ensure: [ Transcript show: 'x' ] ] on: ZeroDivide do: [ :e | e return: 7 ]",
  "(String streamContents: [ :s | #(1 $a 'b' #c nil) do: [ :e | s print: e ] separatedBy: [ s nextPutAll: ', ' ] ]) reversed",
  "| set | set := Set new. 'hello world' do: [ :c | c isVowel ifTrue: [ set add: c asUppercase ] ]. set asArray sort printString",
  "(20 to: 1 by: -1) asArray sorted -> ((100 factorial / 98 factorial) printString asSymbol -> (3 max: 4))",
  "[ :x | x perform: #between:and: with: 1 with: 9 ] value: (Object new hash \\\\ 5) + 1",
  "#(5 3) detect: [ :e | e > 9 ] ifNone: [ (Date year: 2024 month: 2 day: 29) printString ]",
];

const ask = (debuggerId: string, operation: DebugOperation): Promise<DebugOutcome> =>
  new Promise((done) =>
    image.debug(
      {
        workspace: workspace.id,
        debuggerId,
        operation,
        timeoutMs: 10_000,
        maxPrint: 10_000,
        maxOutputBytes: 10_000,
        maxKept: 100,
      },
      done,
    ),
  );

/** A number from 0 to 1 for each seed and call. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** Whatever a name means, what is stopped at is the same. */
const ANY_NAMES: NameSpace = {
  resolve: (name) =>
    /^\p{Lu}/u.test(name)
      ? { kind: "binding", reference: { scope: "global", name } }
      : { kind: "field", name },
  declareUndeclared: () => undefined,
};

const isWhole = (text: string): boolean => {
  // A message is pointed at from its selector on; with a receiver it is an expression.
  for (const code of [text, `x ${text}`]) {
    try {
      parseDoit(code);
      return true;
    } catch {}
  }
  return false;
};

it.each(PROGRAMS)("goes through %s", { timeout: 60_000 }, async (program) => {
  const expected = workspace.print(program);
  const next = random(program.length);
  const stopped = workspace.evaluate(`Halt now. ${program}`, { debug: true });
  const id = "debuggerId" in stopped ? (stopped.debuggerId ?? "") : "";
  const faults: string[] = [];
  let steps = 0;
  let outcome = await ask(id, { name: "stepOver" });
  for (; outcome.kind === "state" && outcome.state === "suspended" && steps < 400; steps += 1) {
    const { frame, reason } = outcome;
    if (frame?.range == null) faults.push(`${frame?.method}: nowhere`);
    else {
      const { start, end } = frame.range;
      const text = frame.source.slice(start, end);
      if (start < 0 || end > frame.source.length || text.trim() === "" || !isWhole(text))
        faults.push(`${frame.method}: ${text}`);
    }
    if (reason !== "Step") faults.push(reason);
    const chance = next();
    const name =
      chance < 0.7 ? "stepInto" : chance < 0.85 ? "stepOver" : chance < 0.95 ? "stepThrough" : "stepOut";
    outcome = await ask(id, { name });
  }
  expect(faults.join("\n")).toBe("");
  expect(steps).toBeGreaterThan(3);
  if (outcome.kind === "state" && outcome.state === "suspended") outcome = await ask(id, { name: "proceed" });
  expect(outcome.kind === "state" ? outcome.result?.result : JSON.stringify(outcome)).toBe(expected);
});

it("has a stop in every statement of every method that is a send, an assignment or a return", () => {
  const faults: string[] = [];
  let stops = 0;
  for (const { name } of classesOf("Collections-Sequenceable", "Kernel-Numbers", "Kernel-Exceptions")) {
    const browsed = image.code.browseClass({ className: name, withMethods: true });
    if (browsed.kind !== "class") throw new Error(browsed.kind);
    for (const { source, selector } of [...browsed.instanceMethods, ...browsed.classMethods]) {
      for (const unit of unitsInOrder(compileMethod(source, ANY_NAMES).unit))
        for (const pc of unit.stops) {
          stops += 1;
          const range = unit.ranges[pc] ?? { start: 0, end: 0 };
          const text = source.slice(range.start, range.end);
          if (range.end > source.length || text.trim() === "" || !isWhole(text))
            faults.push(`${name}>>${selector}: ${text}`);
        }
    }
  }
  expect(faults.join("\n")).toBe("");
  expect(stops).toBeGreaterThan(2000);
});

function classesOf(...packages: readonly string[]) {
  return packages.flatMap(
    (pkg) => image.code.listClasses({ package: pkg, includeSystem: true, offset: 0, limit: 1000 }).classes,
  );
}

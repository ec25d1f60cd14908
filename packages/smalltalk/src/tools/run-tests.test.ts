/** Running tests, each by itself. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import type { RunListener, RunTestsOutcome, RunTestsRequest } from "./requests.js";

const workspace = new TestWorkspace();
let watcher: Watcher;

function runTests(
  subject: RunTestsRequest["subject"],
  options: Partial<RunTestsRequest> = {},
  run = 0,
  listener: RunListener = {},
): Promise<RunTestsOutcome> {
  const request = { workspace: workspace.id, subject, timeoutMs: 5000, maxOutputBytes: 1000, ...options };
  return new Promise((done) => workspace.image.runTests(request, done, run, listener));
}

async function tested(...args: Parameters<typeof runTests>) {
  const outcome = await runTests(...args);
  if (outcome.kind !== "tested") throw new Error(`not tested but ${JSON.stringify(outcome)}`);
  return outcome;
}

function define(name: string, superclass: string, methods: readonly string[]): void {
  workspace.print(`(${superclass} << #${name}) package: 'Tested'; install`);
  for (const source of methods) workspace.print(`${name} compile: '${source.replaceAll("'", "''")}'`);
}

beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
  define("MixedTest", "TestCase", [
    "testA self assert: 3 equals: 4",
    "testB Transcript show: 'hello'. self assert: 3 equals: 3",
    "testC self skip: 'not now'",
    "testD nil foo",
    "testE <expectedFailure> self fail",
    "testF <expectedFailure> self assert: true",
    "testG ^ self testG + 1",
    "testH [ true ] whileTrue",
    "testI Warning signal: 'take care'",
    "testJ [ self fail ] on: Error do: [ :e | ]",
    "testK [ [ true ] whileTrue ] on: Exception do: [ :e | e return: 1 ]",
    "defaultTimeLimit ^ Duration milliSeconds: 300",
  ]);
});
afterAll(() => watcher.stop());

describe("tests of a class", () => {
  it("runs each by itself: failures, errors, loops and recursions cost one test", async () => {
    const heard: string[] = [];
    const report = await tested({ className: "MixedTest" }, {}, 0, {
      tested: ({ selector }) => heard.push(selector),
    });
    const outcomes = report.results.map(({ selector, outcome }) => `${selector} ${outcome}`);
    expect(outcomes).toEqual([
      "testA failed",
      "testB passed",
      "testC skipped",
      "testD error",
      "testE expectedFailure",
      "testF unexpectedPass",
      "testG error",
      "testH error",
      "testI failed",
      "testJ failed",
      "testK error",
    ]);
    expect(heard).toEqual(report.results.map((r) => r.selector));
    expect(report).toMatchObject({ run: 10, passed: 2, failed: 4, errors: 4, skipped: 1 });
  });

  it("tells why, where, and what was written", async () => {
    const { results } = await tested({ className: "MixedTest" });
    const [a, b, c, d, , , g, h] = results;
    expect(a).toMatchObject({ message: "Got 3 instead of 4.", exceptionClass: "TestFailure" });
    expect(a?.stack?.map((entry) => entry.method)).toContain("MixedTest>>testA");
    expect(b).toMatchObject({ output: "hello", className: "MixedTest", name: "testB" });
    expect(c).toMatchObject({ message: "not now" });
    expect(d).toMatchObject({ exceptionClass: "MessageNotUnderstood" });
    expect(g?.message).toContain("recursion");
    expect(h?.message).toContain("300 ms");
  });

  it("runs one test alone", async () => {
    const report = await tested({ className: "MixedTest", selector: "testB" });
    expect(report).toMatchObject({ run: 1, passed: 1 });
  });

  it("gives a test the time it asks for, and not more than the request allows", async () => {
    define("LongTest", "TestCase", [
      "setUp self timeLimit: (Duration milliSeconds: 5000)",
      "testLong | end | end := Time millisecondClockValue + 500. [ Time millisecondClockValue < end ] whileTrue",
      "defaultTimeLimit ^ Duration milliSeconds: 100",
    ]);
    expect(await tested({ className: "LongTest" })).toMatchObject({ passed: 1 });
    expect(await tested({ className: "LongTest" }, { timeoutMs: 200 })).toMatchObject({ errors: 1 });
  });

  it("ends the whole run when it is interrupted", async () => {
    define("EndlessTest", "TestCase", ["testA [ true ] whileTrue", "testB"]);
    watcher.interruptSoon(7);
    expect(await runTests({ className: "EndlessTest" }, {}, 7)).toMatchObject({ kind: "interrupted" });
  });

  it("runs parametrised tests once for each case", async () => {
    define("CaseTest", "ParametrizedTestCase", ["number: n", "testNumber"]);
    workspace.print(
      "CaseTest class compile: 'testParameters ^ ParametrizedTestMatrix new forSelector: #number addOptions: #(1 2); yourself'",
    );
    const { results } = await tested({ className: "CaseTest" });
    expect(results.map((r) => r.name)).toEqual(["testNumber(#number->1)", "testNumber(#number->2)"]);
  });

  it("makes a resource once and takes it down", async () => {
    workspace.print("(TestResource << #KeptResource) sharedVariables: {#Log}; package: 'Tested'; install");
    workspace.print("KeptResource compile: 'setUp Log := (Log ifNil: ['''']) , ''up ''. '");
    workspace.print("KeptResource compile: 'tearDown Log := Log , ''down '' '");
    workspace.print("KeptResource class compile: 'log ^ Log'");
    define("KeptTest", "TestCase", ["testA", "testB", "testC self fail"]);
    workspace.print("KeptTest class compile: 'resources ^ { KeptResource }'");
    await tested({ className: "KeptTest" });
    expect(workspace.print("KeptResource log")).toBe("'up down '");
  });
});

describe("what can be run", () => {
  it("runs the test cases of a package, but abstract ones", async () => {
    workspace.print("(TestCase << #APackageTest) package: 'PackageTested'; install");
    workspace.print("APackageTest compile: 'testOne'; class");
    workspace.print("APackageTest class compile: 'isAbstract ^ self name = #APackageTest'");
    workspace.print("(APackageTest << #BPackageTest) package: 'PackageTested'; install");
    workspace.print("(Object << #CPackage) package: 'PackageTested'; install");
    const { results } = await tested({ package: "PackageTested" });
    expect(results.map((r) => `${r.className} ${r.selector}`)).toEqual(["BPackageTest testOne"]);
  });

  it("says what is not there", async () => {
    expect(await runTests({ className: "Nowhere" })).toEqual({ kind: "classNotFound", className: "Nowhere" });
    expect(await runTests({ className: "Object" })).toEqual({ kind: "notATestCase", className: "Object" });
    expect(await runTests({ className: "MixedTest", selector: "testZ" })).toEqual({
      kind: "testNotFound",
      className: "MixedTest",
      selector: "testZ",
    });
    expect(await runTests({ package: "Nowhere" })).toEqual({ kind: "packageNotFound", package: "Nowhere" });
    expect(await runTests({ className: "MixedTest" }, { workspace: "none" })).toEqual({
      kind: "workspaceNotFound",
      workspace: "none",
    });
  });
});

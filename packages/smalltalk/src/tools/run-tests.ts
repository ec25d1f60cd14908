/** Runs tests, each by itself: whatever one does, it costs that one only. */
import { type ClassObject, send } from "../classes/index.js";
import { ProcessGroup } from "../machine/index.js";
import { nil, StArray, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { classNameOf, textOf } from "./print.js";
import type {
  Failure,
  RunTestsOutcome,
  RunTestsRequest,
  TestOutcome,
  TestReport,
  TestResult,
} from "./requests.js";
import { endAll, type RunResult, run } from "./run.js";

/** Milliseconds for the code around the tests: building a suite, naming a test, letting resources go. */
const AROUND_MS = 10_000;

/** `each` hears of every test as soon as it has run. */
export function runTests(
  engine: Engine,
  request: RunTestsRequest,
  each: (result: TestResult) => void,
): RunTestsOutcome {
  const classes = testClasses(engine, request);
  if ("kind" in classes) return classes;
  const { listener } = engine.listening;
  const suites: StArray[] = [];
  for (const testClass of classes) {
    const tests = suiteOf(engine, testClass, request);
    if (!(tests instanceof StArray)) return tests;
    suites.push(tests);
  }
  const total = suites.reduce((sum, tests) => sum + tests.i.length, 0);
  listener?.testsBegan?.(total);
  const results: TestResult[] = [];
  // Suites that have run are let go, with what their tests hold.
  for (let tests = suites.shift(); tests !== undefined; tests = suites.shift()) {
    for (const test of tests.i) {
      const ran = runTest(engine, test, request);
      if ("kind" in ran) return ran;
      results.push(ran);
      each(ran);
      listener?.tested?.(ran, results.length, total);
      listener?.progressed?.(results.length, total, `${ran.className}>>${ran.selector}`);
    }
    letResourcesGo(engine, tests);
  }
  return { kind: "tested", ...summary(results) };
}

/** The counts of some results. */
export function summary(results: readonly TestResult[]): TestReport {
  const count = (...outcomes: TestOutcome[]) => results.filter((r) => outcomes.includes(r.outcome)).length;
  const skipped = count("skipped");
  return {
    run: results.length - skipped,
    passed: count("passed", "expectedFailure"),
    failed: count("failed", "unexpectedPass"),
    errors: count("error"),
    skipped,
    results,
  };
}

function testClasses(engine: Engine, { subject }: RunTestsRequest): ClassObject[] | RunTestsOutcome {
  const root = engine.kernelClass("TestCase");
  if ("package" in subject) {
    const inPackage = [...engine.environment.classes()].filter((c) => c.package === subject.package);
    if (inPackage.length === 0) return { kind: "packageNotFound", package: subject.package };
    return inPackage
      .filter((c) => c.inheritsFrom(root) && !isAbstract(engine, c))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const { className, selector } = subject;
  const found = engine.environment.classNamed(className);
  if (found === undefined) return { kind: "classNotFound", className };
  if (found !== root && !found.inheritsFrom(root)) return { kind: "notATestCase", className };
  if (selector !== undefined && found.lookup(selector) === undefined)
    return { kind: "testNotFound", className, selector };
  return [found];
}

const isAbstract = (engine: Engine, c: ClassObject): boolean =>
  answerOf(around(engine, (depth) => send(c, "isAbstract", [], depth))) === true;

/** The tests of a class as an Array. */
function suiteOf(engine: Engine, testClass: ClassObject, { subject }: RunTestsRequest): StArray | Failure {
  const result = around(engine, (depth) => send(testClass, "testsForReport", [], depth));
  if (result.kind !== "value") return failureOf(engine, result, { output: "", executionMs: 0 });
  if (!(result.value instanceof StArray))
    return { kind: "fault", message: `the suite of ${testClass.name} has no collection of tests` };
  const selector = "selector" in subject ? subject.selector : undefined;
  if (selector === undefined) return result.value;
  return new StArray(result.value.i.filter((test) => textOf(engine, test, "selector", "") === selector));
}

/** The result of a test; the failure where the whole run was interrupted. */
function runTest(engine: Engine, test: Value, request: RunTestsRequest): TestResult | Failure {
  const expectsFailure =
    answerOf(around(engine, (depth) => send(test, "isExpectedFailure", [], depth))) === true;
  const own = answerOf(around(engine, (depth) => send(test, "timeLimitMilliseconds", [], depth)));
  const timeoutMs = typeof own === "number" ? Math.min(own, request.timeoutMs) : request.timeoutMs;
  // Its processes are its own, and end with it.
  const group = new ProcessGroup();
  const before = engine.transcript.turnTo(group);
  engine.transcript.open(request.maxOutputBytes);
  const start = performance.now();
  const limits = { timeoutMs, longestMs: request.timeoutMs };
  const result = run(engine, limits, (depth) => send(test, "runForReport", [], depth), group);
  endAll(engine, [...group.living]);
  const durationMs = performance.now() - start;
  const output = engine.transcript.take();
  engine.transcript.turnTo(before);
  const selector = textOf(engine, test, "selector", "");
  const head = {
    className: classNameOf(test),
    selector,
    name: textOf(engine, test, "nameForReport", selector),
    durationMs,
    output,
  };
  if (result.kind === "value") {
    if (result.value !== nil) {
      const message = textOf(engine, result.value, "messageText", "");
      return { ...head, outcome: "skipped", ...(message === "" ? {} : { message }) };
    }
    return expectsFailure
      ? { ...head, outcome: "unexpectedPass", message: "it is expected to fail" }
      : { ...head, outcome: "passed" };
  }
  const failure = failureOf(engine, result, { output: "", executionMs: durationMs });
  if (failure.kind === "interrupted") return failure;
  const outcome = expectsFailure ? "expectedFailure" : isAssertion(engine, result) ? "failed" : "error";
  return { ...head, outcome, ...reasonOf(failure, timeoutMs) };
}

/** Whether the test found what it looked for, rather than failing in another way. */
function isAssertion(engine: Engine, result: Exclude<RunResult, { kind: "value" }>): boolean {
  if (result.kind !== "ended" || result.reason.kind !== "unhandled") return false;
  const { exception } = result.reason;
  return answerOf(around(engine, (depth) => send(exception, "isTestFailure", [], depth))) === true;
}

function reasonOf(
  failure: Failure,
  timeoutMs: number,
): Pick<TestResult, "message" | "exceptionClass" | "stack"> {
  switch (failure.kind) {
    case "error": {
      const { messageText: message, exceptionClass, stack } = failure;
      return { message, exceptionClass, stack };
    }
    case "timeout":
    case "interrupted":
      return { message: `it took more than ${Math.round(timeoutMs)} ms`, stack: failure.stack };
    case "exhausted":
      return { message: failure.message, stack: failure.stack };
    case "fault":
      return { message: failure.message };
    default:
      return { message: failure.kind };
  }
}

function letResourcesGo(engine: Engine, tests: StArray): void {
  const resource = engine.kernelClass("TestResource");
  around(engine, (depth) => send(resource, "resetResourcesOfTests:", [tests], depth));
}

const around = (engine: Engine, code: (depth: number) => Value): RunResult =>
  run(engine, { timeoutMs: AROUND_MS }, code);

const answerOf = (result: RunResult): Value | undefined =>
  result.kind === "value" ? result.value : undefined;

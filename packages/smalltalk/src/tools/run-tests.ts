/** Runs tests, each by itself: whatever one does, it costs that one only. */
import { type ClassObject, send } from "../classes/index.js";
import { ProcessGroup, type RunNumber } from "../machine/index.js";
import { nil, StArray, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { failureOf, faultOf, INTERRUPTED } from "./failure-report.js";
import { classNameOf, textOf } from "./print.js";
import type {
  Failure,
  RunListener,
  RunTestsOutcome,
  RunTestsRequest,
  TestOutcome,
  TestReport,
  TestResult,
} from "./requests.js";
import { endAll, type RunResult } from "./run.js";
import { type Code, inTurns, ran, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

/** Milliseconds for the code around the tests: building a suite, naming a test, letting resources go. */
const AROUND_MS = 10_000;

/** What the run of some tests has to do with. */
interface Testing {
  readonly engine: Engine;
  readonly request: RunTestsRequest;
  readonly listener: RunListener | undefined;
  /** Of the code around the tests. */
  readonly around: ProcessGroup;
}

/** Others have their turns meanwhile: `done` is told exactly once, perhaps at once. */
export function runTests(
  engine: Engine,
  workspace: Workspace,
  request: RunTestsRequest,
  run: RunNumber,
  done: (outcome: RunTestsOutcome) => void,
  listener?: RunListener,
): void {
  inTurns<RunTestsOutcome>(engine, tested(engine, request, listener), {
    workspace,
    timeoutMs: request.timeoutMs,
    run,
    done,
    interrupted: () => INTERRUPTED,
    broken: faultOf,
  });
}

function* tested(
  engine: Engine,
  request: RunTestsRequest,
  listener: RunListener | undefined,
): Steps<RunTestsOutcome> {
  const around = new ProcessGroup();
  try {
    return yield* testedBy({ engine, request, listener, around });
  } finally {
    endAll(engine, [...around.living]);
  }
}

function* testedBy(testing: Testing): Steps<RunTestsOutcome> {
  const { listener } = testing;
  const classes = yield* testClasses(testing);
  if ("kind" in classes) return classes;
  const suites: StArray[] = [];
  for (const testClass of classes) {
    const tests = yield* suiteOf(testing, testClass);
    if (!(tests instanceof StArray)) return tests;
    suites.push(tests);
  }
  const total = suites.reduce((sum, tests) => sum + tests.i.length, 0);
  listener?.testsBegan?.(total);
  const results: TestResult[] = [];
  // Suites that have run are let go, with what their tests hold.
  for (let tests = suites.shift(); tests !== undefined; tests = suites.shift()) {
    for (const test of tests.i) {
      const result = yield* runTest(testing, test);
      if ("kind" in result) return result;
      results.push(result);
      listener?.tested?.(result, results.length, total);
      listener?.progressed?.(results.length, total, `${result.className}>>${result.selector}`);
    }
    yield* letResourcesGo(testing, tests);
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

function* testClasses(testing: Testing): Steps<ClassObject[] | RunTestsOutcome> {
  const { engine, request } = testing;
  const { subject } = request;
  const root = engine.kernelClass("TestCase");
  if ("package" in subject) {
    const inPackage = [...engine.environment.classes()].filter((c) => c.package === subject.package);
    if (inPackage.length === 0) return { kind: "packageNotFound", package: subject.package };
    const concrete: ClassObject[] = [];
    for (const c of inPackage)
      if (c.inheritsFrom(root) && (yield* answerOf(testing, c, "isAbstract")) !== true) concrete.push(c);
    return concrete.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const { className, selector } = subject;
  const found = engine.environment.classNamed(className);
  if (found === undefined) return { kind: "classNotFound", className };
  if (found !== root && !found.inheritsFrom(root)) return { kind: "notATestCase", className };
  if (selector !== undefined && found.lookup(selector) === undefined)
    return { kind: "testNotFound", className, selector };
  return [found];
}

/** The tests of a class as an Array. */
function* suiteOf(testing: Testing, testClass: ClassObject): Steps<StArray | Failure> {
  const { engine, request } = testing;
  const { subject } = request;
  const result = yield* around(testing, (depth) => send(testClass, "testsForReport", [], depth));
  if (result.kind !== "value") return failureOf(engine, result, { output: "", executionMs: 0 });
  if (!(result.value instanceof StArray))
    return { kind: "fault", message: `the suite of ${testClass.name} has no collection of tests` };
  const selector = "selector" in subject ? subject.selector : undefined;
  if (selector === undefined) return result.value;
  return new StArray(result.value.i.filter((test) => textOf(engine, test, "selector", "") === selector));
}

/** The result of a test; the failure where the whole run was interrupted. */
function* runTest(testing: Testing, test: Value): Steps<TestResult | Failure> {
  const { engine, request, listener } = testing;
  const expectsFailure = (yield* answerOf(testing, test, "isExpectedFailure")) === true;
  const own = yield* answerOf(testing, test, "timeLimitMilliseconds");
  const timeoutMs = typeof own === "number" ? Math.min(own, request.timeoutMs) : request.timeoutMs;
  // Its processes are its own, and end with it.
  const group = new ProcessGroup();
  engine.listening.listenTo(group, listener);
  let result: RunResult;
  let output: string;
  const start = performance.now();
  try {
    openOutput(engine, group, request.maxOutputBytes);
    const limits = { timeoutMs, longestMs: request.timeoutMs };
    ({ result } = yield* ran((depth) => send(test, "runForReport", [], depth), limits, group));
  } finally {
    endAll(engine, [...group.living]);
    output = takeOutput(engine, group);
    engine.listening.listenTo(group, undefined);
  }
  const durationMs = performance.now() - start;
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
  const isAssertion = !expectsFailure && (yield* isTestFailure(testing, result));
  const outcome = expectsFailure ? "expectedFailure" : isAssertion ? "failed" : "error";
  return { ...head, outcome, ...reasonOf(failure, timeoutMs) };
}

function openOutput(engine: Engine, group: ProcessGroup, maxBytes: number): void {
  const before = engine.turnTo(group);
  engine.transcript.open(maxBytes);
  engine.turnTo(before);
}

function takeOutput(engine: Engine, group: ProcessGroup): string {
  const before = engine.turnTo(group);
  const output = engine.transcript.take();
  engine.turnTo(before);
  return output;
}

/** Whether the test found what it looked for, rather than failing in another way. */
function* isTestFailure(testing: Testing, result: Exclude<RunResult, { kind: "value" }>): Steps<boolean> {
  if (result.kind !== "ended" || result.reason.kind !== "unhandled") return false;
  return (yield* answerOf(testing, result.reason.exception, "isTestFailure")) === true;
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

function* letResourcesGo(testing: Testing, tests: StArray): Steps<void> {
  const resource = testing.engine.kernelClass("TestResource");
  yield* around(testing, (depth) => send(resource, "resetResourcesOfTests:", [tests], depth));
}

function* around({ around }: Testing, code: Code): Steps<RunResult> {
  return (yield* ran(code, { timeoutMs: AROUND_MS }, around)).result;
}

/** What a message answers; undefined where it gives no value. */
function* answerOf(testing: Testing, receiver: Value, selector: string): Steps<Value | undefined> {
  const result = yield* around(testing, (depth) => send(receiver, selector, [], depth));
  return result.kind === "value" ? result.value : undefined;
}

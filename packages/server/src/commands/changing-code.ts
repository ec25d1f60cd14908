/** Changing code, and running its tests. */
import {
  ClassNotFound,
  InvalidRequest,
  MethodNotFound,
  type Parameters,
  type Result,
  type StuiError,
} from "@stui/protocol";
import type { RunTestsOutcome, RunTestsRequest } from "@stui/smalltalk";
import type { ImageFault } from "../images/image.js";
import type { Session } from "../sessions/session.js";
import { classResult, hindranceError, methodResult, testResult } from "./code-results.js";
import { type Call, type Handlers, inSession } from "./handler.js";
import { type Bounds, failureError } from "./outcomes.js";
import type { Services } from "./services.js";
import { narrateTests, watchOf } from "./watching.js";

type ChangingCommand =
  | "define_class"
  | "compile_method"
  | "remove_method"
  | "remove_class"
  | "rename_class"
  | "run_tests";

export const changingHandlers = ({ limits, sessions }: Services): Pick<Handlers, ChangingCommand> => {
  const timeoutMs = limits.evaluation_timeout_ms;
  const bounds = { timeoutMs, limits };

  const watch = (session: Session, call: Call, command: string) =>
    watchOf(session, sessions.audience, call, command);

  const runTests = async (
    { class_name, package: packageName, selector }: Parameters<"run_tests">,
    session: Session,
    call: Call,
  ): Promise<Result<"run_tests">> => {
    const request: RunTestsRequest = {
      workspace: session.id,
      subject:
        class_name === undefined
          ? { package: packageName }
          : { className: class_name, ...(selector === undefined ? {} : { selector }) },
      timeoutMs,
      maxOutputBytes: limits.max_output_bytes,
    };
    if (class_name === undefined && selector !== undefined)
      throw new InvalidRequest({
        path: "parameters.selector",
        expected: "class_name beside it, since a selector is a test of one class",
        found: "package",
      });
    const outcome = await session.image.runTests(request, call.run, watch(session, call, "run_tests"));
    session.lastModified = Date.now();
    if (outcome.kind !== "tested") throw notTested(outcome, bounds);
    const { run, passed, failed, errors, skipped, results } = outcome;
    return { run, passed, failed, errors, skipped, results: results.map(testResult) };
  };

  return {
    define_class: inSession(async ({ definition }, session, call) => {
      const request = { workspace: session.id, definition, timeoutMs };
      const outcome = await session.image.defineClass(
        request,
        call.run,
        watch(session, call, "define_class"),
      );
      session.lastModified = Date.now();
      switch (outcome.kind) {
        case "defined":
          return { class_info: classResult(outcome.description) };
        case "protected":
          throw hindranceError(outcome);
        case "notADefinition":
          throw new InvalidRequest({
            path: "parameters.definition",
            expected:
              "one message that defines a class or a trait, as `Object subclass: #Foo …` or `Object << #Foo …`",
            found: outcome.found,
          });
        default:
          throw failureError(outcome, bounds);
      }
    }),

    compile_method: inSession(async (parameters, session, call) => {
      const { class_name, source, category, is_class_method = false, expected_source } = parameters;
      const request = {
        className: class_name,
        source,
        isClassMethod: is_class_method,
        ...(category === undefined ? {} : { category }),
        ...(expected_source === undefined ? {} : { expectedSource: expected_source }),
      };
      const outcome = await session.image.code(
        { name: "compileMethod", request },
        watch(session, call, "compile_method"),
      );
      if (outcome.kind !== "compiled") throw hindranceError(outcome);
      session.lastModified = Date.now();
      return { method: methodResult(outcome.method) };
    }),

    remove_method: inSession(async ({ class_name, method_name, is_class_method = false }, session, call) => {
      const request = { className: class_name, selector: method_name, isClassMethod: is_class_method };
      const outcome = await session.image.code(
        { name: "removeMethod", request },
        watch(session, call, "remove_method"),
      );
      if (outcome.kind !== "removed") throw hindranceError(outcome);
      session.lastModified = Date.now();
      return { removed: true };
    }),

    remove_class: inSession(async ({ class_name }, session, call) => {
      const request = { className: class_name };
      const outcome = await session.image.code(
        { name: "removeClass", request },
        watch(session, call, "remove_class"),
      );
      if (outcome.kind !== "removed") throw hindranceError(outcome);
      session.lastModified = Date.now();
      return { removed: true };
    }),

    rename_class: inSession(async ({ class_name, new_name }, session, call) => {
      const request = { className: class_name, newName: new_name };
      const outcome = await session.image.code(
        { name: "renameClass", request },
        watch(session, call, "rename_class"),
      );
      if (outcome.kind !== "renamed") throw hindranceError(outcome);
      session.lastModified = Date.now();
      return { class_info: classResult(outcome.description) };
    }),

    run_tests: inSession((parameters, session, call) => {
      const { feed } = session;
      const test = () => runTests(parameters, session, call);
      return feed?.wants("tests") === true ? narrateTests(feed, call.requestId, test) : test();
    }),
  };
};

function notTested(
  outcome: Exclude<RunTestsOutcome, { kind: "tested" }>,
  bounds: Bounds,
): StuiError | ImageFault {
  switch (outcome.kind) {
    case "classNotFound":
      return new ClassNotFound({ class_name: outcome.className });
    case "testNotFound":
      return new MethodNotFound({
        class_name: outcome.className,
        method_name: outcome.selector,
        is_class_method: false,
      });
    case "notATestCase":
      return new InvalidRequest({
        path: "parameters.class_name",
        expected: "a subclass of TestCase",
        found: outcome.className,
      });
    case "packageNotFound":
      return new InvalidRequest({
        path: "parameters.package",
        expected: "a package with classes: list_packages names them",
        found: outcome.package,
      });
    default:
      return failureError(outcome, bounds);
  }
}

/** Classes, methods and tests as the protocol describes them, and what stands in the way of looking at them or changing them. */
import {
  ClassNotFound,
  Conflict,
  InvalidRequest,
  MethodNotFound,
  PermissionDenied,
  type Result,
  type StuiError,
} from "@stui/protocol";
import type { ClassDescription, CodeAnswers, MethodDescription, TestResult } from "@stui/smalltalk";
import { stackEntry, syntaxError } from "./outcomes.js";

export const classResult = (c: ClassDescription): Result<"browse_class">["class_info"] => ({
  name: c.name,
  superclass: c.superclass,
  comment: c.comment,
  package: c.package,
  tag: c.tag,
  is_system: c.isSystem,
  is_trait: c.isTrait,
  instance_vars: [...c.instanceVariables],
  class_vars: [...c.classVariables],
  definition: c.definition,
});

export const methodResult = (m: MethodDescription): Result<"get_method">["method"] => ({
  name: m.selector,
  source: m.source,
  category: m.category,
  is_class_method: m.isClassMethod,
  class_name: m.className,
  arguments: [...m.arguments],
  comment: m.comment,
  package: m.package,
});

export const testResult = (test: TestResult): Result<"run_tests">["results"][number] => ({
  class_name: test.className,
  selector: test.selector,
  outcome: outcomeOf(test),
  duration_ms: test.durationMs,
  ...(test.message === undefined ? {} : { message: test.message }),
  ...(test.stack === undefined ? {} : { stack: test.stack.map(stackEntry) }),
});

export function outcomeOf({
  outcome,
}: Pick<TestResult, "outcome">): "passed" | "failed" | "error" | "skipped" {
  if (outcome === "expectedFailure") return "passed";
  return outcome === "unexpectedPass" ? "failed" : outcome;
}

/** What answers in place of what was asked for. */
type Hindrance = Extract<
  CodeAnswers["compileMethod" | "removeMethod" | "renameClass"],
  {
    kind:
      | "classNotFound"
      | "methodNotFound"
      | "syntaxError"
      | "conflict"
      | "protected"
      | "refused"
      | "badName";
  }
>;

export const hindranceError = (hindrance: Hindrance): StuiError => {
  switch (hindrance.kind) {
    case "classNotFound":
      return new ClassNotFound({ class_name: hindrance.className });
    case "methodNotFound": {
      const { className, selector, isClassMethod } = hindrance;
      return new MethodNotFound({
        class_name: className,
        method_name: selector,
        is_class_method: isClassMethod,
      });
    }
    case "syntaxError":
      return syntaxError(hindrance.report);
    case "conflict":
      return hindrance.actualSource === null
        ? new Conflict(
            { actual_source: null },
            "There is no such method any more. Compile it again without expected_source to bring it back.",
          )
        : new Conflict({ actual_source: hindrance.actualSource });
    case "protected":
      return new PermissionDenied({ reason: hindrance.reason });
    case "refused":
      return new Conflict({ actual_source: null }, `${sentence(hindrance.reason)}`);
    case "badName":
      return new InvalidRequest(
        { path: "parameters.new_name", expected: "a name for a class", found: hindrance.reason },
        sentence(hindrance.reason),
      );
  }
};

const sentence = (text: string): string => `${text}.`;

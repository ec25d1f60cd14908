/** From results as the protocol has them to answers as images give them. */
import type { Result } from "@stui/protocol";
import type {
  ClassDescription,
  CodeAnswers,
  CodeCall,
  CompletionKind,
  MethodDescription,
  TestReport,
  TestResult,
} from "@stui/smalltalk";
import { stackEntryOf } from "./errors.js";
import type { ScriptedCommand, ScriptedResult } from "./script-schema.js";

type ClassShape = Result<"browse_class">["class_info"];
type MethodShape = Result<"get_method">["method"];
type TestShape = Result<"run_tests">["results"][number];

export const classDescription = (c: ClassShape): ClassDescription => ({
  name: c.name,
  superclass: c.superclass,
  comment: c.comment,
  package: c.package,
  tag: c.tag,
  isSystem: c.is_system,
  isTrait: c.is_trait,
  instanceVariables: c.instance_vars,
  classVariables: c.class_vars,
  definition: c.definition,
});

const methodDescription = (m: MethodShape): MethodDescription => ({
  selector: m.name,
  source: m.source,
  category: m.category,
  isClassMethod: m.is_class_method,
  className: m.class_name,
  arguments: m.arguments,
  comment: m.comment,
  package: m.package,
});

const KINDS: ReadonlyMap<string, CompletionKind> = new Map([
  ["variable", "variable"],
  ["instance_variable", "instanceVariable"],
  ["class_variable", "classVariable"],
  ["class", "class"],
  ["global", "global"],
  ["selector", "selector"],
]);

/** Answers the result of the rule that fits; rejects where none does, or it tells of a failure. */
export type Play = <C extends ScriptedCommand>(command: C) => Promise<ScriptedResult<C>>;

/** By question about code: the command that asks it, and the image's answer. */
export const codeAnswers: { readonly [N in CodeCall]: (play: Play) => Promise<CodeAnswers[N]> } = {
  listPackages: async (play) => {
    const { packages } = await play("list_packages");
    return packages.map(({ name, class_count }) => ({ name, classes: class_count }));
  },
  listClasses: async (play) => {
    const { classes, total_count } = await play("list_classes");
    return { classes: classes.map(classDescription), total: total_count };
  },
  browseClass: async (play) => {
    const browsed = await play("browse_class");
    return {
      kind: "class",
      description: {
        ...classDescription(browsed.class_info),
        instanceVariables: browsed.instance_vars,
        classVariables: browsed.class_vars,
      },
      instanceMethods: browsed.instance_methods.map(methodDescription),
      classMethods: browsed.class_methods.map(methodDescription),
      superclasses: browsed.superclasses,
      subclasses: browsed.subclasses,
    };
  },
  getMethod: async (play) => ({
    kind: "method",
    method: methodDescription((await play("get_method")).method),
  }),
  find: async (play) => {
    const found = await play("find");
    return "methods" in found
      ? { kind: "methods", methods: found.methods.map(methodDescription), total: found.total_count }
      : { kind: "classes", classes: found.classes.map(classDescription), total: found.total_count };
  },
  complete: async (play) => {
    const { replace_from, replace_to, completions } = await play("complete");
    return {
      from: replace_from,
      to: replace_to,
      completions: completions.map((completion) => ({
        ...completion,
        kind: KINDS.get(completion.kind) ?? "selector",
      })),
    };
  },
  format: async (play) => ({ kind: "formatted", code: (await play("format")).code }),
  compileMethod: async (play) => ({
    kind: "compiled",
    method: methodDescription((await play("compile_method")).method),
  }),
  removeMethod: async (play) => {
    await play("remove_method");
    return { kind: "removed" };
  },
  removeClass: async (play) => {
    await play("remove_class");
    return { kind: "removed" };
  },
  renameClass: async (play) => ({
    kind: "renamed",
    description: classDescription((await play("rename_class")).class_info),
  }),
};

export const testReport = ({ results, ...counts }: Result<"run_tests">): TestReport => ({
  ...counts,
  results: results.map(
    (test: TestShape): TestResult => ({
      className: test.class_name,
      selector: test.selector,
      name: test.selector,
      outcome: test.outcome,
      durationMs: test.duration_ms,
      output: "",
      ...(test.message === undefined ? {} : { message: test.message }),
      ...(test.stack === undefined
        ? {}
        : {
            stack: test.stack.map(stackEntryOf),
          }),
    }),
  ),
});

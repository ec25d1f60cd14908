import { stackEntry } from "../errors/details.js";
import { array, boolean, count, number, object, objectWithOne, optional, string } from "../schema/schema.js";
import { CHANGE, COUNTER, INCREMENT, SESSION } from "./code-examples.js";
import {
  change,
  className,
  classShape,
  codeFormat,
  isClassMethod,
  methodShape,
  selector,
  testOutcome,
} from "./code-shapes.js";
import { command } from "./declaration.js";
import { files } from "./evaluating.js";
import { sessionId } from "./session-shapes.js";

const loaded = object("How much was loaded.", {
  packages: count("Packages."),
  classes: count("Classes."),
  methods: count("Methods."),
});

const SESSION_ERRORS = ["SessionNotFound", "SessionExpired", "ImageCrashed"] as const;
const RUN_ERRORS = ["EvaluationError", "Timeout", "Interrupted", "ResourceExceeded"] as const;
const CHANGES_IMAGE = { lane: "run", effects: "image", role: "developer", since: "1.0.0" } as const;

export const changingCommands = {
  define_class: command({
    summary: "Define or redefine a class by its definition message.",
    notes:
      "Instances of a redefined class are migrated. Classes of the kernel are protected (`PermissionDenied`).",
    parameters: object("", { session_id: sessionId, definition: string("The message that defines it.") }),
    result: object("", { class_info: classShape }),
    errors: [...SESSION_ERRORS, "SyntaxError", ...RUN_ERRORS],
    ...CHANGES_IMAGE,
    example: {
      parameters: { session_id: SESSION, definition: COUNTER.definition },
      result: { class_info: COUNTER },
    },
  }),
  compile_method: command({
    summary: "Compile a method into a class.",
    notes:
      "With `expected_source` it answers `Conflict` where the method's source is another by now. Classes of the kernel can be extended; methods of the kernel are protected (`PermissionDenied`).",
    parameters: object("", {
      session_id: sessionId,
      class_name: className,
      source: string("The method's source."),
      category: optional(string("Its protocol.")),
      is_class_method: optional(isClassMethod),
      expected_source: optional(string("The source that the author has seen.")),
    }),
    result: object("", { method: methodShape }),
    errors: [...SESSION_ERRORS, "SyntaxError", "ClassNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: {
      parameters: {
        session_id: SESSION,
        class_name: "Counter",
        source: INCREMENT.source,
        category: "counting",
      },
      result: { method: INCREMENT },
    },
  }),
  remove_method: command({
    summary: "Remove a method.",
    notes:
      "One that a class has from a trait is removed there (`Conflict`), and none of the kernel's (`PermissionDenied`).",
    parameters: object("", {
      session_id: sessionId,
      class_name: className,
      method_name: selector,
      is_class_method: optional(isClassMethod),
    }),
    result: object("", { removed: boolean("Always true; a failure is an error reply.") }),
    errors: [...SESSION_ERRORS, "ClassNotFound", "MethodNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: {
      parameters: { session_id: SESSION, class_name: "Counter", method_name: "increment" },
      result: { removed: true },
    },
  }),
  remove_class: command({
    summary: "Remove a class.",
    notes:
      "One that has subclasses is not removed (`Conflict`), and none of the kernel (`PermissionDenied`).",
    parameters: object("", { session_id: sessionId, class_name: className }),
    result: object("", { removed: boolean("Always true; a failure is an error reply.") }),
    errors: [...SESSION_ERRORS, "ClassNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: { parameters: { session_id: SESSION, class_name: "Counter" }, result: { removed: true } },
  }),
  rename_class: command({
    summary: "Rename a class.",
    notes: "Methods that refer to it are changed to say its new name. `Conflict` where that is taken.",
    parameters: object("", { session_id: sessionId, class_name: className, new_name: className }),
    result: object("", { class_info: classShape }),
    errors: [...SESSION_ERRORS, "ClassNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: {
      parameters: { session_id: SESSION, class_name: "Tally", new_name: "Counter" },
      result: { class_info: COUNTER },
    },
  }),
  file_in: command({
    summary: "Load code from text.",
    notes:
      "`source` is one text, `files` those of a folder by path. Classes of the kernel can be extended; what it has itself stays as it is, and is told as `kept`.",
    parameters: objectWithOne(
      "",
      { session_id: sessionId, format: codeFormat },
      { source: string("The text."), files },
    ),
    result: object("", {
      loaded,
      kept: array(
        "What the kernel has already and keeps as it is: classes, and methods as `Foo>>bar`.",
        string("Its name."),
      ),
      output: string("What its code wrote to the Transcript."),
    }),
    errors: [...SESSION_ERRORS, "SyntaxError", ...RUN_ERRORS],
    ...CHANGES_IMAGE,
    example: {
      parameters: { session_id: SESSION, format: "chunk", source: "Object subclass: #Counter!" },
      result: { loaded: { packages: 0, classes: 1, methods: 0 }, kept: [], output: "" },
    },
  }),
  file_out: command({
    summary: "Write a class or a package as text.",
    notes: "",
    parameters: objectWithOne(
      "",
      {
        format: codeFormat,
        session_id: optional(
          string("A session of the image; the image `default` if absent.", { minLength: 1 }),
        ),
      },
      { class_name: className, package: string("A package.") },
    ),
    result: object("", { files }),
    errors: ["SessionNotFound", "SessionExpired", "ImageCrashed", "ClassNotFound"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { class_name: "Counter", format: "tonel" },
      result: { files: { "Demo/Counter.class.st": "Class {\n\t#name : 'Counter'\n}" } },
    },
  }),
  run_tests: command({
    summary: "Run the tests of a test case class or of a package.",
    notes:
      "Each test has the time of an evaluation. A failure that is expected counts as passed, an unexpected pass as failed. `selector` is one test of the class.",
    parameters: objectWithOne(
      "",
      { session_id: sessionId, selector: optional(selector) },
      { class_name: className, package: string("A package.") },
    ),
    result: object("", {
      run: count("Tests run."),
      passed: count("Of them passed."),
      failed: count("Assertions that did not hold."),
      errors: count("Tests that failed in another way."),
      skipped: count("Tests that skipped themselves."),
      results: array(
        "Every test, by class and selector.",
        object("", {
          class_name: className,
          selector,
          outcome: testOutcome,
          duration_ms: number("How long it took."),
          message: optional(string("Why it did not pass.")),
          stack: optional(array("Where, innermost first.", stackEntry)),
          debugger_id: optional(string("The debugger that holds it.")),
        }),
      ),
    }),
    errors: [...SESSION_ERRORS, "ClassNotFound", "MethodNotFound", ...RUN_ERRORS],
    ...CHANGES_IMAGE,
    example: {
      parameters: { session_id: SESSION, class_name: "CounterTest" },
      result: {
        run: 1,
        passed: 1,
        failed: 0,
        errors: 0,
        skipped: 0,
        results: [
          { class_name: "CounterTest", selector: "testIncrement", outcome: "passed", duration_ms: 0.2 },
        ],
      },
    },
  }),
  revert_change: command({
    summary: "Take back a change.",
    notes: "Taking back is a change too, and is answered.",
    parameters: object("", { session_id: sessionId, change_id: string("The change.", { minLength: 1 }) }),
    result: object("", { change }),
    errors: [...SESSION_ERRORS, "ChangeNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: { parameters: { session_id: SESSION, change_id: "c17" }, result: { change: CHANGE } },
  }),
  redo_change: command({
    summary: "Make a change again that was taken back.",
    notes: "Making it again is a change too, and is answered.",
    parameters: object("", { session_id: sessionId, change_id: string("The change.", { minLength: 1 }) }),
    result: object("", { change }),
    errors: [...SESSION_ERRORS, "ChangeNotFound", "Conflict"],
    ...CHANGES_IMAGE,
    example: { parameters: { session_id: SESSION, change_id: "c17" }, result: { change: CHANGE } },
  }),
} as const;

import { array, boolean, choice, count, object, optional, string, union } from "../schema/schema.js";
import { CHANGE, COUNTER, INCREMENT, SESSION } from "./code-examples.js";
import {
  change,
  className,
  classShape,
  isClassMethod,
  methodShape,
  pattern,
  selector,
} from "./code-shapes.js";
import { command } from "./declaration.js";
import { sessionId } from "./session-shapes.js";

const limit = optional(count("The most to answer; 100 if absent."));
const include = (what: string) => optional(boolean(`With its ${what}; true if absent.`));
/** Whose image is looked at. */
const inImage = {
  session_id: optional(string("A session of the image; the image `default` if absent.", { minLength: 1 })),
};
const IN_SESSION = ["SessionNotFound", "SessionExpired", "ImageCrashed"] as const;
const total = count("How many there are in all.");

export const browsingCommands = {
  list_packages: command({
    summary: "List the packages.",
    notes: "",
    parameters: object("", { pattern: optional(pattern), ...inImage }),
    result: object("", {
      packages: array(
        "By name.",
        object("", { name: string("Name of the package."), class_count: count("Classes and traits in it.") }),
      ),
    }),
    errors: [...IN_SESSION],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { pattern: "Demo*" }, result: { packages: [{ name: "Demo", class_count: 1 }] } },
  }),
  list_classes: command({
    summary: "List classes and traits.",
    notes: "",
    parameters: object("", {
      pattern: optional(pattern),
      package: optional(string("Only those of this package.")),
      include_system: optional(boolean("With those of the kernel; true if absent.")),
      offset: optional(count("The first to answer, from 0.")),
      limit,
      ...inImage,
    }),
    result: object("", { classes: array("By name.", classShape), total_count: total }),
    errors: [...IN_SESSION],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { pattern: "Count*" }, result: { classes: [COUNTER], total_count: 1 } },
  }),
  browse_class: command({
    summary: "Describe a class with its methods and variables.",
    notes: "What was not asked for is an empty array.",
    parameters: object("", {
      class_name: className,
      include_methods: include("methods"),
      include_instance_vars: include("instance variables"),
      include_class_vars: include("class variables"),
      ...inImage,
    }),
    result: object("", {
      class_info: classShape,
      instance_methods: array("By selector.", methodShape),
      class_methods: array("By selector.", methodShape),
      instance_vars: array("Its own.", string("A name.")),
      class_vars: array("Its own.", string("A name.")),
      superclasses: array("The nearest first.", string("A name.")),
      subclasses: array("The direct ones, by name.", string("A name.")),
    }),
    errors: [...IN_SESSION, "ClassNotFound"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { class_name: "Counter" },
      result: {
        class_info: COUNTER,
        instance_methods: [INCREMENT],
        class_methods: [],
        instance_vars: ["count"],
        class_vars: [],
        superclasses: ["Object", "ProtoObject"],
        subclasses: [],
      },
    },
  }),
  get_method: command({
    summary: "Describe a method with its source.",
    notes: "",
    parameters: object("", {
      class_name: className,
      method_name: selector,
      is_class_method: optional(isClassMethod),
      ...inImage,
    }),
    result: object("", { method: methodShape }),
    errors: [...IN_SESSION, "ClassNotFound", "MethodNotFound"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { class_name: "Counter", method_name: "increment" },
      result: { method: INCREMENT },
    },
  }),
  find: command({
    summary: "Find methods or classes by what they hold or are called.",
    notes:
      "`name` answers classes whose name has the text in it, or matches it where it has a `*`; the other kinds answer methods. `senders` also finds the selector as a symbol. `references` finds the uses of a class, another global, a class variable or an instance variable.",
    parameters: object("", {
      kind: choice("What to look for.", ["senders", "implementors", "references", "source", "name"]),
      text: string("A selector, a class name or a piece of text.", { minLength: 1 }),
      limit,
      ...inImage,
    }),
    result: union("", [
      object("", { methods: array("By class and selector.", methodShape), total_count: total }),
      object("", { classes: array("By name.", classShape), total_count: total }),
    ]),
    errors: [...IN_SESSION],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: {
      parameters: { kind: "implementors", text: "increment" },
      result: { methods: [INCREMENT], total_count: 1 },
    },
  }),
  list_changes: command({
    summary: "List the changes to the code, the latest first.",
    notes: "",
    parameters: object("", {
      session_id: optional(sessionId),
      author: optional(string("Only those of this client.")),
      limit,
    }),
    result: object("", { changes: array("The latest first.", change) }),
    errors: ["SessionNotFound", "SessionExpired"],
    lane: "read",
    effects: "none",
    role: "viewer",
    since: "1.0.0",
    example: { parameters: { session_id: SESSION }, result: { changes: [CHANGE] } },
  }),
} as const;

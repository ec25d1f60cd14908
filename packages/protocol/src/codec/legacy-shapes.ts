/**
 * The eight requests that keep the shapes of 1.0.0: their parameters and the data that answers them.
 * Null stands for what is absent, as older clients write it.
 */
import { inspection, inspectOptions, inspectSubjects } from "../commands/inspection-shapes.js";
import { sessionId } from "../commands/session-shapes.js";
import {
  array,
  boolean,
  choice,
  count,
  integer,
  json,
  map,
  nullable,
  object,
  objectWithOne,
  optional,
  type Schema,
  type Static,
  string,
  union,
} from "../schema/schema.js";

const orNull = <T>(schema: Schema<T>) => optional(nullable(schema));
const className = string("Name of a class.", { minLength: 1 });
const selector = string("A selector.", { minLength: 1 });
const line = orNull(integer("From 1.", { minimum: 1 }));
const unit = (doc: string) => json(`${doc} The value is ignored; send null.`);

/** A method as older clients name one in the file of a breakpoint; groups: class, ` class`, selector. */
export const METHOD_NAME = "^([^> ]+)( class)?>>([^ ]+)$";

const place = union("A line of a method.", [
  object("", {
    class_name: className,
    method_name: selector,
    is_class_method: orNull(boolean("On the class side.")),
    line,
  }),
  object("", {
    file: string("`Class>>selector` or `Class class>>selector`.", { pattern: METHOD_NAME }),
    line,
  }),
]);
export type Place = Static<typeof place>;

const operation = objectWithOne(
  "One operation, by name.",
  {},
  {
    StepInto: unit("Step into the next send."),
    StepOver: unit("Step over the next send."),
    StepOut: unit("Run until the activation returns."),
    Continue: unit("Let the process go on."),
    GetStackTrace: unit("Answer the activations."),
    GetLocalVars: unit("Answer the variables of the innermost activation."),
    SetBreakpoint: place,
    RemoveBreakpoint: object("As SetBreakpoint answered it.", { breakpoint_id: string("The breakpoint.") }),
  },
);
export type LegacyOperation = Static<typeof operation>;

export const legacyParams = {
  Ping: object("", { message: orNull(string("Comes back.")) }),
  Evaluate: object("", {
    code: string("Statements; the value of the last one is the result."),
    context: orNull(sessionId),
    return_string: boolean("The result is its print string either way."),
    evaluation_mode: orNull(choice("`Execute` if absent.", ["Execute", "Display"])),
  }),
  Inspect: objectWithOne(
    "",
    {
      depth: orNull(integer("How many levels of variables are told.", { minimum: 0, maximum: 5 })),
      include_private: orNull(boolean("With the selectors it understands.")),
      index: orNull(inspectOptions.index),
      view: orNull(inspectOptions.view),
      node: orNull(inspectOptions.node),
      assign: orNull(inspectOptions.assign),
      offset: orNull(inspectOptions.offset),
      limit: orNull(inspectOptions.limit),
    },
    inspectSubjects,
  ),
  BrowseClass: object("", {
    class_name: className,
    include_methods: boolean("With its methods."),
    include_instance_vars: boolean("With its instance variables."),
    include_class_vars: boolean("With its class variables."),
  }),
  ListClasses: object("", {
    pattern: orNull(string("A name, or a part of it with `*` for any characters.")),
    include_system: boolean("With those of the kernel."),
    limit: orNull(count("The most to answer.")),
  }),
  GetMethod: object("", {
    class_name: className,
    method_name: selector,
    is_class_method: boolean("On the class side."),
  }),
  SystemInfo: object("", {
    info_type: choice("What about.", ["Basic", "Memory", "Packages", "Environment", "All"]),
  }),
  Debug: object("", { operation, context: string("A debugger id.", { minLength: 1, maxLength: 128 }) }),
} as const;

export type LegacyName = keyof typeof legacyParams;
export type LegacyParams<N extends LegacyName> = Static<(typeof legacyParams)[N]>;

const classInfo = object("A class.", {
  name: string("Its name."),
  superclass: nullable(string("Its superclass.")),
  comment: string("Its comment."),
  package: string("Its package."),
  is_system: boolean("Part of the kernel."),
});
const method = object("A method.", {
  name: string("Its selector."),
  source: string("Its source."),
  category: string("Its protocol."),
  is_class_method: boolean("On the class side."),
  arguments: array("Names of its arguments.", string("A name.")),
  comment: string("Its first comment."),
});
const methodList = nullable(array("Null where they were not asked for.", method));
const nameList = nullable(array("Null where they were not asked for.", string("A name.")));

export const legacyData = {
  Ping: object("", {
    message: string("The message that was sent, else `pong`."),
    status: string("`ready`, or why not."),
    uptime: count("Whole seconds."),
  }),
  Evaluate: object("", {
    result: string("Print string of the value."),
    result_type: string("Class of the value."),
    execution_time: count("Whole milliseconds."),
    has_error: boolean("False: a failure is answered as `Error`."),
    display: optional(string("Display string of the value, in the mode `Display`.")),
  }),
  Inspect: object("", {
    object_info: object("The object.", {
      class_name: string("Its class."),
      string_representation: string("Its print string."),
      hash: integer("Its identity hash."),
      size: count("Its indexed elements."),
    }),
    instance_vars: map(
      "Print strings by name of the variable, or by key of the element.",
      string("A print string."),
    ),
    methods: nullable(array("Null where they were not asked for.", string("A selector."))),
    inspection: optional(inspection),
  }),
  BrowseClass: object("", {
    class_info: classInfo,
    instance_methods: methodList,
    class_methods: methodList,
    instance_vars: nameList,
    class_vars: nameList,
  }),
  ListClasses: object("", {
    classes: array("By name.", classInfo),
    total_count: count("How many there are in all."),
  }),
  GetMethod: object("", { method }),
  SystemInfo: object("", { info: map("By name.", string("A value.")) }),
  Debug: object("", {
    result: string("What came of it."),
    debug_info: object("Where the process is.", {
      current_line: string("Empty where it is not known."),
      current_method: string("As `Class>>selector`."),
      local_vars: string("As `a=1, b=2`."),
    }),
  }),
} as const;
export type LegacyData<N extends LegacyName> = Static<(typeof legacyData)[N]>;

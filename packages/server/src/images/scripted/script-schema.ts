/**
 * The form of a script, declared once: what is checked when a file is read. Results are the protocol's own, so that the
 * `result` of a recorded reply can be put into a script as it is; of an evaluation and an inspection, and of a load, less
 * will do.
 */
import { type CommandName, commands, type Result } from "@stui/protocol";
import {
  array,
  boolean,
  count,
  integer,
  json,
  map,
  number,
  object,
  optional,
  type Schema,
  type Static,
  string,
  union,
} from "@stui/protocol/schema";

/** The version of scripts that is read here. */
export const SCRIPT_VERSION = 1;

/** The commands that a script answers, with what a rule's `when` can ask of their parameters. */
export const SCRIPTED_COMMANDS = {
  evaluate: ["code", "evaluation_mode", "tool_id"],
  inspect: ["target", "object_id"],
  complete: ["code", "position"],
  format: ["code", "kind"],
  list_packages: ["pattern"],
  list_classes: ["pattern", "package", "include_system", "offset", "limit"],
  browse_class: ["class_name"],
  get_method: ["class_name", "method_name", "is_class_method"],
  find: ["kind", "text", "limit"],
  define_class: ["definition"],
  compile_method: ["class_name", "source", "category", "is_class_method", "expected_source"],
  remove_method: ["class_name", "method_name", "is_class_method"],
  remove_class: ["class_name"],
  rename_class: ["class_name", "new_name"],
  file_in: ["source", "format"],
  file_out: ["class_name", "package", "format"],
  run_tests: ["class_name", "package", "selector"],
} as const satisfies { readonly [C in CommandName]?: readonly string[] };

export type ScriptedCommand = keyof typeof SCRIPTED_COMMANDS;

export const isScriptedCommand = (name: string): name is ScriptedCommand =>
  Object.hasOwn(SCRIPTED_COMMANDS, name);

const objectId = optional(string("An id; one is made where it is absent.", { minLength: 1, maxLength: 128 }));
const part = {
  class_name: string("Its class."),
  print_string: string("Its print string."),
  object_id: objectId,
};

const inspection = object("An object seen from inside.", {
  object_info: object("The object.", {
    object_id: objectId,
    class_name: part.class_name,
    string_representation: string("Its print string."),
    hash: optional(integer("Its identity hash; 0 if absent.")),
    size: optional(count("Its indexed elements; as many as `elements` has if absent.")),
  }),
  instance_vars: optional(array("None if absent.", object("", { name: string("Its name."), ...part }))),
  elements: optional(array("None if absent.", object("", { key: string("Its key."), ...part }))),
  total: optional(count("As many as `elements` has if absent.")),
  methods: optional(array("The selectors it understands.", string("A selector."))),
});

const evaluation = object("What an evaluation answers.", {
  result: string("Print string of the value."),
  result_type: string("Class of the value."),
  object_id: objectId,
  display: optional(string("Its display string; `result` if absent.")),
  inspection: optional(inspection),
  output: optional(string("What was written to the Transcript; nothing if absent.")),
});

const load = object("What a load answers.", {
  loaded: object("What was loaded.", {
    packages: array("Their names.", string("A name.")),
    classes: array("Their names.", string("A name.")),
    methods: count("How many."),
  }),
  output: optional(string("What its code wrote to the Transcript; nothing if absent.")),
});

export type ScriptedInspection = Static<typeof inspection>;

export type ScriptedResult<C extends ScriptedCommand> = C extends "evaluate"
  ? Static<typeof evaluation>
  : C extends "inspect"
    ? ScriptedInspection
    : C extends "file_in"
      ? Static<typeof load>
      : Result<C>;

/** What a rule's `result` has to be. */
export const resultSchemas: { readonly [C in ScriptedCommand]: Schema<ScriptedResult<C>> } = {
  evaluate: evaluation,
  inspect: inspection,
  complete: commands.complete.result,
  format: commands.format.result,
  list_packages: commands.list_packages.result,
  list_classes: commands.list_classes.result,
  browse_class: commands.browse_class.result,
  get_method: commands.get_method.result,
  find: commands.find.result,
  define_class: commands.define_class.result,
  compile_method: commands.compile_method.result,
  remove_method: commands.remove_method.result,
  remove_class: commands.remove_class.result,
  rename_class: commands.rename_class.result,
  file_in: load,
  file_out: commands.file_out.result,
  run_tests: commands.run_tests.result,
};

const condition = union("What a parameter has to be.", [
  string("This text."),
  number("This number."),
  boolean("This."),
  object("A text that the pattern is found in.", { matches: string("A regular expression of JavaScript.") }),
]);

/** What may happen besides a result. */
const events = {
  error: optional(
    object("The request fails.", {
      error_type: string("A type that the command may answer."),
      error: optional(string("What it says; what the server would say if absent.")),
      details: optional(json("Its details.")),
    }),
  ),
  crash: optional(string("The image dies, for this reason; it is started again, empty.", { minLength: 1 })),
  delay_ms: optional(integer("Milliseconds until it happens.", { minimum: 0, maximum: 3_600_000 })),
} as const;

export const ruleSchema = object("One rule: what is asked, and what happens then.", {
  when: optional(map("By parameter; whatever they are if absent.", condition)),
  times: optional(integer("How often it answers; from then on the next rules do.", { minimum: 1 })),
  result: optional(json("What is answered.")),
  sets: optional(
    map(
      "Variables of the workspace that an evaluation sets.",
      object("", { class_name: part.class_name, print_string: part.print_string }),
    ),
  ),
  endless: optional(boolean("It runs until it is interrupted or its time is over.")),
  ...events,
});
export type RuleText = Static<typeof ruleSchema>;

const otherwiseSchema = object("What happens where no rule fits.", events);

export const scriptSchema = object("A script.", {
  stui_script: integer("Its version.", { minimum: SCRIPT_VERSION, maximum: SCRIPT_VERSION }),
  dialect: optional(string("The Smalltalk it speaks; `scripted` if absent.", { minLength: 1 })),
  answers: map("By command, rules in the order in which they are tried.", array("Rules.", ruleSchema)),
  otherwise: optional(otherwiseSchema),
});

/** The fields that may stand there: what is misspelt is refused rather than passed over. */
export const RULE_FIELDS = namesIn(ruleSchema);
export const OTHERWISE_FIELDS = namesIn(otherwiseSchema);
export const SCRIPT_FIELDS = namesIn(scriptSchema);

function namesIn({ node }: Schema<unknown>): readonly string[] {
  return node.kind === "object" ? node.fields.map(({ name }) => name) : [];
}

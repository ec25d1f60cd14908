/** What `inspect` is asked and answers. */
import {
  array,
  boolean,
  count,
  integer,
  number,
  object,
  objectWithOne,
  optional,
  type Schema,
  string,
  variants,
} from "../schema/schema.js";

export const objectId = string("An object of the session's registry.", { minLength: 1, maxLength: 128 });

const described = {
  class_name: string("Its class."),
  print_string: string("Its print string."),
  object_id: objectId,
};

const ofOneLevel = { name: string("Name of the variable."), ...described };

const withItsOwn = <T>(itsOwn: Schema<T>) =>
  object("A variable of an object that is inspected.", {
    ...ofOneLevel,
    instance_vars: optional(array("Its value's own variables, where `depth` goes so deep.", itsOwn)),
  });

/** Variables of an object by how deep they lie; `depth` is at most 5. */
const fifth = object("A variable of an object that is inspected.", ofOneLevel);
const fourth = withItsOwn(fifth);
const third = withItsOwn(fourth);
const second = withItsOwn(third);
export const variables = { first: withItsOwn(second), second, third, fourth, fifth };

export const row = object("An item of a view; `object_id` is what it leads to.", {
  key: string("Print string of its index, or of its key in a dictionary."),
  ...described,
  text: optional(string("What stands for it, where the view says so.")),
  cells: optional(
    array(
      "In a table: one for each column.",
      object("", {
        text: string(
          "A text itself, of other values the print string; why there is none, where the column's code failed.",
        ),
        class_name: string("Class of the value."),
        object_id: objectId,
      }),
    ),
  ),
  children: optional(count("In a tree: how many items are below it, where that could be told.")),
});

const rows = {
  rows: array(
    "From `offset`, at most `limit`; fewer where they take long to print, or have many characters.",
    row,
  ),
  total: count("How many rows there are; in a tree: on this level."),
  assignable: boolean("Whether `assign` takes its rows."),
};

/** A view of an object, made by a method of its class. */
export const view = variants(
  "What a view shows.",
  "kind",
  { name: string("Selector of its method."), title: string("Its title.") },
  {
    list: rows,
    table: { ...rows, columns: array("Their titles.", string("A title.")) },
    tree: rows,
    text: {
      text: string("From the character at `offset`, as many as a print string may have."),
      total: count("How many characters there are."),
    },
    failed: { reason: string("Why its code did not come to its end.") },
  },
);

/** What `inspect` answers, and `evaluate` in the mode `inspect`. */
export const inspection = object("An object seen from inside.", {
  object_info: object("The object.", {
    object_id: objectId,
    class_name: string("Its class."),
    string_representation: string("Its print string."),
    hash: integer("Its identity hash."),
    size: count("Its indexed elements."),
  }),
  instance_vars: array(
    "Its named variables; of an activation `self`, arguments and temporaries.",
    variables.first,
  ),
  elements: array(
    "Its elements, from `offset`, at most `limit`; none where a view was asked for.",
    object("", { key: string("Print string of index or key."), ...described }),
  ),
  total: count("How many elements there are."),
  methods: optional(array("The selectors it understands, its own class's first.", string("A selector."))),
  views: optional(
    array(
      "How else it can be shown, in their order: for `view`.",
      object("", {
        name: string("Selector of its method."),
        title: string("Its title."),
        order: number("What it is sorted by."),
      }),
    ),
  ),
  view: optional(view),
  assigned: optional(object("The value that was assigned.", described)),
});

export const assignment = objectWithOne(
  "What is to be assigned.",
  {
    value: string(
      "An expression. It can name the object as `self`, its instance variables and the workspace's; in an activation its variables.",
    ),
  },
  {
    variable: string("One of `instance_vars`, by its name.", { minLength: 1 }),
    key: string("An expression for an index, or for a key, as for `value`."),
    element: count("An element, counted as `offset` does."),
    row: count("A row of `view`, counted as `offset` does."),
  },
);

/** What `inspect` looks into. */
export const inspectSubjects = {
  target: string("An expression."),
  object_id: objectId,
  debugger_id: string("A debugger of the session.", { minLength: 1, maxLength: 128 }),
};

/** What of it is shown and assigned. */
export const inspectOptions = {
  index: count("With `debugger_id`: the activation; 0, the innermost, if absent."),
  view: string("A view to show, by its name: then `offset` and `limit` are of its rows.", {
    minLength: 1,
    maxLength: 256,
  }),
  node: string(
    "With `view`: the item of a tree whose items below it are meant, by `object_id`; those at the top if absent.",
    { minLength: 1, maxLength: 128 },
  ),
  assign: assignment,
  offset: count("The first element to answer, from 0."),
  limit: count(
    "The most elements; 100 if absent. An answer holds 10000 at most, and fewer where they take long to print: what `total` tells beyond them is there from `offset` and their number on.",
  ),
};

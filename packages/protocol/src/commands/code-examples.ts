/** What the examples of several commands have in common. */
export const SESSION = "s_6d0f3cf0b1f94f3bb9c3e5e1a7d2c480";

export const COUNTER = {
  name: "Counter",
  superclass: "Object",
  comment: "I count.",
  package: "Demo",
  tag: null,
  is_system: false,
  is_trait: false,
  instance_vars: ["count"],
  class_vars: [],
  definition:
    "Object subclass: #Counter\n\tinstanceVariableNames: 'count'\n\tclassVariableNames: ''\n\tpackage: 'Demo'",
} as const;

export const INCREMENT = {
  name: "increment",
  source: "increment\n\tcount := (count ifNil: [ 0 ]) + 1",
  category: "counting",
  is_class_method: false,
  class_name: "Counter",
  arguments: [],
  comment: "",
  package: "Demo",
} as const;

export const CHANGE = {
  change_id: "c17",
  kind: "method_compiled",
  class_name: "Counter",
  selector: "increment",
  author: "ada",
  at: "2026-01-01T00:00:01.000Z",
  source: INCREMENT.source,
  previous_source: null,
} as const;

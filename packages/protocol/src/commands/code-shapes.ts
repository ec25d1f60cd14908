import { array, boolean, choice, nullable, object, optional, string } from "../schema/schema.js";
import { moment } from "./session-shapes.js";

export const className = string("Name of a class or trait.", { minLength: 1 });
export const selector = string("A selector.", { minLength: 1 });
export const isClassMethod = boolean("On the class side; false if absent.");
export const codeFormat = choice("How the text is written.", ["tonel", "chunk", "filetree"]);
export const testOutcome = choice("How it went.", ["passed", "failed", "error", "skipped"]);
export const pattern = string("A name, or a part of it with `*` for any characters.");

export const classShape = object("A class or trait.", {
  name: string("Its name."),
  superclass: nullable(string("Its superclass; null for a root or a trait.")),
  comment: string("Its comment; may be empty."),
  package: string("Its package."),
  tag: nullable(string("The tag within its package.")),
  is_system: boolean("Part of the kernel."),
  is_trait: boolean("A trait."),
  instance_vars: array("Its own instance variables.", string("A name.")),
  class_vars: array("Its own class variables.", string("A name.")),
  definition: string("The message that defines it."),
});

export const methodShape = object("A method.", {
  name: string("Its selector."),
  source: string("Its source."),
  category: string("Its protocol."),
  is_class_method: boolean("On the class side."),
  class_name: string("Its class."),
  arguments: array("Names of its arguments.", string("A name.")),
  comment: string("Its first comment; may be empty."),
  package: string("Its package."),
  author: optional(string("Who wrote it.")),
  timestamp: optional(moment("When it was written")),
});

export const change = object("A change to the code of an image.", {
  change_id: string("Its id."),
  kind: string("For instance `method_compiled`, `class_defined`, `method_removed`."),
  class_name: string("The class it concerns."),
  selector: optional(string("The method it concerns.")),
  author: string("Whose session made it."),
  at: moment("When"),
  source: nullable(string("The text after it; null where something was removed.")),
  previous_source: nullable(string("The text before it; null where there was none.")),
});

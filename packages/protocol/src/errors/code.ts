/** Failures of looking at code and changing it. */
import type { ErrorDetails } from "./details.js";
import { StuiError } from "./stui-error.js";

export class Conflict extends StuiError<"Conflict"> {
  constructor(details: ErrorDetails<"Conflict">, message?: string) {
    super(
      "Conflict",
      details,
      message ??
        (details.actual_source === null
          ? "What is to be changed is no longer as the request expects. Look at its present state and decide anew."
          : "The source has changed since it was read. Look at the present one in the details, and compile again with that as expected_source."),
    );
  }
}

export class ClassNotFound extends StuiError<"ClassNotFound"> {
  constructor(details: ErrorDetails<"ClassNotFound">, message?: string) {
    super(
      "ClassNotFound",
      details,
      message ?? `There is no class ${details.class_name}. Find one with list_classes.`,
    );
  }
}

export class MethodNotFound extends StuiError<"MethodNotFound"> {
  constructor(details: ErrorDetails<"MethodNotFound">, message?: string) {
    super(
      "MethodNotFound",
      details,
      message ??
        `${details.class_name}${details.is_class_method ? " class" : ""} has no method ${details.method_name}. Find one with browse_class.`,
    );
  }
}

export class ChangeNotFound extends StuiError<"ChangeNotFound"> {
  constructor(details: ErrorDetails<"ChangeNotFound">, message?: string) {
    super(
      "ChangeNotFound",
      details,
      message ?? `There is no change ${details.change_id}. See those there are with list_changes.`,
    );
  }
}

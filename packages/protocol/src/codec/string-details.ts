/** Details of errors as the map of strings that an envelope carries, and back. */
import { type ErrorType, errorDetails } from "../errors/details.js";
import { EvaluationError } from "../errors/evaluating.js";
import type { StuiError } from "../errors/stui-error.js";
import type { Schema } from "../schema/schema.js";

/** Strings stay, null is left out, the rest is written as JSON. */
export const detailsToStrings = (details: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(details).flatMap(([name, value]: [string, unknown]) => {
      if (value === null || value === undefined) return [];
      return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
    }),
  );

/** The activations of a failed evaluation, one a line; null for other errors. */
export const stackTrace = (error: StuiError): string | null =>
  error instanceof EvaluationError ? error.details.stack.map((entry) => entry.method).join("\n") : null;

const isText = ({ node }: Schema<unknown>): boolean =>
  node.kind === "string" || node.kind === "choice" || (node.kind === "union" && node.members.some(isText));
const mayBeNull = ({ node }: Schema<unknown>): boolean =>
  node.kind === "null" || (node.kind === "union" && node.members.some(mayBeNull));

/** The details that were written so; a text that should be JSON and is not stays a text. */
export const detailsFromStrings = (
  type: ErrorType,
  strings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const { node } = errorDetails[type];
  if (node.kind !== "object") return strings;
  return Object.fromEntries(
    node.fields.flatMap(({ name, schema, required }): [string, unknown][] => {
      const text = strings[name];
      if (text === undefined || text === null) return required && mayBeNull(schema) ? [[name, null]] : [];
      return [[name, isText(schema) || typeof text !== "string" ? text : parsed(text)]];
    }),
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

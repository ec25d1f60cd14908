/** Failures in words, for a terminal. */
import { EvaluationError, SmalltalkSyntaxError, StuiError } from "@stui/protocol";
import { type Colours, noColours } from "./colours.js";
import { caretExcerpt, lineOf } from "./excerpt.js";
import { harmless } from "./harmless.js";
import { cutToWidth, textWidth } from "./width.js";

type Details<E extends StuiError> = E["details"];
type StackEntry = Details<EvaluationError>["stack"][number];

/** Columns. */
const MINIMAL_EXCERPT = 20;
const LONGEST_EXCERPT = 120;
const INDENT = "    ";

export interface Rendering {
  readonly colours: Colours;
  /** The code that failed, as it was sent, where it was one text. */
  readonly code?: string | undefined;
  /** The file or folder that it came from, where it came from one. */
  readonly path?: string | undefined;
  /** The most activations to show; the innermost come first. All where absent. */
  readonly stackLimit?: number | undefined;
  /** Columns that a line of the stack may take; as many as it needs where absent. */
  readonly columns?: number | undefined;
}

/** Whether a command failed as the protocol knows it. */
export const isStuiError = (error: unknown): error is StuiError => error instanceof StuiError;

/** Lines without a last line end: what failed, where, and what to do about it. */
export const renderFailure = (error: unknown, rendering: Rendering): string => {
  const clean = cleanFor(rendering.colours);
  if (error instanceof SmalltalkSyntaxError) return syntaxError(error, rendering);
  if (error instanceof EvaluationError) return evaluationError(error, rendering);
  const where = rendering.path === undefined ? "" : `${rendering.path}: `;
  const { red } = rendering.colours;
  if (isStuiError(error)) return `${where}${red(error.type)}: ${clean(error.message)}`;
  return `${where}${red("Error")}: ${clean(error instanceof Error ? error.message : String(error))}`;
};

/** Where there are colours there is a terminal, which takes those of somebody else's text for its own. */
const cleanFor = (colours: Colours): ((text: string) => string) =>
  colours === noColours ? (text) => text : harmless;

const indent = (text: string, by: string): string =>
  text
    .split("\n")
    .map((line) => by + line)
    .join("\n");

const syntaxError = (error: SmalltalkSyntaxError, { colours, code, path, columns }: Rendering): string => {
  const room = Math.max(
    MINIMAL_EXCERPT,
    Math.min(columns ?? LONGEST_EXCERPT, LONGEST_EXCERPT) - INDENT.length,
  );
  const { line, column, expected, excerpt } = error.details;
  // Without the text the place is one of another file's, and the message says of which.
  const where = path === undefined ? "" : code === undefined ? `${path}: ` : `${path}:${line}:${column}: `;
  const source = code === undefined ? undefined : caretExcerpt(code, line, column, room);
  // What is quoted may be another text's: then that is shown, and the code at hand is not taken for it.
  const isOwn = code !== undefined && lineOf(code, line)?.trim() === excerpt.trim();
  const shown = (isOwn ? source : undefined) ?? cutToWidth(excerpt, room);
  const clean = cleanFor(colours);
  const lines = [`${where}${colours.red(clean(error.message))}`];
  if (shown !== "") lines.push(indent(clean(shown), INDENT));
  lines.push(`    expected ${colours.bold(expected)}`);
  return lines.join("\n");
};

const evaluationError = (
  error: EvaluationError,
  { colours, path, stackLimit, columns }: Rendering,
): string => {
  const { exception_class, selector, stack } = error.details;
  const clean = cleanFor(colours);
  const message_text = clean(error.details.message_text);
  const receiver = clean(error.details.receiver);
  const where = path === undefined ? "" : `${path}: `;
  const text =
    message_text === "" || message_text === exception_class
      ? ""
      : `: ${message_text.startsWith(`${exception_class}: `) ? message_text.slice(exception_class.length + 2) : message_text}`;
  const lines = [`${where}${colours.red(exception_class)}${text}`];
  if (receiver !== "")
    lines.push(`    receiver ${receiver}${selector === "" ? "" : `, selector #${selector}`}`);
  const shown = stackLimit === undefined ? stack : stack.slice(0, stackLimit);
  lines.push(...shown.map((entry) => stackLine(entry, colours, columns)));
  const hidden = stack.length - shown.length;
  if (hidden > 0) lines.push(colours.dim(`    and ${hidden} more activation${hidden === 1 ? "" : "s"}`));
  return lines.join("\n");
};

/** `    in Foo>>bar, line 3: ^ self baz` */
export const stackLine = (
  { method, line, source_excerpt }: StackEntry,
  colours: Colours,
  columns = Number.POSITIVE_INFINITY,
): string => {
  const { cyan, dim } = colours;
  const at = line === null ? "" : `, line ${line}`;
  const room = Math.max(MINIMAL_EXCERPT, columns - textWidth(`    in ${method}${at}: `));
  const source = cleanFor(colours)(source_excerpt);
  const excerpt = Number.isFinite(room) ? cutToWidth(source, room) : source;
  return `    in ${cyan(method)}${at}${excerpt === "" ? "" : `: ${dim(excerpt)}`}`;
};

/** What the code had written before it failed; empty where nothing is known of it. */
export const outputOf = (error: unknown): string => {
  if (!isStuiError(error)) return "";
  const { details } = error;
  return "output" in details ? (details.output ?? "") : "";
};

/** As `--json` prints it: what an error reply says. */
export const failureAsJson = (error: StuiError): string =>
  JSON.stringify({ error: error.message, error_type: error.type, details: error.details });

/** An error whose stack shows code with something put in by the prompt, as of the code without it. */
export const withoutInserted = (error: unknown, inserted: string): unknown => {
  if (!(error instanceof EvaluationError)) return error;
  const stack = error.details.stack.map((entry) => ({
    ...entry,
    source_excerpt: entry.source_excerpt.replace(inserted, ""),
  }));
  return new EvaluationError({ ...error.details, stack }, error.message);
};

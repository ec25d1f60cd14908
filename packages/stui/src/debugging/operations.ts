/** What can be done with a stopped process: as a typed command, and by a key of the screen. */
import { type Came, type Evaluation, OperationMisused, type StoppedProcess } from "./stopped-process.js";

/** What an operation takes, besides the activation that is meant. */
export type Takes =
  | "nothing"
  /** An expression. */
  | "code"
  /** One, if it is to be another value than nil. */
  | "code or nothing"
  /** A line of the activation's source. */
  | "line"
  /** A line, and perhaps a condition behind it. */
  | "line and condition"
  /** The whole source of a method. */
  | "source";

export type Told =
  | Came
  /** The process stands where it stood. */
  | { readonly kind: "evaluated"; readonly result: Evaluation }
  | { readonly kind: "done"; readonly text: string };

export interface Operation {
  /** As a command, behind a colon. */
  readonly name: string;
  readonly usage: string;
  readonly key: string;
  /** The same with what it may take, where the first goes without. */
  readonly otherKey?: string;
  readonly takes: Takes;
  readonly doc: string;
  /** What is asked for at the screen. */
  readonly question: string;
  /**
   * @param text what it takes, as it was written
   * @throws OperationMisused, StuiError, ProcessOver
   */
  run(process: StoppedProcess, text: string): Promise<Told>;
}

const needs = (text: string, what: string): string => {
  if (text.trim() === "") throw new OperationMisused(what);
  return text;
};

const LINE = /^(\d+)(?:\s+(.+))?$/s;

const lineIn = (text: string, what: string): { readonly line: number; readonly rest: string | undefined } => {
  const match = LINE.exec(text.trim());
  if (match === null || Number(match[1]) < 1) throw new OperationMisused(what);
  return { line: Number(match[1]), rest: match[2] };
};

const plain = { usage: "", takes: "nothing", question: "" } as const;

export const operations: readonly Operation[] = [
  {
    ...plain,
    name: "into",
    key: "i",
    doc: "Step into what is marked.",
    run: (process) => process.step("step_into"),
  },
  {
    ...plain,
    name: "over",
    key: "o",
    doc: "Step over what is marked.",
    run: (process) => process.step("step_over"),
  },
  {
    ...plain,
    name: "through",
    key: "t",
    doc: "Step over what is marked, but into blocks of this method.",
    run: (process) => process.step("step_through"),
  },
  {
    ...plain,
    name: "out",
    key: "u",
    doc: "Step until this method has answered.",
    run: (process) => process.step("step_out"),
  },
  {
    name: "to",
    usage: "LINE",
    key: "g",
    takes: "line",
    doc: "Run to a line of the activation's source.",
    question: "line",
    run: (process, text) => process.runTo(lineIn(text, "name the line, as :to 3.").line),
  },
  {
    name: "proceed",
    usage: "[EXPR]",
    key: "p",
    otherKey: "P",
    takes: "code or nothing",
    doc: "Let it go on; the exception that it stopped at answers the value.",
    question: "go on with",
    run: (process, text) => process.proceed(text === "" ? undefined : text),
  },
  {
    name: "in",
    usage: "EXPR",
    key: "e",
    takes: "code",
    doc: "Evaluate in the activation: its variables can be read and assigned.",
    question: "evaluate",
    run: async (process, text) => ({
      kind: "evaluated",
      result: await process.evaluate(needs(text, "name the expression, as :in self.")),
    }),
  },
  {
    name: "return",
    usage: "EXPR",
    key: "v",
    takes: "code",
    doc: "Let the activation answer the value.",
    question: "return",
    run: (process, text) => process.return(needs(text, "name the value, as :return nil.")),
  },
  {
    ...plain,
    name: "restart",
    key: "r",
    doc: "Begin the activation again.",
    run: (process) => process.restart(),
  },
  {
    name: "change",
    usage: "SOURCE",
    key: "m",
    takes: "source",
    doc: "Compile the activation's method anew, and begin it again.",
    question: "",
    run: (process, text) => process.recompile(needs(text, "write the whole method, as :change foo ^ 3.")),
  },
  {
    name: "break",
    usage: "LINE [CONDITION]",
    key: "b",
    otherKey: "B",
    takes: "line and condition",
    doc: "Set a breakpoint on a line of the activation's method, or take it away; with an expression that must be true.",
    question: "stop where",
    run: async (process, text) => {
      const { line, rest } = lineIn(text, "name the line, as :break 3 or :break 3 each isNil.");
      return { kind: "done", text: await process.toggleBreakpoint(line, rest) };
    },
  },
  {
    ...plain,
    name: "end",
    key: "x",
    doc: "End the process that is being debugged.",
    run: (process) => process.terminate(),
  },
];

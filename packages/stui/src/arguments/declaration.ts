/** What a subcommand takes, declared once: parsing, types and `--help` come from this. */

interface Documented {
  readonly doc: string;
}
/** `--json` */
export interface Flag extends Documented {
  readonly kind: "flag";
}
/** `--connect ENDPOINT`; `value` is the placeholder that `--help` shows. */
export interface Text extends Documented {
  readonly kind: "text";
  readonly value: string;
}
/** `--set KEY=VALUE`, as often as one likes. */
export interface Texts extends Documented {
  readonly kind: "texts";
  readonly value: string;
}
/** `--timeout MS`: a whole number from 1. */
export interface Count extends Documented {
  readonly kind: "count";
  readonly value: string;
}
export type Option = Flag | Text | Texts | Count;
/** By name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** The names of the options of one kind. */
export type NamesOf<O extends Options, K extends Option["kind"]> = {
  [N in keyof O]: O[N]["kind"] extends K ? N : never;
}[keyof O] &
  string;

export interface Operands {
  /** As the usage line shows them: `CODE`, `FILE|FOLDER…`; empty where there are none. */
  readonly usage: string;
  readonly minimum: number;
  readonly maximum: number;
}

export const NO_OPERANDS: Operands = { usage: "", minimum: 0, maximum: 0 };

export interface Example {
  readonly line: string;
  readonly doc: string;
}

/** A subcommand's command line. */
export interface CommandLine<O extends Options = Options> {
  readonly name: string;
  readonly summary: string;
  readonly operands: Operands;
  readonly options: O;
  /** Paragraphs for `--help`, between the options and the examples. */
  readonly notes: readonly string[];
  readonly examples: readonly Example[];
}

/** Lets the compiler keep the kinds of the options, so that a name is only asked for what it is. */
export const commandLine = <const O extends Options>(declaration: CommandLine<O>): CommandLine<O> =>
  declaration;

/** The command was called in a way that makes no sense, and has begun nothing: the exit code is 2. */
export abstract class CalledWrongly extends Error {
  abstract override readonly name: string;
}

/** The command line makes no sense. `command` is the subcommand that it was meant for, if any. */
export class UsageError extends CalledWrongly {
  override readonly name = "UsageError";
  constructor(
    message: string,
    readonly command?: string,
  ) {
    super(message);
  }
}

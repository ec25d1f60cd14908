/** Reads the words of a command line by a subcommand's declaration. */
import { type CommandLine, type NamesOf, type Options, UsageError } from "./declaration.js";

/** What was given for the options. */
export class Given<O extends Options> {
  readonly #texts: ReadonlyMap<string, readonly string[]>;

  constructor(texts: ReadonlyMap<string, readonly string[]>) {
    this.#texts = texts;
  }

  flag(name: NamesOf<O, "flag">): boolean {
    return this.#texts.has(name);
  }

  text(name: NamesOf<O, "text">): string | undefined {
    return this.#texts.get(name)?.[0];
  }

  texts(name: NamesOf<O, "texts">): readonly string[] {
    return this.#texts.get(name) ?? [];
  }

  count(name: NamesOf<O, "count">): number | undefined {
    const text = this.#texts.get(name)?.[0];
    return text === undefined ? undefined : Number(text);
  }
}

export type Parsed<O extends Options> =
  | { readonly kind: "run"; readonly operands: readonly string[]; readonly given: Given<O> }
  | { readonly kind: "help" };

/**
 * Options may stand anywhere and are written `--name VALUE` or `--name=VALUE`; after `--` everything is an operand. So is
 * `-` alone, and what begins with one dash, such as the code `-3 abs`.
 *
 * @throws UsageError
 */
export const parse = <O extends Options>(line: CommandLine<O>, words: readonly string[]): Parsed<O> => {
  const texts = new Map<string, string[]>();
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (word === "--help" || word === "-h") return { kind: "help" };
    if (!/^--[a-z]/.test(word)) {
      operands.push(word);
      continue;
    }
    const [name, attached] = split(word.slice(2));
    const option = line.options[name];
    if (option === undefined) throw new UsageError(unknown(line, name), line.name);
    const seen = texts.get(name) ?? [];
    texts.set(name, seen);
    if (option.kind !== "texts" && seen.length > 0)
      throw new UsageError(`--${name} was given twice.`, line.name);
    if (option.kind === "flag") {
      if (attached !== undefined) throw new UsageError(`--${name} takes no value.`, line.name);
      seen.push("");
      continue;
    }
    if (attached === undefined) at += 1;
    const text = attached ?? words[at];
    if (text === undefined)
      throw new UsageError(`--${name} needs a value: --${name} ${option.value}.`, line.name);
    if (option.kind === "count" && !isCount(text))
      throw new UsageError(`--${name} must be a whole number from 1, not ${text}.`, line.name);
    seen.push(text);
  }
  const { minimum, maximum, usage } = line.operands;
  if (operands.length < minimum) throw new UsageError(`${usage} is missing.`, line.name);
  if (operands.length > maximum) throw new UsageError(tooMany(line, operands), line.name);
  return { kind: "run", operands, given: new Given(texts) };
};

const split = (text: string): readonly [string, string | undefined] => {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
};

const isCount = (text: string): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number.isSafeInteger(Number(text));

const unknown = (line: CommandLine, name: string): string => {
  const known = Object.keys(line.options).map((option) => `--${option}`);
  const like = known.find((option) => option.startsWith(`--${name}`) || `--${name}`.startsWith(option));
  return `there is no option --${name}${like === undefined ? "." : `; did you mean ${like}?`}`;
};

const tooMany = ({ operands: { maximum, usage } }: CommandLine, operands: readonly string[]): string =>
  maximum === 0
    ? `it takes nothing but options, and was given ${operands[0] ?? ""}.`
    : `there is more than ${usage}: put code that has spaces in it between quotes.`;

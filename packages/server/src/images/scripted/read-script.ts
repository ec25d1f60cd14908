/** Reading a script's file: what is wrong with it is told with its place, before anything is served. */
import { readFileSync } from "node:fs";
import {
  COMMON_ERRORS,
  commands,
  type ErrorType,
  errorDetails,
  isErrorType,
  type Json,
} from "@stui/protocol";
import { checkerOf, fits, type Misfit, type Schema } from "@stui/protocol/schema";
import { withDefaults } from "./errors.js";
import type { Condition, ErrorText, Happening, Rule, Script } from "./script.js";
import { ScriptRefused } from "./script-refused.js";
import {
  isScriptedCommand,
  OTHERWISE_FIELDS,
  RULE_FIELDS,
  type RuleText,
  resultSchemas,
  SCRIPT_FIELDS,
  SCRIPTED_COMMANDS,
  type ScriptedCommand,
  scriptSchema,
} from "./script-schema.js";

/**
 * Reads a script.
 *
 * @throws ScriptRefused where the file cannot be read, is no JSON, or is no script
 */
export function readScript(file: string): Script {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ScriptRefused(file, "", `cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  return scriptOf(text, file);
}

/**
 * A script from its text.
 *
 * @param file what to call it in errors
 * @throws ScriptRefused
 */
export function scriptOf(text: string, file: string): Script {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ScriptRefused(file, "", `is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  return new ScriptReader(file).script(value);
}

const HAPPENINGS = ["result", "error", "crash", "endless"] as const;
/** What may happen to any command. */
const OTHERWISE = ["error", "crash"] as const;

/** What can be interrupted, and so may be without end. */
const RUNS: ReadonlySet<ScriptedCommand> = new Set([
  "evaluate",
  "inspect",
  "file_in",
  "define_class",
  "run_tests",
]);

class ScriptReader {
  constructor(readonly file: string) {}

  script(value: unknown): Script {
    if (!fits(scriptSchema, value)) throw this.#misfit("", checkerOf(scriptSchema)(value));
    this.#onlyKnown("", value, SCRIPT_FIELDS);
    const rules = new Map<ScriptedCommand, readonly Rule[]>();
    for (const [command, texts] of Object.entries(value.answers)) {
      const path = `answers.${command}`;
      if (!isScriptedCommand(command))
        throw this.#refuse(path, `one of ${Object.keys(SCRIPTED_COMMANDS).join(", ")}`, command);
      rules.set(
        command,
        texts.map((rule, i) => this.#rule(`${path}[${i}]`, command, rule)),
      );
    }
    const { dialect = "scripted", otherwise } = value;
    return {
      path: this.file,
      dialect,
      rules,
      otherwise: otherwise === undefined ? undefined : this.#otherwise("otherwise", otherwise),
    };
  }

  #rule(path: string, command: ScriptedCommand, text: RuleText): Rule {
    this.#onlyKnown(path, text, RULE_FIELDS);
    if (text.sets !== undefined && command !== "evaluate")
      throw this.#refuse(`${path}.sets`, "it in rules of evaluate only", "it here");
    return {
      when: this.#conditions(`${path}.when`, command, text.when ?? {}),
      times: text.times ?? Number.POSITIVE_INFINITY,
      delayMs: text.delay_ms ?? 0,
      happening: this.#happening(path, command, text),
      sets: new Map(
        Object.entries(text.sets ?? {}).map(([name, { class_name, print_string }]) => [
          name,
          { className: class_name, printString: print_string },
        ]),
      ),
    };
  }

  #otherwise(path: string, text: RuleText): Rule {
    this.#onlyKnown(path, text, OTHERWISE_FIELDS);
    return {
      when: new Map(),
      times: Number.POSITIVE_INFINITY,
      delayMs: text.delay_ms ?? 0,
      happening: this.#happening(path, undefined, text),
      sets: new Map(),
    };
  }

  #conditions(
    path: string,
    command: ScriptedCommand,
    when: NonNullable<RuleText["when"]>,
  ): ReadonlyMap<string, Condition> {
    this.#onlyKnown(path, when, SCRIPTED_COMMANDS[command]);
    return new Map(
      Object.entries(when).map(([name, condition]): [string, Condition] => {
        if (typeof condition !== "object") return [name, { kind: "is", value: condition }];
        return [
          name,
          { kind: "matches", pattern: this.#pattern(`${path}.${name}.matches`, condition.matches) },
        ];
      }),
    );
  }

  #pattern(path: string, source: string): RegExp {
    try {
      return new RegExp(source, "su");
    } catch (error) {
      throw this.#refuse(
        path,
        "a regular expression of JavaScript, as its flags s and u read it",
        error instanceof Error ? error.message : source,
      );
    }
  }

  /** @param command undefined: any */
  #happening(path: string, command: ScriptedCommand | undefined, text: RuleText): Happening {
    const possible = command === undefined ? OTHERWISE : HAPPENINGS;
    const given = possible.filter((kind) => text[kind] !== undefined && text[kind] !== false);
    const [kind] = given;
    if (kind === undefined || given.length > 1)
      throw this.#refuse(path, `exactly one of ${possible.join(", ")}`, given.join(" and ") || "none");
    if (command !== undefined && text.result !== undefined)
      return { kind: "result", result: this.#fitting(`${path}.result`, resultSchemas[command], text.result) };
    if (text.error !== undefined)
      return { kind: "error", error: this.#error(`${path}.error`, command, text.error) };
    if (text.crash !== undefined) return { kind: "crash", reason: text.crash };
    if (command !== undefined && !RUNS.has(command))
      throw this.#refuse(`${path}.endless`, `it in rules of ${[...RUNS].join(", ")} only`, "it here");
    return { kind: "endless" };
  }

  #error(
    path: string,
    command: ScriptedCommand | undefined,
    text: NonNullable<RuleText["error"]>,
  ): ErrorText {
    const { error_type: type, error: message } = text;
    this.#onlyKnown(path, text, ["error_type", "error", "details"]);
    const possible: readonly ErrorType[] =
      command === undefined ? COMMON_ERRORS : [...commands[command].errors, ...COMMON_ERRORS];
    if (!isErrorType(type) || !possible.includes(type))
      throw this.#refuse(
        `${path}.error_type`,
        `an error that ${command ?? "every command"} may answer: ${possible.join(", ")}`,
        type,
      );
    const details = withDefaults(type, text.details ?? {});
    return { type, message, details: this.#fitting(`${path}.details`, errorDetails[type], details) };
  }

  #fitting(path: string, schema: Schema<unknown>, value: Json): Json {
    const wrong = checkerOf(schema)(value);
    if (wrong !== undefined) throw this.#misfit(path, wrong);
    return value;
  }

  #onlyKnown(path: string, value: object, names: readonly string[]): void {
    for (const name of Object.keys(value))
      if (!names.includes(name))
        throw this.#refuse(path, `no other fields than ${names.join(", ")}`, JSON.stringify(name));
  }

  #misfit(path: string, wrong: Misfit | undefined): ScriptRefused {
    const {
      path: inner,
      expected,
      found,
    } = wrong ?? { path: "", expected: "a script", found: "something else" };
    return this.#refuse(`${path}${inner}`.replace(/^\./, ""), expected, found);
  }

  #refuse(path: string, expected: string, found: string): ScriptRefused {
    return new ScriptRefused(this.file, path, `expected ${expected}, found ${found}.`);
  }
}

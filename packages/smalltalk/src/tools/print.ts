/** Print strings, whatever `printOn:` does. */
import { send, sendProperty } from "../classes/index.js";
import { mangleSelector } from "../codegen/index.js";
import { classOf } from "../memory/class-of.js";
import { isText, toJs } from "../memory/text.js";
import { StString, type Value } from "../memory/values.js";
import { firstCharacters } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { run } from "./run.js";

/** Milliseconds that printing one object may take. */
export const PRINT_BUDGET_MS = 50;
/** Characters of a print string in lists of objects. */
export const SHORT_PRINT = 200;

const PRINT = mangleSelector("printStringUpTo:");
const DISPLAY = mangleSelector("displayStringUpTo:");

export interface Printed {
  readonly text: string;
  /** Whether it was cut. */
  readonly truncated: boolean;
}

/** At most `limit` characters. What `printOn:` breaks or does not end is said in its place. */
export function print(engine: Engine, value: Value, limit: number): Printed {
  return printBy(engine, value, PRINT, limit);
}

export function display(engine: Engine, value: Value, limit: number): Printed {
  return printBy(engine, value, DISPLAY, limit);
}

function printBy(engine: Engine, value: Value, property: string, limit: number): Printed {
  const result = run(engine, { timeoutMs: PRINT_BUDGET_MS, deadlineKind: "printBudget" }, (depth) =>
    // One more than asked for tells whether there is more.
    sendProperty(value, property, [limit + 1], depth),
  );
  if (result.kind === "value" && result.value instanceof StString) return cut(toJs(result.value), limit);
  return cut(`${article(value)} (${whyNot(result)})`, limit);
}

function cut(text: string, limit: number): Printed {
  const kept = firstCharacters(text, limit);
  return { text: kept, truncated: kept.length < text.length };
}

function whyNot(result: ReturnType<typeof run>): string {
  if (result.kind === "value") return "printing failed: no String was answered";
  if (result.kind === "fault") return "printing failed: the engine is at fault";
  const { reason } = result;
  if (reason.kind === "unhandled") return `printing failed: ${classOf(reason.exception).name}`;
  if (reason.kind === "memory") return "printing failed: it takes too much memory";
  return reason.kind === "depth" ? "printing failed: it never ends" : "printing failed: it took too long";
}

/** `a Foo`, `an Apple`, `Foo class`: without running code of the object. */
export function article(value: Value): string {
  const { name } = classOf(value);
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

/** The result of a message that answers text, or a fallback. */
export function textOf(engine: Engine, value: Value, selector: string, otherwise: string): string {
  const result = run(engine, { timeoutMs: PRINT_BUDGET_MS, deadlineKind: "printBudget" }, (depth) =>
    send(value, selector, [], depth),
  );
  return result.kind === "value" && isText(result.value) ? toJs(result.value) : otherwise;
}

export const classNameOf = (value: Value): string => {
  const cls = classOf(value);
  return cls.instanceSide === null ? cls.name : `${cls.name} class`;
};

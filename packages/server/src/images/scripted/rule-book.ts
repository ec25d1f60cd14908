/** Which rule of a script answers. */
import type { Groups } from "./groups.js";
import type { Asked, Condition, Rule, Script } from "./script.js";
import type { ScriptedCommand } from "./script-schema.js";

export interface Found {
  readonly rule: Rule;
  /** What the named groups of its patterns matched. */
  readonly groups: Groups;
}

/** A script in use: it remembers how often each rule has answered. */
export class RuleBook {
  readonly #uses = new Map<Rule, number>();

  constructor(readonly script: Script) {}

  /** Whether a rule fits; what the script says otherwise does not count. */
  has(command: ScriptedCommand, asked: Asked): boolean {
    return this.#first(command, asked) !== undefined;
  }

  /** The first rule that fits and has not answered as often as it may, which has then answered once more. */
  find(command: ScriptedCommand, asked: Asked): Found | undefined {
    const found = this.#first(command, asked);
    if (found !== undefined) {
      this.#uses.set(found.rule, (this.#uses.get(found.rule) ?? 0) + 1);
      return found;
    }
    const { otherwise } = this.script;
    return otherwise === undefined ? undefined : { rule: otherwise, groups: new Map() };
  }

  #first(command: ScriptedCommand, asked: Asked): Found | undefined {
    for (const rule of this.script.rules.get(command) ?? []) {
      if ((this.#uses.get(rule) ?? 0) >= rule.times) continue;
      const groups = match(rule, asked);
      if (groups !== undefined) return { rule, groups };
    }
    return undefined;
  }
}

function match({ when }: Rule, asked: Asked): Groups | undefined {
  const groups = new Map<string, string>();
  for (const [name, condition] of when) {
    const value = asked.get(name);
    if (value === undefined || !holds(condition, value, groups)) return undefined;
  }
  return groups;
}

function holds(condition: Condition, value: string | number | boolean, groups: Map<string, string>): boolean {
  if (condition.kind === "is") return condition.value === value;
  if (typeof value !== "string") return false;
  const found = condition.pattern.exec(value);
  if (found === null) return false;
  for (const [name, text] of Object.entries(found.groups ?? {})) groups.set(name, text ?? "");
  return true;
}

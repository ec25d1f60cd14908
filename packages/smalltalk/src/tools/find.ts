/** Finds methods by what they mention, and classes by their names. */
import { behaviors, type ClassObject, mentioning } from "../classes/index.js";
import type { MethodRecord } from "../memory/values.js";
import { byText, describeSome, matcher } from "./browse.js";
import type { CodeAnswers, CodeRequests, FindKind } from "./code-requests.js";
import { describeMethod, isFromTrait } from "./describe-code.js";
import type { Engine } from "./engine.js";

interface Found {
  readonly owner: ClassObject;
  readonly record: MethodRecord;
}

export function find(engine: Engine, request: CodeRequests["find"]): CodeAnswers["find"] {
  const { kind, text, limit } = request;
  if (kind === "name") return classesNamed(engine, text, limit);
  const holds = criterion(engine, kind, text);
  const found: Found[] = [];
  for (const owner of behaviors(engine.environment)) {
    // What a class has from a trait is found in the trait.
    for (const record of owner.methods.values())
      if (!isFromTrait(record) && holds(record)) found.push({ owner, record });
  }
  const methods = found
    .sort(
      (a, b) => byText(a.owner.printName, b.owner.printName) || byText(a.record.selector, b.record.selector),
    )
    .slice(0, limit)
    .map(({ owner, record }) => describeMethod(owner, record));
  return { kind: "methods", methods, total: found.length };
}

function classesNamed(engine: Engine, text: string, limit: number): CodeAnswers["find"] {
  const lower = text.toLowerCase();
  const matches = text.includes("*") ? matcher(text) : (name: string) => name.toLowerCase().includes(lower);
  const found = [...engine.environment.classes()].filter((c) => matches(c.name));
  return { kind: "classes", classes: describeSome(engine, found, 0, limit), total: found.length };
}

function criterion(
  engine: Engine,
  kind: Exclude<FindKind, "name">,
  text: string,
): (record: MethodRecord) => boolean {
  return kind === "source"
    ? (record) => record.source.includes(text)
    : mentioning(engine.kernelMentions, kind, text);
}

/** Finds methods by what they mention, and classes by their names. */
import { type ClassObject, type KernelMentions, KernelMethod, mentionsOf } from "../classes/index.js";
import type { MethodRecord } from "../memory/values.js";
import { keywordsOf, numArgs } from "../syntax/index.js";
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
  for (const c of engine.environment.classes()) {
    for (const owner of [c, c.cls]) {
      // What a class has from a trait is found in the trait.
      for (const record of owner.methods.values())
        if (!isFromTrait(record) && holds(record)) found.push({ owner, record });
    }
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
  switch (kind) {
    case "implementors":
      return (record) => record.selector === text;
    case "source":
      return (record) => record.source.includes(text);
    case "senders":
    case "references":
      return mentioning(engine.kernelMentions(), kind, text);
  }
}

/** The kernel has an index; of the other methods only one whose text has the words is parsed. */
function mentioning(
  kernel: KernelMentions,
  kind: "senders" | "references",
  text: string,
): (record: MethodRecord) => boolean {
  const word = kernel.words.indexOf(text);
  const inKernel = kind === "senders" ? kernel.selectors : kernel.variables;
  const words = kind === "senders" ? wordsOf(text) : [text];
  return (record) => {
    if (record instanceof KernelMethod) return inKernel[record.number]?.includes(word) ?? false;
    const { source } = record;
    if (!words.every((each) => source.includes(each))) return false;
    const { selectors, variables } = mentionsOf(record);
    return kind === "senders" ? selectors.has(text) : variables.has(text);
  };
}

/** What the text of a method has in any case that sends a selector. */
function wordsOf(selector: string): string[] {
  return numArgs(selector) > 0 && selector.includes(":") ? keywordsOf(selector) : [selector];
}

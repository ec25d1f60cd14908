/** Which methods implement, send or refer to something, by what they mention. */
import {
  FAIL,
  type Fail,
  type MethodRecord,
  nil,
  type PrimitiveTable,
  StArray,
  type Value,
} from "../memory/values.js";
import { keywordsOf, numArgs } from "../syntax/index.js";
import { ClassObject } from "./class-object.js";
import type { Environment } from "./environment.js";
import type { KernelMentions } from "./kernel-table.js";
import { mentionsOf } from "./method-mentions.js";
import { KernelMethod } from "./method-record.js";
import { text } from "./reflection-primitives.js";
import { reifiedMethod } from "./reified-methods.js";

const MENTION_KINDS = ["implementors", "senders", "references"] as const;

/** `references` are uses of a variable that the method does not declare itself. */
export type MentionKind = (typeof MENTION_KINDS)[number];

/** Whether a method is one of those; `kernel` is what the build wrote of its methods. */
export function mentioning(
  kernel: () => KernelMentions,
  kind: MentionKind,
  word: string,
): (record: MethodRecord) => boolean {
  if (kind === "implementors") return (record) => record.selector === word;
  const { words, selectors: sent, variables: used } = kernel();
  const index = words.indexOf(word);
  const inKernel = kind === "senders" ? sent : used;
  const parts = kind === "senders" ? partsOf(word) : [word];
  return (record) => {
    if (record instanceof KernelMethod) return inKernel[record.number]?.includes(index) ?? false;
    const { source } = record;
    // Only a method whose text has the words is parsed, and that once.
    if (!parts.every((each) => source.includes(each))) return false;
    const { selectors, variables } = mentionsOf(record);
    return kind === "senders" ? selectors.has(word) : variables.has(word);
  };
}

/** What the text of a method has in any case that sends a selector. */
function partsOf(selector: string): string[] {
  return numArgs(selector) > 0 && selector.includes(":") ? keywordsOf(selector) : [selector];
}

/** Every class and trait with its class side. */
export function* behaviors(environment: Environment): Iterable<ClassObject> {
  for (const c of environment.classes()) {
    yield c;
    yield c.cls;
  }
}

export function findingPrimitives(environment: Environment, kernel: () => KernelMentions) {
  return {
    /** (kind, word, an Array of classes, or nil for all) → the CompiledMethods, also those from traits */
    methodsMentioning: (_self: Value, kind: Value, word: Value, classes: Value): Value | Fail => {
      const asked = text(kind);
      const known = MENTION_KINDS.find((each) => each === asked);
      const js = text(word);
      if (known === undefined || js === undefined) return FAIL;
      const within = classes === nil ? behaviors(environment) : classObjects(classes);
      if (within === undefined) return FAIL;
      const holds = mentioning(kernel, known, js);
      const found: Value[] = [];
      for (const owner of within) {
        if (known === "implementors") {
          const record = owner.methods.get(js);
          if (record !== undefined) found.push(reifiedMethod(environment, record));
          continue;
        }
        for (const record of owner.methods.values())
          if (holds(record)) found.push(reifiedMethod(environment, record));
      }
      return new StArray(found);
    },
  } satisfies PrimitiveTable;
}

function classObjects(value: Value): ClassObject[] | undefined {
  if (!(value instanceof StArray)) return undefined;
  const found = value.i.filter((each) => each instanceof ClassObject);
  return found.length === value.i.length ? found : undefined;
}

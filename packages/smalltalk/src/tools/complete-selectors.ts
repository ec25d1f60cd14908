/** Selectors that begin as a word does: those that the receiver understands, where its class can be told. */
import type { ClassObject } from "../classes/index.js";
import type { MethodRecord } from "../memory/values.js";
import { isBinarySelector, keywordsOf, messagePattern } from "../syntax/index.js";
import type { Completion } from "./code-requests.js";
import type { Begun, Place } from "./complete-place.js";
import { Ranking } from "./complete-ranking.js";
import type { Engine } from "./engine.js";

type SelectorPlace = Extract<Place, { kind: "selector" }>;

const MOST_KEYWORDS = 20;

interface Implementor {
  readonly owner: ClassObject;
  readonly record: MethodRecord;
  /** How many classes implement the selector, where the receiver is not known. */
  count: number;
}

export function selectorCompletions(
  engine: Engine,
  { prefix, receiver, begun }: SelectorPlace,
  most: number,
): Completion[] {
  const out: Completion[] = [];
  for (const each of begun) out.push(...nextKeywords(engine, each, prefix));
  const ranking = new Ranking<Implementor>(prefix);
  // A word behind a keyword alone can be nothing but the next one.
  if (begun.length === 0 || receiver !== null)
    for (const [selector, found] of implementors(engine, receiver))
      ranking.add(selector, distance(receiver, found), found);
  for (const found of ranking.best(most - Math.min(most, out.length)))
    out.push(completion(found, receiver !== null || found.count === 1));
  return out.slice(0, most);
}

/** By selector: the nearest of a receiver's lineage, or any in the image. */
function implementors(engine: Engine, receiver: ClassObject | null): Map<string, Implementor> {
  const found = new Map<string, Implementor>();
  const add = (owner: ClassObject) => {
    for (const record of owner.methods.values()) {
      // Nobody waits for the rest of an operator.
      if (isBinarySelector(record.selector)) continue;
      const known = found.get(record.selector);
      if (known === undefined) found.set(record.selector, { owner, record, count: 1 });
      else known.count += 1;
    }
  };
  if (receiver !== null) for (const c of receiver.lineage()) add(c);
  else {
    for (const c of engine.environment.classes()) {
      add(c);
      add(c.cls);
    }
  }
  return found;
}

/** Up the lineage for a receiver that is known; else the more classes implement it, the nearer. */
function distance(receiver: ClassObject | null, { owner, count }: Implementor): number {
  if (receiver === null) return -count;
  // What every object understands is seldom what one looks for.
  return owner.name === "Object" || owner.name === "ProtoObject" ? 2 : owner === receiver ? 0 : 1;
}

function completion({ owner, record }: Implementor, isOrigin: boolean): Completion {
  return {
    text: record.selector,
    kind: "selector",
    signature: messagePattern(record.source),
    origin: isOrigin ? owner.printName : null,
  };
}

/** The next keyword of messages that begin with the keywords there are. */
function nextKeywords(engine: Engine, { selector, receiver }: Begun, prefix: string): Completion[] {
  const ranking = new Ranking<Completion>(prefix);
  const seen = new Set<string>();
  for (const [whole, found] of implementors(engine, receiver)) {
    if (whole.length === selector.length || !whole.startsWith(selector)) continue;
    const [next] = keywordsOf(whole.slice(selector.length));
    if (next === undefined || seen.has(next) || !ranking.matches(next)) continue;
    seen.add(next);
    const isOrigin = receiver !== null || found.count === 1;
    ranking.add(next, 0, { ...completion(found, isOrigin), text: next });
  }
  return ranking.best(MOST_KEYWORDS);
}

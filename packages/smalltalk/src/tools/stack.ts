/** A captured stack in words. */
import { type CodeOwner, Doit, methodNames, unitsInOrder } from "../classes/index.js";
import { compileMethod } from "../compiler/index.js";
import type { CodeUnit } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import type { Engine } from "./engine.js";
import type { StackEntry } from "./requests.js";

/** Entries of a report: the innermost, and of a deep stack the outermost as well. */
const MAX_ENTRIES = 100;

/** Classes and selectors by which an exception travels: the reader's own code begins below them. */
const MACHINERY: ReadonlySet<string> = new Set([
  "unhandled",
  "noHandler",
  "defaultAction",
  "signal",
  "signalFrom:",
  "signal:",
  "unhandledErrorAction",
]);

/** Innermost first, without the activations that only signalled. */
export function describeStack(engine: Engine, activations: readonly Activation[]): StackEntry[] {
  const entries: StackEntry[] = [];
  let inMachinery = true;
  for (const activation of activations) {
    const owner = engine.codeOwner(activation.code);
    if (owner === undefined) continue;
    if (inMachinery && !(owner instanceof Doit) && isMachinery(owner)) continue;
    inMachinery = false;
    entries.push(entry(engine, owner, activation));
    if (entries.length >= MAX_ENTRIES) break;
  }
  return entries;
}

function isMachinery(owner: Exclude<CodeOwner, Doit>): boolean {
  if (owner.selector === "doesNotUnderstand:" && owner.owner.name === "ProtoObject") return true;
  const isException = [...(owner.owner.instanceSide ?? owner.owner).lineage()].some(
    (c) => c.name === "Exception",
  );
  return isException && MACHINERY.has(owner.selector);
}

function entry(engine: Engine, owner: CodeOwner, activation: Activation): StackEntry {
  const unit = unitOf(engine, owner, activation.unit);
  const position = unit?.ranges[activation.pc]?.start ?? 0;
  const { source } = owner;
  const line = source.slice(0, position).split(/\r\n|\r|\n/).length;
  const sourceExcerpt = (source.split(/\r\n|\r|\n/)[line - 1] ?? "").trim();
  const className = owner instanceof Doit ? "" : owner.owner.printName;
  const name = owner instanceof Doit ? "doit" : `${className}>>${owner.selector}`;
  return {
    method: activation.unit === 0 ? name : `[ ] in ${name}`,
    className,
    selector: owner.selector,
    line,
    sourceExcerpt,
  };
}

/** The code unit of an activation: compiled again from its source, since only reports need it. */
export function unitOf(engine: Engine, owner: CodeOwner, index: number): CodeUnit | undefined {
  if (owner instanceof Doit) return unitsInOrder(owner.unit)[index];
  return unitsInOrder(compileMethod(owner.source, methodNames(owner.owner, engine.environment)).unit)[index];
}

/**
 * Traits: sets of methods that classes are composed of. Composition is flattened: a class has a copy of each method of its
 * traits, compiled for it, and `super` in it looks above the class.
 */
import type { MethodRecord } from "../memory/values.js";
import { patternOf } from "../syntax/index.js";
import type { ClassObject } from "./class-object.js";
import { InstalledMethod } from "./method-record.js";

/** One trait of a composition: `T - {#a} @ {#new -> #old}`. */
export interface TraitUse {
  readonly trait: ClassObject;
  readonly exclusions: readonly string[];
  readonly aliases: readonly TraitAlias[];
}

export interface TraitAlias {
  readonly alias: string;
  /** Selector in the trait. */
  readonly selector: string;
}

/** A method as a composition provides it. */
export interface ComposedMethod {
  readonly source: string;
  readonly category: string;
  /** The trait that defines it. */
  readonly origin: ClassObject;
}

/** Selectors that the traits of a class provide. */
export function composedSelectors(owner: ClassObject): Set<string> {
  const found = new Set<string>();
  for (const { trait, exclusions, aliases } of owner.traitUses) {
    for (const selector of trait.methods.keys()) if (!exclusions.includes(selector)) found.add(selector);
    for (const { alias, selector } of aliases) if (trait.methods.has(selector)) found.add(alias);
  }
  return found;
}

/** Selectors under which `user` has the method of one of its traits. */
export function namesUnderWhich(user: ClassObject, trait: ClassObject, selector: string): Set<string> {
  const names = new Set([selector]);
  for (const use of user.traitUses) {
    if (use.trait !== trait) continue;
    for (const alias of use.aliases) if (alias.selector === selector) names.add(alias.alias);
  }
  return names;
}

/**
 * The method that the traits of a class provide for a selector. A concrete one wins over `self explicitRequirement`; where
 * two differ, one stands for both that says so when it is run.
 */
export function composedMethod(owner: ClassObject, selector: string): ComposedMethod | undefined {
  const candidates: ComposedMethod[] = [];
  for (const use of owner.traitUses) {
    for (const record of recordsOf(use, selector)) {
      const origin = originOf(record, use.trait);
      const { source, category } = record;
      if (!candidates.some((c) => c.origin === origin && c.source === source))
        candidates.push({ source, category, origin });
    }
  }
  const concrete = candidates.filter((c) => !isRequirement(c.source));
  const [first, second] = concrete.length === 0 ? candidates.slice(0, 1) : concrete;
  if (first === undefined || second === undefined) return first;
  return { ...first, source: conflict(selector) };
}

function recordsOf({ trait, exclusions, aliases }: TraitUse, selector: string): MethodRecord[] {
  const names = aliases.filter((a) => a.alias === selector).map((a) => a.selector);
  if (!exclusions.includes(selector)) names.push(selector);
  return names.flatMap((name) => trait.methods.get(name) ?? []);
}

function originOf(record: MethodRecord, trait: ClassObject): ClassObject {
  return record instanceof InstalledMethod && record.origin !== null ? record.origin : trait;
}

const REQUIREMENT = /\^?\s*self\s+explicitRequirement\s*\.?\s*$/;

function isRequirement(source: string): boolean {
  return REQUIREMENT.test(source);
}

function conflict(selector: string): string {
  return `${patternOf(selector)}\n\n\t^ self traitConflict`;
}

/** Instance variables that a composition brings along. */
export function traitVariables(uses: readonly TraitUse[]): string[] {
  return [...new Set(uses.flatMap(({ trait }) => trait.instVarNames))];
}

/** Whether `trait` is `other` or composed of it, directly or not. */
export function usesTrait(trait: ClassObject, other: ClassObject): boolean {
  return trait === other || trait.traitUses.some((use) => usesTrait(use.trait, other));
}

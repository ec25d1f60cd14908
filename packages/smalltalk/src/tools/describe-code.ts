/** Classes and methods as plain data. */
import { ClassObject, InstalledMethod, type TraitUse } from "../classes/index.js";
import type { Layout, MethodRecord } from "../memory/values.js";
import { parseMethodWithRecovery } from "../syntax/index.js";
import type { ClassDescription, MethodDescription } from "./code-requests.js";
import type { Engine } from "./engine.js";

export function describeClass(engine: Engine, c: ClassObject): ClassDescription {
  return {
    name: c.name,
    superclass: superclassName(c),
    comment: c.comment,
    package: c.package,
    tag: c.tag === "" ? null : c.tag,
    isSystem: engine.protection.holds(c),
    isTrait: c.isTrait,
    instanceVariables: c.instVarNames,
    classVariables: [...c.classVariables.keys()],
    definition: definitionOf(c),
  };
}

export function superclassName(c: ClassObject): string | null {
  return c.superclass instanceof ClassObject && !c.isTrait ? c.superclass.name : null;
}

export function describeMethod(owner: ClassObject, record: MethodRecord): MethodDescription {
  const { node } = parseMethodWithRecovery(record.source);
  return {
    selector: record.selector,
    source: record.source,
    category: record.category,
    isClassMethod: owner.instanceSide !== null,
    className: (owner.instanceSide ?? owner).name,
    arguments: node.parameters.map((parameter) => parameter.name),
    comment: node.comment,
    package: packageOf(owner, record),
  };
}

/** The package of a method: an extension's protocol is `*Package`. */
export function packageOf(owner: ClassObject, { category }: MethodRecord): string {
  return category.startsWith("*") && category.length > 1 ? category.slice(1) : owner.package;
}

/** Whether a class has the method from a trait. */
export function isFromTrait(record: MethodRecord): boolean {
  return record instanceof InstalledMethod && record.origin !== null;
}

/** Class messages that define a class of a layout; other layouts are told by `<<`. */
const DEFINING: Partial<Record<Layout, string>> = {
  normal: "subclass:",
  variable: "variableSubclass:",
  bytes: "variableByteSubclass:",
  words: "variableWordSubclass:",
  weak: "weakSubclass:",
};

/** The message that defines a class: in the older style where that says all there is to say. */
function definitionOf(c: ClassObject): string {
  const message = DEFINING[c.layout];
  const isPlain =
    !c.isTrait &&
    c.tag === "" &&
    c.pools.length === 0 &&
    c.traitUses.length === 0 &&
    c.cls.traitUses.length === 0 &&
    c.cls.instVarNames.length === 0;
  if (!isPlain || message === undefined) return fluentDefinition(c);
  return [
    `${superclassName(c) ?? "nil"} ${message} #${c.name}`,
    `\tinstanceVariableNames: ${quoted(c.instVarNames.join(" "))}`,
    `\tclassVariableNames: ${quoted([...c.classVariables.keys()].join(" "))}`,
    `\tpackage: ${quoted(c.package)}`,
  ].join("\n");
}

function fluentDefinition(c: ClassObject): string {
  const parts: string[] = [];
  const inherited = new Set(c.traitUses.flatMap(({ trait }) => trait.instVarNames));
  const classSide = new Set(c.cls.traitUses.flatMap(({ trait }) => trait.instVarNames));
  if (c.layout !== "normal") parts.push(`layout: #${c.layout}`);
  if (c.traitUses.length > 0) parts.push(`traits: ${composition(c.traitUses)}`);
  parts.push(`slots: ${slots(c.instVarNames.filter((name) => !inherited.has(name)))}`);
  if (c.classVariables.size > 0) parts.push(`sharedVariables: ${slots([...c.classVariables.keys()])}`);
  if (c.pools.length > 0) parts.push(`sharedPools: ${slots(c.pools)}`);
  if (!usesSameTraits(c)) parts.push(`classTraits: ${composition(c.cls.traitUses)}`);
  const classSlots = c.cls.instVarNames.filter((name) => !classSide.has(name));
  if (classSlots.length > 0) parts.push(`classSlots: ${slots(classSlots)}`);
  if (c.tag !== "") parts.push(`tag: ${quoted(c.tag)}`);
  parts.push(`package: ${quoted(c.package)}`);
  const head = c.isTrait ? "Trait" : (superclassName(c) ?? "nil");
  return `${head} << #${c.name}\n\t${parts.join(";\n\t")}`;
}

/** Whether the class side has what follows from the instance side's traits. */
function usesSameTraits(c: ClassObject): boolean {
  return composition(c.traitUses, true) === composition(c.cls.traitUses);
}

/** Traits with what is taken away and renamed; those on the class side of them with `asClassSide`. */
function composition(uses: readonly TraitUse[], asClassSide = false): string {
  if (uses.length === 0) return "{}";
  return uses
    .map(({ trait, exclusions, aliases }) => {
      const name = asClassSide ? trait.cls.printName : trait.printName;
      const without = exclusions.length === 0 ? "" : ` - ${slots(exclusions)}`;
      const renamed = aliases.map(({ alias, selector }) => `#${alias} -> #${selector}`).join(". ");
      const use = `${name}${without}${renamed === "" ? "" : ` @ { ${renamed} }`}`;
      return uses.length > 1 && use !== name ? `(${use})` : use;
    })
    .join(" + ");
}

const slots = (names: readonly string[]): string =>
  names.length === 0 ? "{}" : `{ ${names.map((name) => `#${name}`).join(". ")} }`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

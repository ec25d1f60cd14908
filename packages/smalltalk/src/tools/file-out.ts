/** Writes classes and packages of the image as source files. */
import { type ClassObject, InstalledObject, type TraitUse } from "../classes/index.js";
import { StNil } from "../memory/values.js";
import {
  chunks,
  fileTree,
  type HeaderSpelling,
  layoutNamed,
  readTraitComposition,
  type TraitReference,
  tonelClass,
  tonelExtension,
  tonelPackage,
  type WrittenClass,
  type WrittenExtension,
  type WrittenMethod,
} from "../sources/index.js";
import { isFromTrait } from "./describe-code.js";
import type { Engine } from "./engine.js";
import type { FileOutOutcome, FileOutRequest } from "./requests.js";

export function fileOut(engine: Engine, { subject, format }: FileOutRequest): FileOutOutcome {
  if ("className" in subject) {
    const found = engine.environment.classNamed(subject.className);
    if (found === undefined) return { kind: "classNotFound", className: subject.className };
    const c = writtenClass(engine, found, () => true);
    return { kind: "written", files: filesOf(engine, found.package, [c], [], format, found.name, false) };
  }
  const name = subject.package;
  const classes = [...engine.environment.classes()].filter((c) => c.package === name);
  const extensions = extensionsOf(engine, name);
  if (classes.length === 0 && extensions.length === 0 && !engine.packages.names.includes(name))
    return { kind: "packageNotFound", package: name };
  const written = inDefinitionOrder(classes).map((c) =>
    writtenClass(engine, c, (category) => !isExtension(category) || extendedBy(category, name)),
  );
  return { kind: "written", files: filesOf(engine, name, written, extensions, format, name, true) };
}

function filesOf(
  engine: Engine,
  packageName: string,
  classes: readonly WrittenClass[],
  extensions: readonly WrittenExtension[],
  format: FileOutRequest["format"],
  name: string,
  whole: boolean,
): Record<string, string> {
  switch (format) {
    case "chunk":
      return { [`${name}.st`]: chunks(classes, extensions) };
    case "filetree":
      return fileTree(packageName, classes, extensions);
    case "tonel": {
      const style = engine.packages.style(packageName);
      const files: Record<string, string> = whole
        ? { [`${packageName}/package.st`]: tonelPackage(packageName, style) }
        : {};
      for (const c of classes) files[`${packageName}/${c.name}.${c.kind}.st`] = tonelClass(c, style);
      for (const { className, kind, methods } of extensions)
        files[`${packageName}/${className}.extension.st`] = tonelExtension(className, kind, methods, style);
      return files;
    }
  }
}

const isExtension = (category: string): boolean => category.startsWith("*");

/** `*Package` and `*Package-Tag`, whatever the case. */
function extendedBy(category: string, packageName: string): boolean {
  const name = category.slice(1).toLowerCase();
  const wanted = packageName.toLowerCase();
  return isExtension(category) && (name === wanted || name.startsWith(`${wanted}-`));
}

function extensionsOf(engine: Engine, packageName: string): WrittenExtension[] {
  return [...engine.environment.classes()].flatMap((c) => {
    if (c.package === packageName) return [];
    const methods = writtenMethods(c, (category) => extendedBy(category, packageName));
    return methods.length === 0 ? [] : [{ className: c.name, kind: kindOf(c), methods }];
  });
}

/** Each behind its superclass and the traits it is made of, as far as they are among these. */
function inDefinitionOrder(classes: readonly ClassObject[]): ClassObject[] {
  const given = new Set(classes);
  const ordered = new Set<ClassObject>();
  const visit = (c: ClassObject): void => {
    if (!given.has(c) || ordered.has(c)) return;
    if (!(c.superclass instanceof StNil)) visit(c.superclass);
    for (const { trait } of [...c.traitUses, ...c.cls.traitUses]) visit(trait.instanceSide ?? trait);
    ordered.add(c);
  };
  for (const c of [...classes].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(c);
  return [...ordered];
}

const kindOf = (c: ClassObject): "class" | "trait" => (c.isTrait ? "trait" : "class");

function writtenClass(engine: Engine, c: ClassObject, isIn: (category: string) => boolean): WrittenClass {
  return {
    kind: kindOf(c),
    name: c.name,
    superclass: c.superclass instanceof StNil ? null : c.superclass.name,
    spelling: spellingOf(c, engine.packages.header(c.name)),
    classVars: [...c.classVariables.keys()],
    pools: c.pools,
    classInstVars: ownVariables(c.cls),
    package: c.package,
    tag: c.tag,
    comment: c.comment,
    methods: writtenMethods(c, isIn),
  };
}

/** Methods of both sides that no trait brought. */
function writtenMethods(c: ClassObject, isIn: (category: string) => boolean): WrittenMethod[] {
  return [c, c.cls].flatMap((side) =>
    [...side.methods.values()]
      .filter((m) => !(m instanceof InstalledObject) && isIn(m.category) && !isFromTrait(m))
      .map(({ selector, category, source }) => ({
        selector,
        category,
        source,
        isClassSide: side !== c,
      })),
  );
}

/** Variables that no trait brought. */
function ownVariables(side: ClassObject): string[] {
  const brought = new Set(side.traitUses.flatMap(({ trait }) => trait.instVarNames));
  return side.instVarNames.filter((name) => !brought.has(name));
}

/** What the class was read from, as far as it is still true of it. */
function spellingOf(c: ClassObject, read: HeaderSpelling | undefined): HeaderSpelling {
  const traits = compositionText(c.traitUses);
  const classTraits = compositionText(c.cls.traitUses);
  const slots = new Map((read?.slots ?? []).map((slot) => [/[\p{L}_][\p{L}\p{N}_]*/u.exec(slot)?.[0], slot]));
  return {
    type: read !== undefined && layoutNamed(read.type) === c.layout ? read.type : c.layout,
    slots: ownVariables(c).map((name) => slots.get(name) ?? name),
    traits: isSame(read?.traits, c.traitUses) ? (read?.traits ?? "") : traits,
    classTraits: isSame(read?.classTraits, c.cls.traitUses) ? (read?.classTraits ?? "") : classTraits,
  };
}

function isSame(text: string | undefined, uses: readonly TraitUse[]): boolean {
  if (text === undefined) return false;
  const read = readTraitComposition(text, "", 1);
  return JSON.stringify(read) === JSON.stringify(uses.map(reference));
}

const reference = ({ trait, exclusions, aliases }: TraitUse): TraitReference => ({
  name: trait.name,
  isClassSide: trait.instanceSide !== null,
  exclusions,
  aliases,
});

/** `TA + (TB - {#a}) + (TC @ {#new->#old})`. */
function compositionText(uses: readonly TraitUse[]): string {
  const texts = uses.map(({ trait, exclusions, aliases }) => {
    const name = trait.instanceSide === null ? trait.name : `${trait.name} classTrait`;
    const without = exclusions.length === 0 ? "" : ` - {${exclusions.map((s) => `#${s}`).join(". ")}}`;
    const pairs = aliases.map(({ alias, selector }) => `#${alias}->#${selector}`);
    const named = pairs.length === 0 ? "" : ` @ {${pairs.join(". ")}}`;
    const text = `${name}${named}${without}`;
    return without + named === "" || uses.length === 1 ? text : `(${text})`;
  });
  return texts.join(" + ");
}

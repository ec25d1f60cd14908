/** Which files of a checkout the tests of a class need: the class, what it is made of, and what their code names. */
import type { Checkout, SourceFile } from "./checkout.js";

export interface Needed {
  readonly files: Readonly<Record<string, string>>;
  /** Names in the code of classes that exist in the checkout and are not loaded. */
  readonly absent: readonly string[];
}

/** Classes that one test class may load: code under test names others, and those again others. */
const MOST_CLASSES = 400;

const NAME = /(?<![\p{L}\p{N}_$#:'])\p{Lu}[\p{L}\p{N}_]*/gu;
const PARENTS = /#(?:superclass|traits|classTraits)\s*:\s*(?:#(\w+)|'([^']*)')/g;

const isTestPackage = (name: string): boolean => /(?:^|-)Tests?(?:Core)?(?:-|$)|-Tests/.test(name);

/**
 * The files for `className`, nearest first. In tier 1 the code under test is our own kernel: there only classes of test
 * packages come along, and whatever a test class inherits from.
 */
export function neededFor(
  checkout: Checkout,
  className: string,
  tier: string,
  isKnown: (className: string) => boolean,
): Needed {
  const loads = (file: SourceFile): boolean => tier !== "T1" || isTestPackage(file.package);
  const files = new Map<string, SourceFile>();
  const absent = new Set<string>();
  const packages = new Set<string>();
  const queue: { readonly name: string; readonly isParent: boolean }[] = [
    { name: className, isParent: true },
  ];
  const seen = new Set<string>([className]);
  const add = (names: Iterable<string>, isParent: boolean): void => {
    for (const name of names) {
      if (seen.has(name)) continue;
      if (!isParent || isKnown(name)) seen.add(name);
      if (!isKnown(name)) queue.push({ name, isParent });
    }
  };
  const addFile = (file: SourceFile): void => {
    if (files.has(file.path)) return;
    files.set(file.path, file);
    const text = checkout.text(file);
    add(parentsIn(text), true);
    add(namesIn(text), false);
    if (packages.has(file.package) || !loads(file)) return;
    packages.add(file.package);
    for (const extension of checkout.extensions(file.package)) addFile(extension);
  };
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const file = checkout.definition(next.name);
    if (file === undefined) continue;
    if (!(next.isParent || loads(file)) || files.size >= MOST_CLASSES) absent.add(next.name);
    else {
      addFile(file);
      // Other test packages add tests to a test class.
      if (isTestPackage(file.package))
        for (const extension of checkout.extensionsOf(next.name))
          if (isTestPackage(extension.package)) addFile(extension);
    }
  }
  for (const file of files.values()) absent.delete(file.path.replace(/^.*\/|\.(?:class|trait)\.st$/g, ""));
  return {
    files: Object.fromEntries([...files].map(([path, file]) => [path, checkout.text(file)])),
    absent: [...absent],
  };
}

function* parentsIn(text: string): Iterable<string> {
  for (const [, symbol, expression] of text.matchAll(PARENTS)) {
    for (const [name] of (symbol ?? expression ?? "").matchAll(/\p{Lu}[\p{L}\p{N}_]*/gu)) yield name;
  }
}

/** Capitalised names in the code; those in comments and strings may be among them. */
function* namesIn(text: string): Iterable<string> {
  for (const [name] of text.replace(/"(?:[^"])*"/g, " ").matchAll(NAME)) yield name;
}

/** The order in which classes can be defined. */
import { type ClassDefinition, SourceFailure } from "./definitions.js";
import { readTraitComposition } from "./trait-composition.js";

/** Each class behind its superclass and its traits. `isKnown` tells which others exist already. Throws SourceFailure. */
export function superclassesFirst(
  classes: readonly ClassDefinition[],
  isKnown: (name: string) => boolean,
): ClassDefinition[] {
  const byName = new Map<string, ClassDefinition>();
  for (const c of classes) {
    const known = byName.get(c.name);
    if (known !== undefined)
      throw new SourceFailure(
        c.path,
        c.line,
        `${c.name} is defined in ${known.path} as well`,
        "one definition",
      );
    byName.set(c.name, c);
  }
  const ordered = new Set<ClassDefinition>();
  const visit = (c: ClassDefinition, below: readonly string[]): void => {
    if (ordered.has(c)) return;
    if (below.includes(c.name))
      throw new SourceFailure(c.path, c.line, `${c.name} inherits from itself`, "another superclass");
    if (c.superclass !== null) {
      const superclass = byName.get(c.superclass);
      if (superclass !== undefined) visit(superclass, [...below, c.name]);
      else if (!isKnown(c.superclass)) {
        throw new SourceFailure(
          c.path,
          c.line,
          `${c.superclass}, the superclass of ${c.name}, is not defined`,
          "the name of a class",
        );
      }
    }
    for (const { name } of traitsOf(c)) {
      const trait = byName.get(name);
      if (trait !== undefined) visit(trait, [...below, c.name]);
      else if (!isKnown(name))
        throw new SourceFailure(
          c.path,
          c.line,
          `${name}, a trait of ${c.name}, is not defined`,
          "the name of a trait",
        );
    }
    ordered.add(c);
  };
  for (const c of classes) visit(c, []);
  return [...ordered];
}

function traitsOf(c: ClassDefinition) {
  return [
    ...readTraitComposition(c.traits, c.path, c.line),
    ...readTraitComposition(c.classTraits, c.path, c.line),
  ];
}

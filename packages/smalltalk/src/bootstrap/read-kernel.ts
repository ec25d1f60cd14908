/** Reads the kernel's Tonel packages and puts its classes in order. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  type ClassDefinition,
  type MethodDefinition,
  readTonel,
  SourceFailure,
  superclassesFirst,
} from "../sources/index.js";

export interface KernelDefinitions {
  /** Each behind its superclass. */
  readonly classes: readonly ClassDefinition[];
  /** By class name. */
  readonly methods: ReadonlyMap<string, readonly MethodDefinition[]>;
}

/** Throws SourceFailure. */
export function readKernel(folder: string): KernelDefinitions {
  const classes: ClassDefinition[] = [];
  const methods = new Map<string, MethodDefinition[]>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".st")) continue;
    const path = join(folder, file);
    const read = readTonel(relative(folder, path), readFileSync(path, "utf8"));
    classes.push(...read.classes);
    for (const method of read.methods) {
      const known = methods.get(method.className);
      if (known === undefined) methods.set(method.className, [method]);
      else known.push(method);
    }
  }
  const ordered = superclassesFirst(classes, () => false);
  for (const [name, [first]] of methods) {
    if (!ordered.some((c) => c.name === name) && first !== undefined) {
      throw new SourceFailure(
        first.path,
        first.line,
        `methods of ${name}, which is not defined`,
        "the name of a kernel class",
      );
    }
  }
  checkDuplicates(methods);
  return { classes: ordered, methods };
}

function checkDuplicates(methods: ReadonlyMap<string, readonly MethodDefinition[]>): void {
  for (const list of methods.values()) {
    const seen = new Map<string, MethodDefinition>();
    for (const method of list) {
      const key = `${method.isClassSide} ${method.source.split("\n", 1)[0]}`;
      const known = seen.get(key);
      if (known !== undefined)
        throw new SourceFailure(
          method.path,
          method.line,
          `the method stands in ${known.path}:${known.line} as well`,
          "one definition",
        );
      seen.set(key, method);
    }
  }
}

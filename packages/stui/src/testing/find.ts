/** What the operands of `stui test` mean: folders to load, and names of the image. */
import { existsSync, statSync } from "node:fs";
import type { OwnSession } from "../callers/session.js";
import { type Asked, type Loaded, type Loading, loadProject } from "../loading/project.js";
import { openRepository, type Repository } from "../sources/repository.js";
import { namesCode, readNames, type TestClass } from "./plan.js";

/** There are no tests under a name. */
export class NoTests extends Error {
  override readonly name = "NoTests";
}

export interface Operands {
  readonly repositories: readonly Repository[];
  readonly names: readonly string[];
}

const isPath = (operand: string): boolean => /[\\/]|^\./.test(operand);

/** A folder that is there is a folder; what cannot be a name must be one. @throws SourceError */
export const readOperands = (operands: readonly string[]): Operands => {
  const folders = operands.filter(
    (each) => isPath(each) || (existsSync(each) && statSync(each).isDirectory()),
  );
  return {
    repositories: folders.map(openRepository),
    names: operands.filter((each) => !folders.includes(each)),
  };
};

/** Loads the folders: each is a project of its own, and looks for others that it needs in those beside it. */
export const loadAll = async (
  session: OwnSession,
  repositories: readonly Repository[],
  asked: Asked,
  loading: Loading & { onLoaded(loaded: Loaded): void },
): Promise<string[]> => {
  const packages: string[] = [];
  for (const [i, own] of repositories.entries()) {
    const others = repositories.filter((each) => each !== own);
    const ofFirst = i === 0 ? asked : { timeoutMs: asked.timeoutMs };
    const loaded = await loadProject(session, [own, ...others], ofFirst, loading);
    loading.onLoaded(loaded);
    packages.push(...loaded.packages);
  }
  return packages;
};

/**
 * The test classes of packages and names.
 *
 * @param packages may be without tests, as long as there is one somewhere
 * @throws NoTests, StuiError
 */
export const findTests = async (
  session: OwnSession,
  packages: readonly string[],
  names: readonly string[],
): Promise<TestClass[]> => {
  const found = readNames(await session.display(namesCode(packages, names)));
  for (const { kind, name } of found) {
    if (kind === "no test case")
      throw new NoTests(`${name} is no test case: a class with tests is a subclass of TestCase.`);
    if (kind === "nothing")
      throw new NoTests(
        `there is neither a class ${name} nor a package of that name with tests. Name a folder to load it first, as ./${name}.`,
      );
  }
  const classes = found.flatMap((each) => each.classes);
  if (classes.length === 0) throw new NoTests(`there are no test classes in ${packages.join(", ")}.`);
  return classes;
};

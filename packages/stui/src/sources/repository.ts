/** A folder with the packages of a project, in Tonel or FileTree. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { attempt, readText, SourceError } from "./source.js";

export type PackageFormat = "tonel" | "filetree";

export interface PackageFolder {
  readonly name: string;
  readonly folder: string;
  readonly format: PackageFormat;
}

export interface Repository {
  /** As the command line names it. */
  readonly folder: string;
  /** Where its packages lie. */
  readonly root: string;
  /** By name. */
  readonly packages: ReadonlyMap<string, PackageFolder>;
}

/** Where packages are looked for, the first that has any. */
export const SOURCE_ROOTS = ["src", "repository", "source", "."];

const TONEL = /^[^.].*\.(class|trait|extension)\.st$/;

/** @throws SourceError */
export const openRepository = (folder: string): Repository => {
  if (!attempt(folder, () => statSync(folder).isDirectory()))
    throw new SourceError(folder, "this is a file; name the folder of the project.");
  const own = packageIn(folder, basename(folder));
  if (own !== undefined) return { folder, root: folder, packages: new Map([[own.name, own]]) };
  const named = rootInProject(folder);
  for (const root of named === undefined ? SOURCE_ROOTS : [named, ...SOURCE_ROOTS]) {
    const path = root === "." ? folder : join(folder, root);
    if (!existsSync(path)) continue;
    const packages = packagesIn(path);
    if (packages.size > 0) return { folder, root: path, packages };
  }
  throw new SourceError(
    folder,
    `there are no packages in it, nor in its folders ${SOURCE_ROOTS.slice(0, -1).join(", ")}. A package is a folder with Tonel files (Foo.class.st) or one whose name ends in .package.`,
  );
};

/** All files of a package by path. @throws SourceError */
export const readPackage = ({ folder, format }: PackageFolder): Record<string, string> => {
  const wanted = (name: string): boolean =>
    format === "tonel"
      ? TONEL.test(name) || name === "package.st"
      : /\.st$|^(properties\.json|README\.md)$/.test(name);
  return Object.fromEntries(filesBelow(folder, wanted).map((path) => [path, readText(path)]));
};

const filesBelow = (folder: string, wanted: (name: string) => boolean): string[] =>
  entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : filesBelow(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });

const packagesIn = (root: string): Map<string, PackageFolder> => {
  const found = new Map<string, PackageFolder>();
  for (const entry of entriesOf(root)) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const folder = packageIn(join(root, entry.name), entry.name);
    if (folder !== undefined) found.set(folder.name, folder);
  }
  return found;
};

const packageIn = (folder: string, name: string): PackageFolder | undefined => {
  if (name.endsWith(".package"))
    return { name: name.slice(0, -".package".length), folder, format: "filetree" };
  const files = entriesOf(folder).filter((entry) => entry.isFile());
  if (files.some((entry) => entry.name === "package.st"))
    return { name: nameIn(join(folder, "package.st")) ?? name, folder, format: "tonel" };
  return files.some((entry) => TONEL.test(entry.name)) ? { name, folder, format: "tonel" } : undefined;
};

/** The name that `package.st` says. */
const nameIn = (path: string): string | undefined =>
  /#name\s*:\s*#?(?:'([^']*)'|([^\s,}]+))/
    .exec(readText(path))
    ?.slice(1)
    .find((part) => part !== undefined);

/** What `.project` says: `{ 'srcDirectory' : 'repository' }`. */
const rootInProject = (folder: string): string | undefined => {
  const path = join(folder, ".project");
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  const root = /srcDirectory'?\s*:\s*'([^']*)'/.exec(readFileSync(path, "utf8"))?.[1];
  return root === "" ? "." : root;
};

/** By name, so that a load comes out the same everywhere. */
const entriesOf = (folder: string): Dirent[] =>
  attempt(folder, () => readdirSync(folder, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );

/** Source files and folders of the command line: what they are, and their texts. */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { hasChunkMarks } from "./scan.js";

/** How files are told apart, for `--help`. */
export const RECOGNITION = [
  "A folder is read as Tonel: every Foo.class.st, TFoo.trait.st, Foo.extension.st and package.st in it and in the folders below, classes in the order of their superclasses.",
  "A file with one of these names is Tonel. Any other file whose name ends in .cs, and a file with a ! outside strings and comments that begins or ends a line, is in chunks. Every other file is a script: its code is run as it stands.",
];

/** One operand of `stui run`. */
export type Source =
  | { readonly kind: "script"; readonly path: string; readonly code: string }
  | { readonly kind: "chunks"; readonly path: string; readonly text: string }
  | {
      readonly kind: "tonel";
      readonly path: string;
      /** Texts by path. */
      readonly files: Readonly<Record<string, string>>;
    };

/** A file or folder that cannot be used. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path}: ${problem}`);
  }
}

const TONEL = /\.(class|trait|extension)\.st$/;
const isTonel = (name: string): boolean => TONEL.test(name) || name === "package.st";

/** Folders in which no sources are looked for. */
const isSkipped = (name: string): boolean => name.startsWith(".") || name === "node_modules";

/**
 * Reads a file, or a folder with all its files, whole.
 *
 * @throws SourceError
 */
export const readSource = (path: string): Source => {
  if (attempt(path, () => statSync(path).isDirectory())) return readFolder(path);
  const text = readText(path);
  if (isTonel(basename(path))) return { kind: "tonel", path, files: { [path]: text } };
  if (path.endsWith(".cs") || hasChunkMarks(text)) return { kind: "chunks", path, text };
  return { kind: "script", path, code: text };
};

const readFolder = (folder: string): Source => {
  const paths = tonelFiles(folder);
  if (paths.length === 0)
    throw new SourceError(
      folder,
      "there are no Tonel files (Foo.class.st, TFoo.trait.st, Foo.extension.st) in this folder or below. Name the files themselves to run scripts or chunks.",
    );
  return {
    kind: "tonel",
    path: folder,
    files: Object.fromEntries(paths.map((path) => [path, readText(path)])),
  };
};

/** By path, so that a load comes out the same everywhere. */
const tonelFiles = (folder: string): string[] => {
  const entries: Dirent[] = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder.endsWith(sep) ? folder + entry.name : join(folder, entry.name);
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : tonelFiles(path);
      return isTonel(entry.name) ? [path] : [];
    });
};

export const readText = (path: string): string => {
  const bytes = attempt(path, () => readFileSync(path));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new SourceError(path, "this is no text in UTF-8.");
    throw error;
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder.",
  EACCES: "it may not be read by this user.",
  EPERM: "it may not be read by this user.",
  ENOTDIR: "there is no such file or folder.",
  EISDIR: "this is a folder.",
};

export const attempt = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new SourceError(path, REASONS[String(error.code)] ?? `it cannot be read: ${error.message}.`);
  }
};

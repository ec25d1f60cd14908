/** Writes a package of the image into a folder, as Tonel. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import type { Caller } from "../callers/caller.js";
import { attempt, SourceError } from "../sources/source.js";

export interface Saved {
  /** Paths of the files that were written. */
  readonly written: readonly string[];
  /** Tonel files of the package's folder that the package no longer has: they were left alone. */
  readonly stale: readonly string[];
}

const TONEL = /\.(class|trait|extension)\.st$/;

/** Below the folder one for the package. @throws SourceError, StuiError */
export const savePackage = async (caller: Caller, name: string, folder: string): Promise<Saved> => {
  const { files } = await caller.call("file_out", { package: name, format: "tonel" });
  const texts = Object.entries(files).map(([path, text]) => [inside(folder, path), text] as const);
  attempt(folder, () => {
    for (const [path, text] of texts) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  });
  const written = texts.map(([path]) => path);
  const folders = [...new Set(written.map((path) => dirname(path)))].filter((path) => existsSync(path));
  const stale = folders.flatMap((path) =>
    readdirSync(path)
      .filter((file) => TONEL.test(file))
      .map((file) => join(path, file))
      .filter((file) => !written.includes(file)),
  );
  return { written, stale };
};

/** A server's paths lead nowhere else. */
const inside = (folder: string, path: string): string => {
  const clean = normalize(path);
  if (isAbsolute(clean) || clean === ".." || clean.startsWith(`..${sep}`))
    throw new SourceError(path, "the server names a file outside of the folder; nothing was written.");
  return join(folder, clean);
};

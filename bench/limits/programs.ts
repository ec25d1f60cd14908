/** Programs that nobody can wait for: those that the engine's own tests run. */
import { readFileSync } from "node:fs";

const FILE = new URL("../../../packages/smalltalk/limits/endless.st", import.meta.url);

/** Separated by blank lines; the first paragraph is a comment. */
export function endlessPrograms(): readonly string[] {
  return readFileSync(FILE, "utf8")
    .trim()
    .split(/\n{2,}/)
    .slice(1);
}

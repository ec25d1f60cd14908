/** Loads whatever a path names: a project, a folder of Tonel, a file. */
import { statSync } from "node:fs";
import type { OwnSession } from "../callers/session.js";
import { counted } from "../rendering/counted.js";
import { openRepository } from "../sources/repository.js";
import { attempt, readSource } from "../sources/source.js";
import { type Loading, loadedText, loadProject } from "./project.js";

/** What was loaded, in words. @throws SourceError, ProjectError, StuiError */
export const loadPath = async (session: OwnSession, path: string, loading: Loading): Promise<string> => {
  if (attempt(path, () => statSync(path).isDirectory()))
    return loadedText(await loadProject(session, [openRepository(path)], {}, loading));
  const source = readSource(path);
  if (source.kind === "script") {
    const { output, result } = await session.evaluate(source.code);
    loading.onOutput(output);
    return result;
  }
  const { loaded, output } =
    source.kind === "chunks"
      ? await session.fileIn({ format: "chunk", files: { [path]: source.text } })
      : await session.fileIn({ format: "tonel", files: source.files });
  loading.onOutput(output);
  return `loaded ${counted(loaded.classes, "class")}, ${counted(loaded.methods, "method")}`;
};

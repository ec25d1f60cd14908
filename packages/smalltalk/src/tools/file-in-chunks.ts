/** Runs the chunks of a file in their order. */
import { type ChunkItem, readChunks } from "../sources/index.js";
import { defineMethod, loadFailure } from "./definitions.js";
import { runDoit } from "./doit.js";
import type { Engine } from "./engine.js";
import type { Failure, FileInOutcome, FileInRequest } from "./requests.js";
import type { Workspace } from "./workspace.js";

export function fileInChunks(engine: Engine, workspace: Workspace, request: FileInRequest): FileInOutcome {
  const before = new Set([...engine.environment.classes()].map((c) => c.name));
  let methods = 0;
  for (const [path, text] of Object.entries(request.files)) {
    for (const item of readChunks(text)) {
      const failure = load(engine, workspace, path, item, request.timeoutMs);
      if (failure !== null) return { ...failure, path };
      if (item.kind === "method") methods += 1;
    }
  }
  const classes = [...engine.environment.classes()].filter((c) => !before.has(c.name));
  return {
    kind: "loaded",
    packages: [...new Set(classes.map((c) => c.package))],
    classes: classes.map((c) => c.name),
    methods,
  };
}

function load(engine: Engine, workspace: Workspace, path: string, item: ChunkItem, timeoutMs: number) {
  if (item.kind === "doit") return inFile(runDoit(engine, workspace, item.source, timeoutMs), item.line);
  try {
    if (item.kind === "method") defineMethod(engine, { ...item, path });
    else {
      const found = engine.environment.classNamed(item.className);
      if (found !== undefined) found.comment = item.text;
    }
    return null;
  } catch (error) {
    return loadFailure(error);
  }
}

/** A syntax error in a chunk, with the line that it has in the file. */
function inFile(failure: Failure | null, line: number): Failure | null {
  if (failure?.kind !== "syntaxError") return failure;
  return { ...failure, report: { ...failure.report, line: failure.report.line + line - 1 } };
}

/** Loads source files into the image: Tonel, FileTree, chunks, or a script. */
import { readFileTree, readTonel } from "../sources/index.js";
import { runDoit } from "./doit.js";
import type { Engine } from "./engine.js";
import { fileInChunks } from "./file-in-chunks.js";
import { failedAt, fileInDefinitions, type ReadFile } from "./file-in-definitions.js";
import { LoadOutput } from "./load-output.js";
import type { CodeFormat, FileInOutcome, FileInRequest } from "./requests.js";
import type { Workspace } from "./workspace.js";

/** A load that changed something is told as one change. */
export function fileIn(engine: Engine, workspace: Workspace, request: FileInRequest): FileInOutcome {
  // A script's changes stay, whatever becomes of the rest.
  const { format } = request;
  if (format === "script") return fileInScripts(engine, workspace, request);
  const sources = { ...request, format };
  const outcome = engine.listening.withoutChanges(() => fileInSources(engine, workspace, sources));
  if (outcome.kind === "loaded") {
    const { packages, classes, methods } = outcome;
    engine.listening.listener?.changed?.({ kind: "filedIn", packages, classes, methods });
  }
  return outcome;
}

function fileInSources(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest & { readonly format: CodeFormat },
): FileInOutcome {
  switch (request.format) {
    case "tonel":
      return fileInRead(engine, request, () =>
        Object.entries(request.files).map(([path, text]) => ({ path, definitions: readTonel(path, text) })),
      );
    case "filetree":
      return fileInRead(engine, request, () => [{ path: "", definitions: readFileTree(request.files) }]);
    case "chunk":
      return fileInChunks(engine, workspace, request);
  }
}

function fileInScripts(engine: Engine, workspace: Workspace, request: FileInRequest): FileInOutcome {
  const written = new LoadOutput(engine.transcript);
  for (const [path, code] of Object.entries(request.files)) {
    const failure = runDoit(engine, workspace, code, request.timeoutMs, written);
    if (failure !== null) return { ...failure, path };
  }
  return { kind: "loaded", packages: [], classes: [], methods: 0, kept: [], output: written.text };
}

/** Reads all files before anything is defined. */
function fileInRead(engine: Engine, request: FileInRequest, read: () => ReadFile[]): FileInOutcome {
  let files: ReadFile[];
  try {
    files = read();
  } catch (error) {
    return failedAt(error);
  }
  return fileInDefinitions(engine, files, request.timeoutMs);
}

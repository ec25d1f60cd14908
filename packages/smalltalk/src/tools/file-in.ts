/** Loads source files into the image: Tonel, FileTree, chunks, or a script. */
import type { RunNumber } from "../machine/index.js";
import { readFileTree, readTonelInSteps } from "../sources/index.js";
import { runDoit } from "./doit.js";
import type { Engine } from "./engine.js";
import { INTERRUPTED } from "./failure-report.js";
import { fileInChunks } from "./file-in-chunks.js";
import { failedAt, fileInDefinitions, type ReadFile } from "./file-in-definitions.js";
import { LoadOutput } from "./load-output.js";
import type { CodeFormat, FileInOutcome, FileInRequest, RunListener } from "./requests.js";
import { inTurns, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

/**
 * Others have their turns meanwhile, but for other loads: `done` is told exactly once, perhaps at once. A load that changed
 * something is told as one change.
 */
export function fileIn(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest,
  run: RunNumber,
  done: (outcome: FileInOutcome) => void,
  listener?: RunListener,
): void {
  const begin = (steps: Steps<FileInOutcome>, heard: RunListener | undefined, ended: typeof done): void =>
    inTurns<FileInOutcome>(engine, steps, {
      workspace,
      timeoutMs: request.timeoutMs,
      run,
      asSession: { listener: heard },
      interrupted: () => INTERRUPTED,
      broken: failedAt,
      done: ended,
    });
  const { format } = request;
  // A script's changes stay, whatever becomes of the rest.
  if (format === "script") {
    begin(fileInScripts(engine, workspace, request), listener, done);
    return;
  }
  const { changed, ...heard } = listener ?? {};
  const sources = { ...request, format };
  engine.loads.enter({
    run,
    workspace,
    begin: (leave) =>
      begin(fileInSources(engine, workspace, sources, heard), heard, (outcome) => {
        if (outcome.kind === "loaded") {
          const { packages, classes, methods } = outcome;
          changed?.({ kind: "filedIn", packages, classes, methods });
        }
        done(outcome);
        leave();
      }),
    giveUp: () => done(INTERRUPTED),
  });
}

function fileInSources(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest & { readonly format: CodeFormat },
  listener: RunListener,
): Steps<FileInOutcome> {
  switch (request.format) {
    case "tonel":
      return fileInTonel(engine, workspace, request, listener);
    case "filetree":
      return fileInFileTree(engine, workspace, request, listener);
    case "chunk":
      return fileInChunks(engine, workspace, request, listener);
  }
}

/** Reads all files before anything is defined. */
function* fileInTonel(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest,
  listener: RunListener,
): Steps<FileInOutcome> {
  const files: ReadFile[] = [];
  for (const [path, text] of Object.entries(request.files))
    files.push({ path, definitions: yield* readTonelInSteps(path, text) });
  return yield* fileInDefinitions(engine, workspace, files, listener);
}

function* fileInFileTree(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest,
  listener: RunListener,
): Steps<FileInOutcome> {
  const definitions = readFileTree(request.files);
  return yield* fileInDefinitions(engine, workspace, [{ path: "", definitions }], listener);
}

function* fileInScripts(engine: Engine, workspace: Workspace, request: FileInRequest): Steps<FileInOutcome> {
  const written = new LoadOutput(engine.transcript);
  for (const [path, code] of Object.entries(request.files)) {
    const failure = yield* runDoit(engine, workspace, code, request.timeoutMs, written);
    if (failure !== null) return { ...failure, path };
  }
  return { kind: "loaded", packages: [], classes: [], methods: 0, kept: [], output: written.text };
}

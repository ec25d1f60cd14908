/** Runs the chunks of some files in their order. Where one fails, classes, methods and globals are as they were before. */
import type { ClassObject } from "../classes/index.js";
import { type ChunkItem, readChunks, SourceFailure } from "../sources/index.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { defineMethod, isKernelMethod, loadFailure, nameOfMethod } from "./definitions.js";
import { runDoit } from "./doit.js";
import type { Engine } from "./engine.js";
import { allOrNothing, type LoadCheckpoint } from "./load-checkpoint.js";
import { LoadOutput } from "./load-output.js";
import type { Failure, FileInOutcome, FileInRequest, RunListener } from "./requests.js";
import type { Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

/** @param listener hears how far it has come */
export function* fileInChunks(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest,
  listener: RunListener,
): Steps<FileInOutcome> {
  const files: ChunkFile[] = [];
  for (const [path, text] of Object.entries(request.files)) {
    const items = readChunks(text);
    files.push({ path, items });
    for (const item of items) {
      const failure = checkSyntax(path, item);
      if (failure !== null) return { ...failure, path };
      yield null;
    }
  }
  return yield* allOrNothing(engine, workspace.group, (checkpoint) =>
    loadAll(engine, workspace, request, files, listener, checkpoint),
  );
}

interface ChunkFile {
  readonly path: string;
  readonly items: readonly ChunkItem[];
}

function* loadAll(
  engine: Engine,
  workspace: Workspace,
  request: FileInRequest,
  files: readonly ChunkFile[],
  listener: RunListener,
  checkpoint: LoadCheckpoint,
): Steps<FileInOutcome> {
  const written = new LoadOutput(engine.transcript);
  const kept = new Set<string>();
  let methods = 0;
  const total = files.reduce((sum, { items }) => sum + items.length, 0);
  let done = 0;
  for (const { path, items } of files) {
    for (const item of items) {
      const failure = yield* load(
        engine,
        workspace,
        checkpoint,
        path,
        item,
        request.timeoutMs,
        written,
        kept,
      );
      if (failure !== null) return { ...failure, path };
      if (item.kind === "method") methods += 1;
      done += 1;
      listener.progressed?.(done, total, path);
      yield null;
    }
  }
  const classes = [...engine.environment.classes()].filter((c) => checkpoint.isNew(c.name));
  return {
    kind: "loaded",
    packages: [...new Set(classes.map((c) => c.package))],
    classes: classes.map((c) => c.name),
    methods,
    kept: [...kept],
    output: written.text,
  };
}

/** What can be told of a method before the classes are there. */
function checkSyntax(path: string, item: ChunkItem): Failure | null {
  if (item.kind !== "method") return null;
  try {
    parseMethod(item.source);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const { message, expected, line, column, excerpt } = error.problem;
    const at = item.line + line - 1;
    return loadFailure(
      new SourceFailure(path, at, `${item.className}: ${message}`, expected, column, excerpt),
    );
  }
}

function* load(
  engine: Engine,
  workspace: Workspace,
  checkpoint: LoadCheckpoint,
  path: string,
  item: ChunkItem,
  timeoutMs: number,
  written: LoadOutput,
  kept: Set<string>,
): Steps<Failure | null> {
  if (item.kind === "doit")
    return inFile(yield* runDoit(engine, workspace, item.source, timeoutMs, written), item.line);
  try {
    if (item.kind === "method") {
      const method = { ...item, path };
      if (isKernelMethod(engine, method)) kept.add(nameOfMethod(method));
      else defineMethod(engine, method);
      return null;
    }
    const found = engine.environment.classNamed(item.className);
    if (found === undefined)
      throw new SourceFailure(
        path,
        item.line,
        `${item.className} is not defined`,
        "a class in the image or defined before this chunk",
      );
    if (item.kind === "comment") {
      checkpoint.beforeComment(found);
      found.comment = item.text;
    } else reorganize(item.isClassSide ? found.cls : found, item.protocols);
    return null;
  } catch (error) {
    return loadFailure(error);
  }
}

function reorganize(
  owner: ClassObject,
  protocols: Extract<ChunkItem, { kind: "protocols" }>["protocols"],
): void {
  for (const [protocol, selectors] of protocols) {
    for (const selector of selectors) {
      const method = owner.methods.get(selector);
      if (method !== undefined) method.category = protocol;
    }
  }
}

/** A syntax error in a chunk, with the line that it has in the file. */
function inFile(failure: Failure | null, line: number): Failure | null {
  if (failure?.kind !== "syntaxError") return failure;
  return { ...failure, report: { ...failure.report, line: failure.report.line + line - 1 } };
}

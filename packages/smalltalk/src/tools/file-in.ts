/** Loads source files into the image: Tonel, chunks, or a script. */
import { send } from "../classes/index.js";
import {
  type ClassDefinition,
  type MethodDefinition,
  readTonel,
  superclassesFirst,
} from "../sources/index.js";
import { defineClass, defineMethod, LoadFailure, loadFailure } from "./definitions.js";
import { runDoit } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { fileInChunks } from "./file-in-chunks.js";
import type { FileInOutcome, FileInRequest } from "./requests.js";
import { run } from "./run.js";
import type { Workspace } from "./workspace.js";

type Loaded = Extract<FileInOutcome, { kind: "loaded" }>;

export function fileIn(engine: Engine, workspace: Workspace, request: FileInRequest): FileInOutcome {
  switch (request.format) {
    case "tonel":
      return fileInTonel(engine, request);
    case "chunk":
      return fileInChunks(engine, workspace, request);
    case "script":
      return fileInScripts(engine, workspace, request);
  }
}

function fileInScripts(engine: Engine, workspace: Workspace, request: FileInRequest): FileInOutcome {
  for (const [path, code] of Object.entries(request.files)) {
    const failure = runDoit(engine, workspace, code, request.timeoutMs);
    if (failure !== null) return { ...failure, path };
  }
  return { kind: "loaded", packages: [], classes: [], methods: 0 };
}

/** Reads all files before anything is defined; then classes, each behind its superclass, then methods. */
function fileInTonel(engine: Engine, request: FileInRequest): FileInOutcome {
  const classes: ClassDefinition[] = [];
  const methods: MethodDefinition[] = [];
  const packages = new Set<string>();
  let path = "";
  try {
    for (const [file, text] of Object.entries(request.files)) {
      path = file;
      const read = readTonel(file, text);
      for (const name of read.packages) packages.add(name);
      classes.push(...read.classes);
      methods.push(...read.methods);
    }
    for (const c of superclassesFirst(classes, (name) => engine.environment.classNamed(name) !== undefined)) {
      path = c.path;
      defineClass(engine, c);
      if (c.package !== "") packages.add(c.package);
    }
    for (const m of methods) {
      path = m.path;
      defineMethod(engine, m);
    }
    for (const c of classes) {
      path = c.path;
      initialize(engine, c, methods, request.timeoutMs);
    }
  } catch (error) {
    return { ...loadFailure(error), path };
  }
  return {
    kind: "loaded",
    packages: [...packages],
    classes: classes.map((c) => c.name),
    methods: methods.length,
  } satisfies Loaded;
}

/** A class whose class side defines `initialize` gets it, as in Pharo. */
function initialize(
  engine: Engine,
  c: ClassDefinition,
  methods: readonly MethodDefinition[],
  timeoutMs: number,
): void {
  const defines = methods.some(
    (m) => m.className === c.name && m.isClassSide && /^\s*initialize\b/.test(m.source),
  );
  const found = engine.environment.classNamed(c.name);
  if (!defines || found === undefined) return;
  const result = run(engine, { timeoutMs }, (depth) => send(found, "initialize", [], depth));
  if (result.kind !== "value")
    throw new LoadFailure(failureOf(engine, result, { output: "", executionMs: 0 }));
}

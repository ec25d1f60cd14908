/** Loads source files into the image: Tonel, chunks, or a script. */
import { ClassDefinitionFailure, type ClassObject, send } from "../classes/index.js";
import { nil } from "../memory/values.js";
import {
  type ClassDefinition,
  type MethodDefinition,
  readTonel,
  SourceFailure,
  superclassesFirst,
} from "../sources/index.js";
import { SyntaxFailure } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { compile } from "./evaluate.js";
import { failureOf, faultOf, syntaxErrorOf } from "./failure-report.js";
import { fileInChunks } from "./file-in-chunks.js";
import type { Failure, FileInOutcome, FileInRequest } from "./requests.js";
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

/** Runs a doit for its effect; answers the failure, or null. */
export function runDoit(
  engine: Engine,
  workspace: Workspace,
  code: string,
  timeoutMs: number,
): Failure | null {
  const compiled = compile(engine, workspace, { code });
  if (typeof compiled !== "function") return compiled;
  engine.transcript.open(Number.POSITIVE_INFINITY);
  const start = performance.now();
  const result = run(engine, { timeoutMs }, (depth) => compiled.call(nil, depth));
  if (result.kind === "value") return null;
  return failureOf(engine, result, {
    output: engine.transcript.take(),
    executionMs: performance.now() - start,
  });
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
    for (const c of classes) initialize(engine, c, methods, request.timeoutMs);
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

export function defineClass(engine: Engine, c: ClassDefinition): ClassObject {
  if (c.kind === "trait") throw new SourceFailure(c.path, c.line, "traits are not built yet", "a class");
  const superclass = c.superclass === null ? null : engine.environment.classNamed(c.superclass);
  if (superclass === undefined)
    throw new SourceFailure(
      c.path,
      c.line,
      `${c.superclass} is not defined`,
      "a superclass in the image or in these files",
    );
  const made = engine.builder.define({
    name: c.name,
    superclass,
    layout: c.layout,
    instVarNames: c.instVars,
    classInstVarNames: c.classInstVars,
    classVarNames: c.classVars,
    pools: c.pools,
    package: c.package,
    tag: c.tag,
  });
  made.comment = c.comment;
  return made;
}

export function defineMethod(engine: Engine, m: MethodDefinition): void {
  const found = engine.environment.classNamed(m.className);
  if (found === undefined)
    throw new SourceFailure(
      m.path,
      m.line,
      `${m.className} is not defined`,
      "a class in the image or in these files",
    );
  try {
    engine.compiler.install(m.isClassSide ? found.cls : found, m.source, m.category);
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const { problem } = error;
    throw new SourceFailure(
      m.path,
      m.line + problem.line - 1,
      `${m.className}: ${problem.message}`,
      problem.expected,
    );
  }
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

/** What a run during a load failed with. */
class LoadFailure extends Error {
  override readonly name = "LoadFailure";
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

export function loadFailure(error: unknown): Failure {
  if (error instanceof LoadFailure) return error.failure;
  if (error instanceof SyntaxFailure) return syntaxErrorOf(error);
  if (error instanceof SourceFailure) {
    const { line, problem, expected, path } = error;
    return {
      kind: "syntaxError",
      report: { message: `${path}:${line}: ${problem}`, position: 0, line, column: 1, expected, excerpt: "" },
    };
  }
  if (error instanceof ClassDefinitionFailure) {
    return {
      kind: "syntaxError",
      report: {
        message: error.message,
        position: 0,
        line: 1,
        column: 1,
        expected: "a class that can be defined",
        excerpt: "",
      },
    };
  }
  return faultOf(error);
}

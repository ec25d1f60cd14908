/**
 * Loads what files define: classes and traits, each behind what it is made of, then methods, then the class side's
 * `initialize`. Where something cannot be defined, or an `initialize` fails, classes, methods and globals are as before.
 */
import { ClassObject, send } from "../classes/index.js";
import {
  type ClassDefinition,
  type MethodDefinition,
  type SourceDefinitions,
  SourceFailure,
  superclassesFirst,
} from "../sources/index.js";
import {
  defineClass,
  defineMethod,
  defineVariables,
  isKernelMethod,
  loadFailure,
  nameOfMethod,
} from "./definitions.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { allOrNothing, type LoadCheckpoint } from "./load-checkpoint.js";
import { LoadOutput } from "./load-output.js";
import type { FailedLoad, FileInOutcome, RunListener } from "./requests.js";
import { ran, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

export interface ReadFile {
  /** "" where the definitions come from several files. */
  readonly path: string;
  readonly definitions: SourceDefinitions;
}

/** @param listener hears how far it has come */
export function fileInDefinitions(
  engine: Engine,
  { group }: Workspace,
  files: readonly ReadFile[],
  listener: RunListener,
): Steps<FileInOutcome> {
  return allOrNothing(engine, group, (checkpoint) => loadAll(engine, files, listener, checkpoint));
}

function* loadAll(
  engine: Engine,
  files: readonly ReadFile[],
  listener: RunListener,
  checkpoint: LoadCheckpoint,
): Steps<FileInOutcome> {
  const classes = files.flatMap((file) => file.definitions.classes);
  const methods = files.flatMap((file) => file.definitions.methods);
  const packages = new Set(files.flatMap((file) => file.definitions.packages));
  const kept: string[] = [];
  let ordered: readonly ClassDefinition[] = [];
  const total = classes.length + methods.length;
  let done = 0;
  const progressed = (what: string): void => {
    done += 1;
    listener.progressed?.(done, total, what);
  };
  try {
    ordered = superclassesFirst(classes, (name) => engine.environment.classNamed(name) !== undefined);
    for (const c of ordered) {
      const known = engine.environment.classNamed(c.name);
      if (known !== undefined && engine.protection.holds(known) && isOfShape(known, c)) {
        kept.push(c.name);
        progressed(c.name);
        continue;
      }
      if (known !== undefined) checkpoint.beforeComment(known);
      defineClass(engine, c);
      if (c.package !== "") packages.add(c.package);
      progressed(c.name);
      yield null;
    }
    for (const m of methods) {
      if (isKernelMethod(engine, m)) kept.push(nameOfMethod(m));
      else defineMethod(engine, m);
      progressed(m.className);
      yield null;
    }
  } catch (error) {
    return failedAt(error);
  }
  for (const c of ordered) {
    const wrong = kept.includes(c.name) ? null : yield* defineVariables(engine, c);
    if (wrong !== null) return { ...wrong, path: c.path };
  }
  const written = new LoadOutput(engine.transcript);
  const failure = yield* initializeAll(engine, toInitialize(engine, ordered, methods), written);
  if (failure !== null) return failure;
  for (const file of files) noteSpelling(engine, file.definitions);
  return {
    kind: "loaded",
    packages: [...packages],
    classes: classes.map((c) => c.name).filter((name) => !kept.includes(name)),
    methods: methods.length - kept.filter((name) => name.includes(">>")).length,
    kept,
    output: written.text,
  };
}

/** The failure, with the file where it is known. */
export function failedAt(error: unknown): FileInOutcome {
  const failure = loadFailure(error);
  return error instanceof SourceFailure ? { ...failure, path: error.path } : failure;
}

/** Whether a definition says of a class what it is; one of the kernel stays as it is then, and no other way is possible. */
function isOfShape(known: ClassObject, c: ClassDefinition): boolean {
  if (c.kind === "trait" || known.isTrait) return false;
  const { superclass } = known;
  const name = superclass instanceof ClassObject ? superclass.name : null;
  return (
    name === c.superclass &&
    known.layout === c.layout &&
    known.instVarNames.join(" ") === c.instVars.join(" ")
  );
}

/** So that the files can be written as they were. */
function noteSpelling(
  { packages }: Engine,
  { classes, methods, style, packages: names }: SourceDefinitions,
): void {
  for (const c of classes) {
    packages.noteHeader(c);
    packages.noteStyle(c.package, style);
  }
  for (const name of names) if (!packages.names.includes(name)) packages.noteStyle(name, style);
  const category = methods[0]?.category ?? "";
  if (classes.length > 0 || !category.startsWith("*")) return;
  const name = category.slice(1);
  if (!packages.names.includes(name)) packages.noteStyle(name, style);
}

interface Initialized {
  readonly found: ClassObject;
  readonly path: string;
}

/** Classes among those loaded whose class side defines `initialize`, superclasses first. */
function toInitialize(
  { environment }: Engine,
  ordered: readonly ClassDefinition[],
  methods: readonly MethodDefinition[],
): Initialized[] {
  const defining = new Set(
    methods.filter((m) => m.isClassSide && /^\s*initialize\b(?!:)/.test(m.source)).map((m) => m.className),
  );
  return ordered.flatMap(({ kind, name, path }) => {
    const found = environment.classNamed(name);
    return kind === "class" && defining.has(name) && found !== undefined ? [{ found, path }] : [];
  });
}

/** The first that fails ends the load. Answers its failure, or null. */
function* initializeAll(
  engine: Engine,
  initialized: readonly Initialized[],
  written: LoadOutput,
): Steps<FailedLoad | null> {
  for (const { found, path } of initialized) {
    written.open();
    const { result, executionMs } = yield* ran((depth) => send(found, "initialize", [], depth));
    const facts = { output: written.take(), executionMs };
    if (result.kind !== "value")
      return { ...failureOf(engine, result, facts), path, initializing: found.name };
  }
  return null;
}

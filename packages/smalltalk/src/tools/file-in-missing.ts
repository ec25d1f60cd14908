/**
 * Loads of some Tonel files what the image does not have yet. Code of another system is loaded so beside a kernel that has
 * much of the same: what the image has stays as it is, and what does not load costs itself only.
 */
import { type ClassObject, send } from "../classes/index.js";
import type { RunNumber } from "../machine/index.js";
import {
  type ClassDefinition,
  type MethodDefinition,
  readTonel,
  readTraitComposition,
  SourceFailure,
} from "../sources/index.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { defineClass, defineMethod, defineVariables } from "./definitions.js";
import type { Engine } from "./engine.js";
import { failureOf, faultOf, INTERRUPTED } from "./failure-report.js";
import type { Failure, FileInMissingOutcome, FileInMissingRequest, Refusal } from "./requests.js";
import { inTurns, ran, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

/** Others have their turns meanwhile: `done` is told exactly once, perhaps at once. */
export function fileInMissing(
  engine: Engine,
  workspace: Workspace,
  request: FileInMissingRequest,
  run: RunNumber,
  done: (outcome: FileInMissingOutcome) => void,
): void {
  inTurns<FileInMissingOutcome>(engine, loadMissing(engine, request), {
    workspace,
    timeoutMs: request.timeoutMs,
    run,
    asSession: { listener: undefined },
    interrupted: () => INTERRUPTED,
    broken: faultOf,
    done,
  });
}

function* loadMissing(engine: Engine, request: FileInMissingRequest): Steps<FileInMissingOutcome> {
  const refused: Refusal[] = [];
  const classes: ClassDefinition[] = [];
  const methods: MethodDefinition[] = [];
  for (const [path, text] of Object.entries(request.files)) {
    attempt(refused, path, 1, () => {
      const read = readTonel(path, text);
      classes.push(...read.classes);
      methods.push(...read.methods);
    });
    yield null;
  }
  const known = new Set([...engine.environment.classes()].map((c) => c.name));
  const made = yield* defineClasses(engine, classes, known, refused);
  const missing = methods.filter((m) => made.has(m.className) || isMissing(engine, m, known));
  for (const m of missing) {
    attempt(refused, m.path, m.line, () => defineMethod(engine, m));
    yield null;
  }
  for (const c of classes) {
    const wrong = made.has(c.name) ? yield* defineVariables(engine, c) : null;
    if (wrong !== null) refused.push({ path: c.path, line: c.line, message: `${c.name}: ${reason(wrong)}` });
  }
  for (const c of made.values()) {
    if (c.isTrait || !c.cls.methods.has("initialize")) continue;
    const { result } = yield* ran((depth) => send(c, "initialize", [], depth));
    if (result.kind === "value") continue;
    const failure = failureOf(engine, result, { output: "", executionMs: 0 });
    refused.push({ path: c.name, line: 1, message: `${c.name} class>>initialize: ${reason(failure)}` });
  }
  return { kind: "loaded", classes: [...made.keys()], methods: missing.length, refused };
}

/** Each class behind its superclass and its traits, as far as they can be defined. */
function* defineClasses(
  engine: Engine,
  classes: readonly ClassDefinition[],
  known: ReadonlySet<string>,
  refused: Refusal[],
): Steps<Map<string, ClassObject>> {
  const byName = new Map(classes.map((c) => [c.name, c]));
  const made = new Map<string, ClassObject>();
  const visited = new Set<string>(known);
  const visit = (name: string): void => {
    const c = byName.get(name);
    if (c === undefined || visited.has(name)) return;
    visited.add(name);
    attempt(refused, c.path, c.line, () => {
      if (c.superclass !== null) visit(c.superclass);
      for (const composition of [c.traits, c.classTraits])
        for (const trait of readTraitComposition(composition, c.path, c.line)) visit(trait.name);
      made.set(name, defineClass(engine, c));
    });
  };
  for (const c of classes) {
    visit(c.name);
    yield null;
  }
  return made;
}

/** Whether a class of the image has no such method. */
function isMissing(engine: Engine, m: MethodDefinition, known: ReadonlySet<string>): boolean {
  if (!known.has(m.className)) return true;
  const found = engine.environment.classNamed(m.className);
  const side = m.isClassSide ? found?.cls : found;
  try {
    return side?.methods.has(parseMethod(m.source).selector) !== true;
  } catch (error) {
    if (error instanceof SyntaxFailure) return true;
    throw error;
  }
}

function attempt(refused: Refusal[], path: string, line: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof SourceFailure)
      refused.push({ path: error.path, line: error.line, message: error.problem });
    else if (error instanceof Error) refused.push({ path, line, message: `${error.name}: ${error.message}` });
    else throw error;
  }
}

function reason(failure: Failure): string {
  switch (failure.kind) {
    case "error":
      return `${failure.exceptionClass}: ${failure.messageText}`;
    case "fault":
    case "exhausted":
      return failure.message;
    default:
      return failure.kind;
  }
}

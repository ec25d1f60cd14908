/** Defines what source files hold, and says what went wrong in a load. */
import { ClassDefinitionFailure, type ClassObject, send, type TraitUse } from "../classes/index.js";
import { makeString } from "../memory/text.js";
import { StArray } from "../memory/values.js";
import {
  type ClassDefinition,
  type MethodDefinition,
  readTraitComposition,
  SourceFailure,
} from "../sources/index.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { failureOf, faultOf, syntaxErrorOf } from "./failure-report.js";
import type { Failure } from "./requests.js";
import { ran, type Steps } from "./steps.js";

export function defineClass(engine: Engine, c: ClassDefinition): ClassObject {
  const common = {
    name: c.name,
    instVarNames: c.instVars,
    classInstVarNames: c.classInstVars,
    classVarNames: c.classVars,
    package: c.package,
    tag: c.tag,
  };
  const superclass = c.kind === "trait" ? null : superclassOf(engine, c);
  const uses = traitUses(engine, c, c.traits);
  const classUses = c.classTraits === "" ? null : traitUses(engine, c, c.classTraits);
  try {
    const made =
      c.kind === "trait"
        ? engine.builder.defineTrait(common)
        : engine.builder.define({ ...common, superclass, layout: c.layout, pools: c.pools });
    engine.builder.composeOf(made, uses, classUses);
    made.comment = c.comment;
    return made;
  } catch (error) {
    if (!(error instanceof ClassDefinitionFailure)) throw error;
    throw new SourceFailure(c.path, c.line, error.message, "a class that can be defined");
  }
}

/** Lets a class have the slots and class variables that its file describes by code. Answers the failure of the code, or null. */
export function* defineVariables(
  engine: Engine,
  { name, variables }: ClassDefinition,
): Steps<Failure | null> {
  const defined = engine.environment.classNamed(name);
  if (variables === null || defined === undefined) return null;
  const { slots, classSlots, shared } = variables;
  const texts = [slots, classSlots, shared].map((list) => new StArray(list.map(makeString)));
  const { result } = yield* ran((depth) => send(defined, "defineSlots:class:variables:", texts, depth));
  return result.kind === "value" ? null : failureOf(engine, result, { output: "", executionMs: 0 });
}

function superclassOf(engine: Engine, c: ClassDefinition): ClassObject | null {
  const superclass = c.superclass === null ? null : engine.environment.classNamed(c.superclass);
  if (superclass === undefined)
    throw new SourceFailure(
      c.path,
      c.line,
      `${c.superclass} is not defined`,
      "a superclass in the image or in these files",
    );
  return superclass;
}

function traitUses(engine: Engine, c: ClassDefinition, composition: string): TraitUse[] {
  return readTraitComposition(composition, c.path, c.line).map(
    ({ name, isClassSide, exclusions, aliases }) => {
      const trait = engine.environment.classNamed(name);
      if (trait === undefined)
        throw new SourceFailure(
          c.path,
          c.line,
          `${name}, a trait of ${c.name}, is not defined`,
          "a trait in the image or in these files",
        );
      return { trait: isClassSide ? trait.cls : trait, exclusions, aliases };
    },
  );
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
      problem.column,
      problem.excerpt,
    );
  }
}

/** Whether the kernel has the method already; then it stays as it is. A source that is wrong is nobody's. */
export function isKernelMethod(engine: Engine, m: MethodDefinition): boolean {
  const found = engine.environment.classNamed(m.className);
  const owner = m.isClassSide ? found?.cls : found;
  if (owner === undefined || !engine.protection.holds(owner)) return false;
  try {
    return engine.protection.ofRemoval(owner, parseMethod(m.source).selector) !== undefined;
  } catch (error) {
    if (error instanceof SyntaxFailure) return false;
    throw error;
  }
}

/** `Foo>>bar:`, as it is told. */
export const nameOfMethod = (m: MethodDefinition): string =>
  `${m.className}${m.isClassSide ? " class" : ""}>>${parseMethod(m.source).selector}`;

/** What a run during a load failed with. */
export class LoadFailure extends Error {
  override readonly name = "LoadFailure";
  constructor(readonly failure: Failure) {
    super(failure.kind);
  }
}

export function loadFailure(error: unknown): Failure {
  if (error instanceof LoadFailure) return error.failure;
  if (error instanceof SyntaxFailure) return syntaxErrorOf(error);
  if (error instanceof SourceFailure) {
    const { line, column, problem, expected, excerpt, path } = error;
    return {
      kind: "syntaxError",
      report: { message: `${path}:${line}: ${problem}`, position: 0, line, column, expected, excerpt },
    };
  }
  return faultOf(error);
}

/** Changes classes and methods. */
import { ClassDefinitionFailure, InstalledMethod } from "../classes/index.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { locate } from "./browse.js";
import type { CodeAnswers, CodeRequests, MethodReference } from "./code-requests.js";
import { describeClass, describeMethod } from "./describe-code.js";
import type { Engine } from "./engine.js";
import { syntaxErrorOf } from "./failure-report.js";

const UNCLASSIFIED = "as yet unclassified";

export function compileMethod(
  engine: Engine,
  request: CodeRequests["compileMethod"],
): CodeAnswers["compileMethod"] {
  const { className, source, category, isClassMethod, expectedSource } = request;
  const c = engine.environment.classNamed(className);
  if (c === undefined) return { kind: "classNotFound", className };
  const owner = isClassMethod ? c.cls : c;
  try {
    const { selector } = parseMethod(source);
    const present = owner.methods.get(selector);
    if (expectedSource !== undefined && present?.source !== expectedSource)
      return { kind: "conflict", actualSource: present?.source ?? null };
    const reason = engine.protection.ofMethod(owner, selector);
    if (reason !== undefined) return { kind: "protected", reason };
    const record = engine.compiler.install(owner, source, category ?? present?.category ?? UNCLASSIFIED);
    return { kind: "compiled", method: describeMethod(owner, record) };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    return syntaxErrorOf(error);
  }
}

export function removeMethod(engine: Engine, reference: MethodReference): CodeAnswers["removeMethod"] {
  const found = locate(engine, reference);
  if ("kind" in found) return found;
  const reason = engine.protection.ofRemoval(found.owner, reference.selector);
  if (reason !== undefined) return { kind: "protected", reason };
  if (found.record instanceof InstalledMethod && found.record.origin !== null)
    return {
      kind: "refused",
      reason: `${found.owner.printName} has ${reference.selector} from ${found.record.origin.printName}: remove it there, or exclude it`,
    };
  engine.compiler.remove(found.owner, reference.selector);
  return { kind: "removed" };
}

export function removeClass(
  engine: Engine,
  { className }: CodeRequests["removeClass"],
): CodeAnswers["removeClass"] {
  const c = engine.environment.classNamed(className);
  if (c === undefined) return { kind: "classNotFound", className };
  const reason = engine.protection.ofClass(c);
  if (reason !== undefined) return { kind: "protected", reason };
  try {
    engine.builder.remove(c);
    return { kind: "removed" };
  } catch (error) {
    return refusal(error);
  }
}

export function renameClass(
  engine: Engine,
  { className, newName }: CodeRequests["renameClass"],
): CodeAnswers["renameClass"] {
  const c = engine.environment.classNamed(className);
  if (c === undefined) return { kind: "classNotFound", className };
  const reason = engine.protection.ofClass(c);
  if (reason !== undefined) return { kind: "protected", reason };
  try {
    if (newName !== className) engine.builder.rename(c, newName);
    return { kind: "renamed", description: describeClass(engine, c) };
  } catch (error) {
    const refused = refusal(error);
    return engine.environment.find(newName) === undefined ? { ...refused, kind: "badName" } : refused;
  }
}

function refusal(error: unknown) {
  if (error instanceof ClassDefinitionFailure) return { kind: "refused", reason: error.message } as const;
  throw error;
}

/** Changes classes and methods. */
import { ClassDefinitionFailure, type ClassObject, InstalledMethod, KernelMethod } from "../classes/index.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { locate } from "./browse.js";
import type { CodeAnswers, CodeRequests, MethodReference, Protected } from "./code-requests.js";
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
    const inherited = owner.lookup(selector);
    if (expectedSource !== undefined && present?.source !== expectedSource)
      return { kind: "conflict", actualSource: present?.source ?? null };
    if (present instanceof KernelMethod) return protectedMethod(owner, selector);
    if (present === undefined && engine.kernelClasses.has(c) && inherited instanceof KernelMethod)
      return protectedMethod(inherited.owner, selector, owner);
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
  if (found.record instanceof KernelMethod) return protectedMethod(found.owner, reference.selector);
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
  if (engine.kernelClasses.has(c)) return protectedClass(c.name);
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
  if (engine.kernelClasses.has(c)) return protectedClass(c.name);
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

export function protectedClass(name: string): Protected {
  return {
    kind: "protected",
    reason: `${name} is a class of the kernel, which everyone in the image relies on; make a subclass of it, or a class of your own`,
  };
}

/** Also as a method that `heir`, a class of the kernel, inherits. */
function protectedMethod(owner: ClassObject, selector: string, heir: ClassObject = owner): Protected {
  const which = heir === owner ? "" : `, and ${heir.printName} inherits it`;
  return {
    kind: "protected",
    reason: `${owner.printName}>>${selector} is a method of the kernel, which everyone in the image relies on${which}; override it in a subclass of your own, or use another selector`,
  };
}

/** Looks at packages, classes and methods. */
import type { ClassObject } from "../classes/index.js";
import type { MethodRecord } from "../memory/values.js";
import type { CodeAnswers, CodeRequests, MethodDescription, MethodReference } from "./code-requests.js";
import { describeClass, describeMethod, packageOf } from "./describe-code.js";
import type { Engine } from "./engine.js";

export function listPackages(
  engine: Engine,
  { pattern }: CodeRequests["listPackages"],
): CodeAnswers["listPackages"] {
  const counts = new Map<string, number>();
  for (const c of engine.environment.classes()) {
    counts.set(c.package, (counts.get(c.package) ?? 0) + 1);
    for (const owner of [c, c.cls]) {
      for (const record of owner.methods.values()) {
        const name = packageOf(owner, record);
        if (!counts.has(name)) counts.set(name, 0);
      }
    }
  }
  const matches = matcher(pattern);
  return [...counts]
    .filter(([name]) => name !== "" && matches(name))
    .map(([name, classes]) => ({ name, classes }))
    .sort((a, b) => byText(a.name, b.name));
}

export function listClasses(
  engine: Engine,
  request: CodeRequests["listClasses"],
): CodeAnswers["listClasses"] {
  const matches = matcher(request.pattern);
  const found = [...engine.environment.classes()].filter(
    (c) =>
      matches(c.name) &&
      (request.package === undefined || c.package === request.package) &&
      (request.includeSystem || !engine.protection.holds(c)),
  );
  return { classes: describeSome(engine, found, request.offset, request.limit), total: found.length };
}

/** Some of these classes, by name. */
export function describeSome(engine: Engine, classes: readonly ClassObject[], offset: number, limit: number) {
  return [...classes]
    .sort((a, b) => byText(a.name, b.name))
    .slice(offset, offset + limit)
    .map((c) => describeClass(engine, c));
}

export function browseClass(
  engine: Engine,
  { className, withMethods }: CodeRequests["browseClass"],
): CodeAnswers["browseClass"] {
  const c = engine.environment.classNamed(className);
  if (c === undefined) return { kind: "classNotFound", className };
  return {
    kind: "class",
    description: describeClass(engine, c),
    instanceMethods: withMethods ? methodsOf(c) : [],
    classMethods: withMethods ? methodsOf(c.cls) : [],
    superclasses: c.isTrait ? [] : [...c.lineage()].slice(1).map((above) => above.name),
    subclasses: c.subclasses.map((below) => below.name).sort(byText),
  };
}

function methodsOf(owner: ClassObject): MethodDescription[] {
  return [...owner.methods.values()]
    .sort((a, b) => byText(a.selector, b.selector))
    .map((record) => describeMethod(owner, record));
}

export function getMethod(engine: Engine, reference: MethodReference): CodeAnswers["getMethod"] {
  const found = locate(engine, reference);
  return "kind" in found ? found : { kind: "method", method: describeMethod(found.owner, found.record) };
}

type Missing = Extract<CodeAnswers["getMethod"], { kind: "classNotFound" | "methodNotFound" }>;

/** A method with the class or metaclass whose it is; or what there is not. */
export function locate(
  engine: Engine,
  reference: MethodReference,
): { readonly owner: ClassObject; readonly record: MethodRecord } | Missing {
  const { className, selector, isClassMethod } = reference;
  const c = engine.environment.classNamed(className);
  if (c === undefined) return { kind: "classNotFound", className };
  const owner = isClassMethod ? c.cls : c;
  const record = owner.methods.get(selector);
  return record === undefined ? { kind: "methodNotFound", ...reference } : { owner, record };
}

/** Tells whether a name matches a pattern, in which `*` stands for any characters; every name where there is none. */
export function matcher(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined || pattern === "*" || pattern === "") return () => true;
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return (name) => name === pattern;
  // Each piece in between at its first place: no backtracking, whatever the pattern.
  return (name) => {
    if (!name.startsWith(first)) return false;
    let position = first.length;
    for (const piece of pieces.slice(1, -1)) {
      const found = name.indexOf(piece, position);
      if (found < 0) return false;
      position = found + piece.length;
    }
    return name.length - last.length >= position && name.endsWith(last);
  };
}

/** The order of names: that of their code units, the same everywhere. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

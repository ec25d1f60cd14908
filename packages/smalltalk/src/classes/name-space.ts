/** What the names in a method or a doit mean: instance variables, class variables, pools, globals, workspace variables. */
import type { NameSpace, OuterName } from "../compiler/index.js";
import type { BindingReference } from "../ir/index.js";
import { ClassObject } from "./class-object.js";
import type { Environment } from "./environment.js";

/** Names in a method of `owner` (a class or a metaclass); `origin` is the trait that the method comes from. */
export function methodNames(
  owner: ClassObject,
  environment: Environment,
  origin: ClassObject | null = null,
): NameSpace {
  const fields = new Set(owner.allInstVarNames);
  return {
    resolve(name) {
      const member = memberOf(owner, name);
      if (member !== undefined) return { kind: member, reference: { scope: "member", of: member, name } };
      if (fields.has(name)) return { kind: "field", name };
      return (
        binding(
          classVariable(owner, environment, name) ??
            (origin === null ? undefined : classVariable(origin, environment, name)),
        ) ?? globalVariable(environment, name)
      );
    },
    // A class that is still to be loaded: its name means nil until then, as in Pharo.
    declareUndeclared: (name) => (/^\p{Lu}/u.test(name) ? binding({ scope: "global", name }) : undefined),
  };
}

/** As `methodNames`, where a name that nobody knows any more means nil: for a method that was compiled before. */
export function lenientNames(
  owner: ClassObject,
  environment: Environment,
  origin: ClassObject | null = null,
): NameSpace {
  return {
    ...methodNames(owner, environment, origin),
    declareUndeclared: (name) => binding({ scope: "global", name }),
  };
}

/** Names in a doit: a name that nobody knows becomes a variable of the workspace. */
export function doitNames(
  environment: Environment,
  isWorkspaceVariable: (name: string) => boolean,
): NameSpace {
  return {
    resolve: (name) =>
      isWorkspaceVariable(name) ? binding({ scope: "workspace", name }) : globalVariable(environment, name),
    // A capitalised name that is only read may be a global which the doit itself defines.
    declareUndeclared: (name, assigned) =>
      binding(/^\p{Lu}/u.test(name) && !assigned ? { scope: "global", name } : { scope: "workspace", name }),
  };
}

function binding(reference: BindingReference | undefined): OuterName | undefined {
  return reference === undefined ? undefined : { kind: "binding", reference };
}

function globalVariable(environment: Environment, name: string): OuterName | undefined {
  const known = environment.find(name);
  if (known === undefined) return undefined;
  const isFixed = environment.isProtected(name) || known._value instanceof ClassObject;
  return { kind: "binding", reference: { scope: "global", name }, isFixed };
}

/** Of a variable that is sent messages. */
function memberOf(owner: ClassObject, name: string): "slot" | "shared" | undefined {
  for (const c of owner.lineage()) if (c.members?.byName.get(name)?.kind === "slot") return "slot";
  for (const c of (owner.instanceSide ?? owner).lineage())
    if (c.members?.byName.get(name)?.kind === "shared") return "shared";
  return undefined;
}

function classVariable(
  owner: ClassObject,
  environment: Environment,
  name: string,
): BindingReference | undefined {
  for (const c of (owner.instanceSide ?? owner).lineage()) {
    if (c.classVariables.has(name))
      return environment.classNamed(c.name) === c
        ? { scope: "classVariable", owner: c.name, name }
        : { scope: "member", of: "classVariable", name };
    for (const pool of c.pools) {
      for (const p of environment.classNamed(pool)?.lineage() ?? []) {
        if (p.classVariables.has(name)) return { scope: "classVariable", owner: p.name, name };
      }
    }
  }
  return undefined;
}

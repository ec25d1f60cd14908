/** What names mean in code that is run in an activation. */
import { type ClassObject, doitNames, type Environment, methodNames } from "../classes/index.js";
import type { NameSpace } from "../compiler/index.js";

/**
 * The activation's variables first, then what its class's methods can name, then what a doit can. `isVariable` tells the
 * first; `isWorkspaceVariable` those of the workspace.
 */
export function frameNames(
  owner: ClassObject,
  environment: Environment,
  isVariable: (name: string) => boolean,
  isWorkspaceVariable: (name: string) => boolean,
): NameSpace {
  const ofMethod = methodNames(owner, environment);
  const ofDoit = doitNames(environment, isWorkspaceVariable);
  return {
    resolve: (name) =>
      isVariable(name)
        ? { kind: "binding", reference: { scope: "workspace", name } }
        : isWorkspaceVariable(name)
          ? (fieldOf(ofMethod, name) ?? ofDoit.resolve(name))
          : ofMethod.resolve(name),
    declareUndeclared: ofDoit.declareUndeclared,
  };
}

function fieldOf(names: NameSpace, name: string) {
  const found = names.resolve(name);
  return found?.kind === "field" ? found : undefined;
}

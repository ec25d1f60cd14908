/** Variables, classes and other globals that begin as a word does. */
import { ClassObject } from "../classes/index.js";
import type { Completion, CompletionKind } from "./code-requests.js";
import type { Place } from "./complete-place.js";
import { Ranking } from "./complete-ranking.js";
import type { Engine } from "./engine.js";
import type { Workspace } from "./workspace.js";

type VariablePlace = Extract<Place, { kind: "variable" }>;

const PSEUDO_VARIABLES = ["self", "super", "true", "false", "nil", "thisContext"];

/** The nearest first: what the method declares, what the object has, what the session has, what everyone has. */
export function variableCompletions(
  engine: Engine,
  workspace: Workspace | undefined,
  { prefix, declared, owner }: VariablePlace,
  most: number,
): Completion[] {
  const ranking = new Ranking<Completion>(prefix);
  const seen = new Set<string>();
  const add = (text: string, kind: CompletionKind, origin: string | null, distance: number) => {
    if (seen.has(text)) return;
    seen.add(text);
    ranking.add(text, distance, { text, kind, signature: null, origin });
  };
  for (const name of declared) add(name, "variable", "method", 0);
  for (const c of owner?.lineage() ?? [])
    for (const name of c.instVarNames) add(name, "instanceVariable", c.printName, 1);
  for (const name of workspace?.variables().keys() ?? []) add(name, "variable", "workspace", 1);
  for (const c of (owner?.instanceSide ?? owner)?.lineage() ?? [])
    for (const name of c.classVariables.keys()) add(name, "classVariable", c.name, 2);
  for (const name of PSEUDO_VARIABLES) add(name, "variable", null, 2);
  for (const name of engine.environment.names) {
    const value = engine.environment.find(name)?._value;
    if (value instanceof ClassObject)
      add(name, "class", value.package, engine.protection.holds(value) ? 4 : 3);
    else add(name, "global", null, 3);
  }
  return ranking.best(most);
}

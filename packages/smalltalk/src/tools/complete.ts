/** Proposes how a word of code may go on; in broken code too. */
import type { CodeRequests, Completions } from "./code-requests.js";
import { placeOf } from "./complete-place.js";
import { selectorCompletions } from "./complete-selectors.js";
import { variableCompletions } from "./complete-variables.js";
import type { Engine } from "./engine.js";
import type { Workspace } from "./workspace.js";

/** The most that are proposed: nobody reads further. */
const MOST = 100;

export function complete(
  engine: Engine,
  workspace: Workspace | undefined,
  { code, position }: CodeRequests["complete"],
): Completions {
  const place = placeOf(engine, workspace, code, position);
  if (place.kind === "nothing") return { from: position, to: position, completions: [] };
  const { from, to } = place;
  const completions =
    place.kind === "selector"
      ? selectorCompletions(engine, place, MOST)
      : variableCompletions(engine, workspace, place, MOST);
  return { from, to, completions };
}

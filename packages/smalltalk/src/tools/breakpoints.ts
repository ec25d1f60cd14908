/** Sets, removes and lists the breakpoints of a session. */
import type { SetBreakpoint } from "../debugger/index.js";
import { parseDoit, SyntaxFailure } from "../syntax/index.js";
import { locate } from "./browse.js";
import type { BreakpointDescription, BreakpointOutcome, BreakpointRequest } from "./debug-requests.js";
import type { Engine } from "./engine.js";
import { syntaxErrorOf } from "./failure-report.js";
import type { Workspace } from "./workspace.js";

export function breakpoints(
  engine: Engine,
  { group }: Workspace,
  request: BreakpointRequest,
): BreakpointOutcome {
  const { breakpoints: all } = engine.debuggers;
  const answer = (breakpointId?: string): BreakpointOutcome => ({
    kind: "breakpoints",
    breakpoints: all.of(group).map(describe),
    ...(breakpointId === undefined ? {} : { breakpointId }),
  });
  switch (request.name) {
    case "list":
      return answer();
    case "remove": {
      const { breakpointId } = request;
      return all.remove(group, Number(breakpointId.slice(1)))
        ? answer(breakpointId)
        : {
            kind: "refused",
            path: "breakpoint_id",
            expected: "a breakpoint of this session: list_breakpoints tells them",
            found: breakpointId,
          };
    }
    case "set": {
      const { className, selector, isClassMethod } = request;
      const found = locate(engine, { className, selector, isClassMethod });
      if ("kind" in found) return found;
      const { condition = null, place = { line: 1 } } = request;
      try {
        if (condition !== null) parseDoit(condition);
      } catch (error) {
        if (!(error instanceof SyntaxFailure)) throw error;
        return syntaxErrorOf(error);
      }
      const set = all.set(group, found.owner, found.record, place, condition);
      if (set === undefined)
        return {
          kind: "refused",
          path: "line" in place ? "line" : "position",
          expected: "a place with something that is run there or behind it",
          found: `${"line" in place ? place.line : place.position}`,
        };
      return answer(idOf(set));
    }
  }
}

const idOf = ({ number }: SetBreakpoint): string => `b${number}`;

function describe(breakpoint: SetBreakpoint): BreakpointDescription {
  const { owner, selector, line, condition } = breakpoint;
  const { instanceSide } = owner;
  return {
    breakpointId: idOf(breakpoint),
    className: instanceSide?.name ?? owner.name,
    selector,
    isClassMethod: instanceSide !== null,
    line,
    condition,
  };
}

/** From what `inspect` is asked to a request to the image, and from what comes of it to the reply. */
import {
  DebuggerNotFound,
  InvalidRequest,
  type Limits,
  type Parameters,
  PermissionDenied,
  type Result,
} from "@stui/protocol";
import type { InspectOutcome, InspectPlace, InspectRequest, InspectSubject } from "@stui/smalltalk";
import type { Session } from "../sessions/session.js";
import { inspectionResult } from "./inspection-result.js";
import { type Bounds, failureError } from "./outcomes.js";

type Asked = Parameters<"inspect">;

/** @throws InvalidRequest where parameters make no sense together */
export const inspectRequest = ({ id }: Session, asked: Asked, limits: Limits): InspectRequest => {
  const { depth = 1, include_private = false, offset = 0, limit, view, node, assign } = asked;
  if (asked.index !== undefined && asked.debugger_id === undefined)
    throw needed("index", "a debugger_id with it: activations are counted in a debugger");
  if (node !== undefined && view === undefined)
    throw needed("node", "a view with it: the tree that the item is of");
  if (assign?.row !== undefined && view === undefined)
    throw needed("assign.row", "a view with it: whose row is meant");
  return {
    workspace: id,
    subject: subjectOf(asked),
    depth: Math.max(1, depth),
    includePrivate: include_private,
    offset,
    limit: limit ?? limits.inspect_limit,
    ...(view === undefined ? {} : { view: node === undefined ? { name: view } : { name: view, node } }),
    ...(assign === undefined ? {} : { assign: { place: placeOf(assign), value: assign.value } }),
    timeoutMs: limits.evaluation_timeout_ms,
    maxPrint: limits.max_print_characters,
    maxOutputBytes: limits.max_output_bytes,
    maxKept: limits.max_objects,
  };
};

const needed = (path: string, expected: string): InvalidRequest =>
  new InvalidRequest({ path: `parameters.${path}`, expected, found: "none" });

const subjectOf = ({ target, object_id, debugger_id, index = 0 }: Asked): InspectSubject => {
  if (target !== undefined) return { expression: target };
  if (object_id !== undefined) return { objectId: object_id };
  return { debuggerId: debugger_id, index };
};

const placeOf = ({ variable, key, element, row }: NonNullable<Asked["assign"]>): InspectPlace => {
  if (variable !== undefined) return { kind: "variable", name: variable };
  if (key !== undefined) return { kind: "key", expression: key };
  if (element !== undefined) return { kind: "element", offset: element };
  return { kind: "row", offset: row };
};

/** @throws StuiError, ImageFault where the outcome is no inspection */
export const inspectedResult = (outcome: InspectOutcome, bounds: Bounds): Result<"inspect"> => {
  switch (outcome.kind) {
    case "inspection":
      return inspectionResult(outcome.inspection);
    case "debuggerNotFound":
      throw new DebuggerNotFound({ debugger_id: outcome.debuggerId });
    case "refused": {
      const { path, expected, found } = outcome;
      throw new InvalidRequest({ path: `parameters.${path}`, expected, found });
    }
    case "protected":
      throw new PermissionDenied({ reason: outcome.reason });
    default:
      throw failureError(outcome, bounds);
  }
};

/** Debuggers: stopped processes looked at, stepped and changed; and breakpoints. */
import {
  ClassNotFound,
  DebuggerNotFound,
  InvalidRequest,
  type Limits,
  MethodNotFound,
  type Parameters,
  PermissionDenied,
  type Result,
} from "@stui/protocol";
import type {
  BreakpointDescription,
  BreakpointOutcome,
  BreakpointRequest,
  DebuggerSummary,
  DebugOperation,
  DebugOutcome,
  DebugRequest,
  FrameDescription,
  FrameVariableDescription,
} from "@stui/smalltalk";
import type { Session } from "../sessions/session.js";
import { type Handlers, inSession } from "./handler.js";
import { evaluatedResult, failureError } from "./outcomes.js";
import type { Services } from "./services.js";

/** Activations of a stack that are told where nobody says how many. */
const STACK_LIMIT = 100;
/** Activations that one reply tells. */
const MAX_STACK = 1_000;

type Asked = Parameters<"debug">;
type OfBreakpoints = Extract<
  Asked,
  { readonly operation: "set_breakpoint" | "remove_breakpoint" | "list_breakpoints" }
>;
type OfProcess = Exclude<Asked, OfBreakpoints>;
type State = Extract<Result<"debug">, { readonly state: string }>;

export const debuggingHandlers = ({
  limits,
}: Pick<Services, "limits">): Pick<Handlers, "debug" | "list_debuggers"> => ({
  debug: inSession((parameters, session, call) => {
    session.lastModified = Date.now();
    if (isOfBreakpoints(parameters)) return ofBreakpoints(parameters, session, limits);
    // It can be interrupted as what runs in the lane can.
    return session.lane.beside(call.requestId, async (run) => {
      const request = debugRequest(session, parameters.debugger_id, operationOf(parameters), limits);
      return stateResult(await session.image.debug(request, run), limits);
    });
  }),

  list_debuggers: inSession(async (_, session) => ({ debuggers: await debuggersOf(session) })),
});

/** The oldest first. */
export const debuggersOf = async (session: Session): Promise<Result<"list_debuggers">["debuggers"]> =>
  ((await session.image.listDebuggers(session.id)) ?? []).map(summaryOf);

const summaryOf = (summary: DebuggerSummary): Result<"list_debuggers">["debuggers"][number] => ({
  debugger_id: summary.debuggerId,
  process_id: summary.processId,
  reason: summary.reason,
  since: summary.since,
  evaluation_index: summary.evaluationIndex,
});

const isOfBreakpoints = (asked: Asked): asked is OfBreakpoints =>
  asked.operation === "set_breakpoint" ||
  asked.operation === "remove_breakpoint" ||
  asked.operation === "list_breakpoints";

const debugRequest = (
  { id: workspace }: Session,
  debuggerId: string,
  operation: DebugOperation,
  limits: Limits,
): DebugRequest => ({
  workspace,
  debuggerId,
  operation,
  timeoutMs: limits.evaluation_timeout_ms,
  maxPrint: limits.max_print_characters,
  maxOutputBytes: limits.max_output_bytes,
  maxKept: limits.max_objects,
});

const operationOf = (asked: OfProcess): DebugOperation => {
  switch (asked.operation) {
    case "stack":
      return {
        name: "stack",
        offset: asked.offset ?? 0,
        limit: Math.min(asked.limit ?? STACK_LIMIT, MAX_STACK),
      };
    case "frame":
      return { name: "frame", index: asked.index };
    case "step_into":
      return { name: "stepInto" };
    case "step_over":
      return { name: "stepOver" };
    case "step_through":
      return { name: "stepThrough" };
    case "step_out":
      return { name: "stepOut" };
    case "run_to":
      return { name: "runTo", index: asked.index ?? 0, ...placeOf(asked) };
    case "proceed":
      return { name: "proceed", value: asked.value };
    case "return":
      return { name: "return", index: asked.index, code: asked.code };
    case "restart":
      return { name: "restart", index: asked.index };
    case "recompile":
      return { name: "recompile", index: asked.index, source: asked.source };
    case "evaluate":
      return { name: "evaluate", index: asked.index, code: asked.code };
    case "terminate":
      return { name: "terminate" };
  }
};

/** @throws InvalidRequest where none is named */
const placeOf = ({ position, line }: Extract<OfProcess, { readonly operation: "run_to" }>) => {
  if (position !== undefined) return { position };
  if (line !== undefined) return { line };
  throw new InvalidRequest({ path: "parameters.position", expected: "a position, or a line", found: "none" });
};

/** @throws StuiError, ImageFault where the outcome is no state */
const stateResult = (outcome: DebugOutcome, limits: Limits): State => {
  switch (outcome.kind) {
    case "state": {
      const { state, reason, frame, depth, result, stack, output } = outcome;
      return {
        state,
        reason,
        frame: frame === null ? null : frameResult(frame),
        depth,
        ...(result === undefined ? {} : { result: evaluatedResult(result) }),
        ...(stack === undefined ? {} : { stack: stack.map(frameResult) }),
        ...(output === undefined ? {} : { output }),
      };
    }
    case "debuggerNotFound":
      throw new DebuggerNotFound({ debugger_id: outcome.debuggerId });
    case "refused":
      throw refused(outcome);
    case "protected":
      throw new PermissionDenied({ reason: outcome.reason });
    default:
      throw failureError(outcome, { timeoutMs: limits.evaluation_timeout_ms, limits });
  }
};

const refused = ({ path, expected, found }: Extract<DebugOutcome, { readonly kind: "refused" }>) =>
  new InvalidRequest({ path: `parameters.${path}`, expected, found });

const variableResult = ({ name, printString, className, objectId }: FrameVariableDescription) => ({
  name,
  print_string: printString,
  class_name: className,
  ...(objectId === undefined ? {} : { object_id: objectId }),
});

const frameResult = (frame: FrameDescription): NonNullable<State["frame"]> => {
  const { receiver, instanceVariables } = frame;
  return {
    index: frame.index,
    method: frame.method,
    class_name: frame.className,
    selector: frame.selector,
    receiver: receiver.printString,
    receiver_class: receiver.className,
    ...(receiver.objectId === undefined ? {} : { receiver_id: receiver.objectId }),
    arguments: frame.arguments.map(variableResult),
    temporaries: frame.temporaries.map(variableResult),
    ...(instanceVariables === undefined ? {} : { instance_vars: instanceVariables.map(variableResult) }),
    source: frame.source,
    range: frame.range,
    line: frame.line,
  };
};

const ofBreakpoints = async (
  asked: OfBreakpoints,
  session: Session,
  limits: Limits,
): Promise<Result<"debug">> => {
  const answer = breakpointsResult(
    await session.image.breakpoints(breakpointRequest(asked, session)),
    limits,
  );
  const { debugger_id } = asked;
  if (debugger_id === undefined) return answer;
  // Whoever names a debugger is told its state as well.
  const request = debugRequest(session, debugger_id, { name: "frame", index: 0 }, limits);
  return { ...stateResult(await session.image.debug(request, 0), limits), ...answer };
};

const breakpointRequest = (asked: OfBreakpoints, { id: workspace }: Session): BreakpointRequest => {
  switch (asked.operation) {
    case "set_breakpoint": {
      const { line, position, condition } = asked;
      return {
        workspace,
        name: "set",
        className: asked.class_name,
        selector: asked.method_name,
        isClassMethod: asked.is_class_method ?? false,
        ...(position !== undefined ? { place: { position } } : line !== undefined ? { place: { line } } : {}),
        ...(condition === undefined ? {} : { condition }),
      };
    }
    case "remove_breakpoint":
      return { workspace, name: "remove", breakpointId: asked.breakpoint_id };
    case "list_breakpoints":
      return { workspace, name: "list" };
  }
};

/** @throws StuiError, ImageFault where the outcome is a failure */
const breakpointsResult = (outcome: BreakpointOutcome, limits: Limits) => {
  switch (outcome.kind) {
    case "breakpoints": {
      const { breakpointId } = outcome;
      return {
        breakpoints: outcome.breakpoints.map(breakpointResult),
        ...(breakpointId === undefined ? {} : { breakpoint_id: breakpointId }),
      };
    }
    case "classNotFound":
      throw new ClassNotFound({ class_name: outcome.className });
    case "methodNotFound":
      throw new MethodNotFound({
        class_name: outcome.className,
        method_name: outcome.selector,
        is_class_method: outcome.isClassMethod,
      });
    case "refused":
      throw refused(outcome);
    default:
      throw failureError(outcome, { timeoutMs: limits.evaluation_timeout_ms, limits });
  }
};

const breakpointResult = (breakpoint: BreakpointDescription) => ({
  breakpoint_id: breakpoint.breakpointId,
  class_name: breakpoint.className,
  method_name: breakpoint.selector,
  is_class_method: breakpoint.isClassMethod,
  line: breakpoint.line,
  condition: breakpoint.condition,
});

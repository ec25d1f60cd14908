/** From a request in a shape of 1.0.0 to the command it stands for. */
import type { Parameters } from "../commands/table.js";
import { InvalidRequest } from "../errors/request.js";
import { MAX_NESTING } from "../limits.js";
import { checkerOf, fits } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { invalid, makeRequest, refuse, tooDeep } from "./head.js";
import {
  type LegacyName,
  type LegacyOperation,
  type LegacyParams,
  legacyParams,
  METHOD_NAME,
  type Place,
} from "./legacy-shapes.js";
import type { DecodedRequest, RequestHead } from "./request.js";

const names = new Set(Object.keys(legacyParams));
export const isLegacyName = (name: string): name is LegacyName => names.has(name);

/** Reads parameters by their schema and goes on with them, or refuses. */
const reader =
  <P>(schema: Schema<P>, make: (head: RequestHead, params: P) => DecodedRequest) =>
  (head: RequestHead, params: unknown, where: string): DecodedRequest => {
    if (!fits(schema, params)) {
      const misfit = checkerOf(schema)(params) ?? {
        path: "",
        expected: "parameters",
        found: "something else",
      };
      return refuse(head.id, head.encoding, invalid(where, misfit));
    }
    if (tooDeep(params)) {
      const error = new InvalidRequest({
        path: where,
        expected: `at most ${MAX_NESTING} levels of nesting`,
        found: "more",
      });
      return refuse(head.id, head.encoding, error);
    }
    return make(head, params);
  };

/** `{[name]: value}`, or nothing where the value is null or absent. */
const given = <N extends string, V>(name: N, value: V | null | undefined): { readonly [K in N]?: V } => {
  const none: { [K in N]?: V } = {};
  return value === null || value === undefined ? none : { ...none, [name]: value };
};

type DebugParameters = Parameters<"debug">;
const METHOD = new RegExp(METHOD_NAME, "u");

const breakpointPlace = (place: Place) => {
  if ("file" in place) {
    const [, name, meta, selector] = METHOD.exec(place.file) ?? [];
    return {
      class_name: name ?? place.file,
      method_name: selector ?? place.file,
      is_class_method: meta !== undefined,
      ...given("line", place.line),
    };
  }
  return {
    class_name: place.class_name,
    method_name: place.method_name,
    ...given("is_class_method", place.is_class_method),
    ...given("line", place.line),
  };
};

const debugParameters = (
  operation: LegacyOperation,
  debugger_id: string,
  session_id: string,
): DebugParameters => {
  // Breakpoints are the session's: which debugger is named does not matter.
  if (operation.SetBreakpoint !== undefined)
    return { session_id, operation: "set_breakpoint", ...breakpointPlace(operation.SetBreakpoint) };
  if (operation.RemoveBreakpoint !== undefined)
    return {
      session_id,
      operation: "remove_breakpoint",
      breakpoint_id: operation.RemoveBreakpoint.breakpoint_id,
    };
  const held = { session_id, debugger_id };
  if (operation.StepInto !== undefined) return { ...held, operation: "step_into" };
  if (operation.StepOver !== undefined) return { ...held, operation: "step_over" };
  if (operation.StepOut !== undefined) return { ...held, operation: "step_out" };
  if (operation.Continue !== undefined) return { ...held, operation: "proceed" };
  if (operation.GetStackTrace !== undefined) return { ...held, operation: "stack" };
  return { ...held, operation: "frame", index: 0 };
};

const inspectSubject = ({ target, object_id, debugger_id }: LegacyParams<"Inspect">) =>
  target !== undefined ? { target } : object_id !== undefined ? { object_id } : { debugger_id };

type Reader = (head: RequestHead, params: unknown, where: string) => DecodedRequest;

const readers: { readonly [N in LegacyName]: Reader } = {
  Ping: reader(legacyParams.Ping, (head, { message }) =>
    makeRequest(head, "ping", given("message", message)),
  ),
  Evaluate: reader(legacyParams.Evaluate, (head, { code, context, evaluation_mode }) => {
    const parameters = {
      code,
      evaluation_mode: evaluation_mode === "Display" ? "display" : "execute",
    } as const;
    if (typeof context === "string")
      return makeRequest(head, "evaluate", { ...parameters, session_id: context });
    return {
      ...head,
      kind: "connection_session",
      command: "evaluate",
      withSession: (session_id) => makeRequest(head, "evaluate", { ...parameters, session_id }),
    };
  }),
  Inspect: reader(legacyParams.Inspect, (head, params) => ({
    ...head,
    kind: "connection_session",
    command: "inspect",
    withSession: (session_id) =>
      makeRequest(head, "inspect", {
        session_id,
        ...inspectSubject(params),
        ...given("depth", params.depth),
        ...given("include_private", params.include_private),
        ...given("index", params.index),
        ...given("view", params.view),
        ...given("node", params.node),
        ...given("assign", params.assign),
        ...given("offset", params.offset),
        ...given("limit", params.limit),
      }),
  })),
  BrowseClass: reader(legacyParams.BrowseClass, (head, params) =>
    makeRequest(head, "browse_class", {
      class_name: params.class_name,
      include_methods: params.include_methods,
      include_instance_vars: params.include_instance_vars,
      include_class_vars: params.include_class_vars,
    }),
  ),
  ListClasses: reader(legacyParams.ListClasses, (head, { pattern, include_system, limit }) =>
    makeRequest(head, "list_classes", {
      include_system,
      ...given("pattern", pattern),
      ...given("limit", limit),
    }),
  ),
  GetMethod: reader(legacyParams.GetMethod, (head, { class_name, method_name, is_class_method }) =>
    makeRequest(head, "get_method", { class_name, method_name, is_class_method }),
  ),
  SystemInfo: reader(legacyParams.SystemInfo, (head, { info_type }) =>
    makeRequest(head, "system_info", { info_type }),
  ),
  Debug: reader(legacyParams.Debug, (head, { operation, context }) => ({
    ...head,
    kind: "connection_session",
    command: "debug",
    withSession: (session_id) => makeRequest(head, "debug", debugParameters(operation, context, session_id)),
  })),
};

export const decodeLegacy = (
  head: RequestHead,
  name: LegacyName,
  params: unknown,
  where: string,
): DecodedRequest => readers[name](head, params, where);

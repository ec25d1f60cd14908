/** From what a command answers to the data that 1.0.0 answers. */
import type { CommandName, Parameters, Result } from "../commands/table.js";
import type { LegacyData, LegacyName } from "./legacy-shapes.js";

type Encoders = {
  readonly [C in CommandName]?: (result: Result<C>, parameters: Parameters<C>) => LegacyData<LegacyName>;
};

type ClassShape = Result<"browse_class">["class_info"];
type MethodShape = Result<"get_method">["method"];

const classInfo = ({ name, superclass, comment, package: pack, is_system }: ClassShape) => ({
  name,
  superclass,
  comment,
  package: pack,
  is_system,
});

const method = ({ name, source, category, is_class_method, arguments: names, comment }: MethodShape) => ({
  name,
  source,
  category,
  is_class_method,
  arguments: names,
  comment,
});

const ping = ({ message, status, uptime }: Result<"ping">): LegacyData<"Ping"> => ({
  message,
  status,
  uptime: Math.floor(uptime),
});

const evaluate = (result: Result<"evaluate">): LegacyData<"Evaluate"> => ({
  result: result.result,
  result_type: result.result_type,
  execution_time: Math.round(result.execution_time),
  has_error: false,
  ...(result.display === undefined ? {} : { display: result.display }),
});

const inspect = (
  result: Result<"inspect">,
  { target, view, assign, offset, limit }: Parameters<"inspect">,
): LegacyData<"Inspect"> => {
  const { object_info, instance_vars, elements, methods } = result;
  // Of those that ask for what 1.0.0 did not have, ids and views are known.
  const isLater = [view, assign, offset, limit].some((each) => each !== undefined) || target === undefined;
  return {
    object_info: {
      class_name: object_info.class_name,
      string_representation: object_info.string_representation,
      hash: object_info.hash,
      size: object_info.size,
    },
    // Variables come last, so that they win where a key of a dictionary is called like one.
    instance_vars: Object.fromEntries([
      ...elements.map((element) => [element.key, element.print_string] as const),
      ...instance_vars.map((variable) => [variable.name, variable.print_string] as const),
    ]),
    methods: methods ?? null,
    ...(isLater ? { inspection: result } : {}),
  };
};

const browseClass = (
  result: Result<"browse_class">,
  parameters: Parameters<"browse_class">,
): LegacyData<"BrowseClass"> => {
  const { include_methods = true, include_instance_vars = true, include_class_vars = true } = parameters;
  return {
    class_info: classInfo(result.class_info),
    instance_methods: include_methods ? result.instance_methods.map(method) : null,
    class_methods: include_methods ? result.class_methods.map(method) : null,
    instance_vars: include_instance_vars ? result.instance_vars : null,
    class_vars: include_class_vars ? result.class_vars : null,
  };
};

const systemInfo = ({ info }: Result<"system_info">): LegacyData<"SystemInfo"> => ({
  info: Object.fromEntries(
    Object.entries(info).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ),
});

type Debugged = Result<"debug">;
type DebuggerState = Extract<Debugged, { readonly state: string }>;
type Activation = NonNullable<DebuggerState["frame"]>;

const methodName = (frame: Activation): string => `${frame.class_name}>>${frame.selector}`;

const breakpointResult = ({ breakpoint_id, breakpoints = [] }: Debugged): string =>
  breakpoint_id ?? breakpoints.map((each) => each.breakpoint_id).join("\n");

const debugResult = (reply: DebuggerState, { operation }: Parameters<"debug">): string => {
  if (reply.breakpoints !== undefined) return breakpointResult(reply);
  if (reply.result !== undefined) return reply.result.result;
  if (operation === "stack") return (reply.stack ?? []).map(methodName).join("\n");
  if (operation === "frame" && reply.frame !== null) return localVariables(reply.frame);
  return `${reply.state}: ${reply.reason}`;
};

const localVariables = (frame: Activation): string =>
  [...frame.arguments, ...frame.temporaries]
    .map(({ name, print_string }) => `${name}=${print_string}`)
    .join(", ");

const debug = (reply: Debugged, parameters: Parameters<"debug">): LegacyData<"Debug"> => {
  const nowhere = { current_line: "", current_method: "", local_vars: "" };
  if (!("state" in reply)) return { result: breakpointResult(reply), debug_info: nowhere };
  const { frame } = reply;
  return {
    result: debugResult(reply, parameters),
    debug_info:
      frame === null
        ? nowhere
        : {
            current_line: frame.line === null ? "" : String(frame.line),
            current_method: methodName(frame),
            local_vars: localVariables(frame),
          },
  };
};

const encoders: Encoders = {
  ping,
  evaluate,
  inspect,
  browse_class: browseClass,
  list_classes: ({ classes, total_count }) => ({ classes: classes.map(classInfo), total_count }),
  get_method: (result) => ({ method: method(result.method) }),
  system_info: systemInfo,
  debug,
};

/** The data of 1.0.0 for a result; of a command that had no shape there, the result itself. */
export const legacyDataOf = <C extends CommandName>(
  command: C,
  result: Result<C>,
  parameters: Parameters<C>,
): Result<C> | LegacyData<LegacyName> => {
  const encode = encoders[command];
  return encode === undefined ? result : encode(result, parameters);
};

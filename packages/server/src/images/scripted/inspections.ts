/** Evaluations and inspections from what a script says of them: ids made, windows cut, limits kept. */
import type { EvaluateOutcome, EvaluateRequest, Inspection, InspectRequest } from "@stui/smalltalk";
import type { ScriptedInspection } from "./script-schema.js";
import type { Answered } from "./stage.js";
import type { ScriptedWorkspace } from "./workspace.js";

/** What of an inspection is asked for. */
type Window = Pick<InspectRequest, "offset" | "limit" | "includePrivate" | "maxKept">;

/** @param id the object's, where it is known already */
export function inspectionOf(
  inside: ScriptedInspection,
  id: string | undefined,
  { offset, limit, includePrivate, maxKept }: Window,
  workspace: ScriptedWorkspace,
): Inspection {
  const { object_info: info, instance_vars = [], elements = [], methods = [] } = inside;
  const { class_name: className, string_representation: printString } = info;
  const object = { className, printString, inside };
  const objectId = workspace.register(object, id ?? info.object_id, maxKept);
  const described = (part: (typeof instance_vars | typeof elements)[number]) => {
    const { class_name, print_string, object_id } = part;
    const known = { className: class_name, printString: print_string };
    const partId = workspace.register({ ...known, inside: undefined }, object_id, maxKept);
    return { ...known, objectId: partId };
  };
  return {
    object: {
      objectId,
      className,
      printString,
      hash: info.hash ?? 0,
      size: info.size ?? elements.length,
    },
    fields: instance_vars.map((field) => ({ name: field.name, ...described(field) })),
    elements: elements
      .slice(offset, offset + limit)
      .map((element) => ({ key: element.key, ...described(element) })),
    total: inside.total ?? elements.length,
    ...(includePrivate ? { methods } : {}),
  };
}

/** What an evaluation answers in the request's mode; its objects are kept in the workspace. */
export function evaluated(
  { result: answer, sets, executionMs }: Answered<"evaluate">,
  request: EvaluateRequest,
  workspace: ScriptedWorkspace,
): EvaluateOutcome {
  const { result, result_type, output = "", inspection: inside } = answer;
  const { mode, maxPrint, maxOutputBytes, maxKept } = request;
  if (Buffer.byteLength(output) > maxOutputBytes)
    return {
      kind: "exhausted",
      resource: "output",
      limit: maxOutputBytes,
      message: "the Transcript was written to without end",
      stack: [],
      output: Buffer.from(output).subarray(0, maxOutputBytes).toString("utf8"),
      executionMs,
    };
  for (const [name, variable] of sets) workspace.set(name, variable);
  const display = answer.display ?? result;
  const id = answer.object_id ?? inside?.object_info.object_id;
  const objectId = workspace.register({ className: result_type, printString: result, inside }, id, maxKept);
  return {
    kind: "value",
    result: result.slice(0, maxPrint),
    resultType: result_type,
    objectId,
    ...(mode === "display" ? { display: display.slice(0, maxPrint) } : {}),
    ...(mode === "inspect"
      ? {
          inspection: inspectionOf(inside ?? plain(result, result_type), objectId, WHOLE(maxKept), workspace),
        }
      : {}),
    truncated: result.length > maxPrint || (mode === "display" && display.length > maxPrint),
    evaluationIndex: workspace.nextEvaluation(),
    output,
    executionMs,
  };
}

/** Elements that an evaluation in the mode `inspect` shows. */
const SHOWN = 100;
const WHOLE = (maxKept: number): Window => ({ offset: 0, limit: SHOWN, includePrivate: false, maxKept });

/** An object of which the script tells no more than how it prints. */
const plain = (print: string, className: string): ScriptedInspection => ({
  object_info: { class_name: className, string_representation: print },
});

/** Looks into an object: named fields, and a window on its elements. */
import { ClassObject, send } from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import { classOf } from "../memory/class-of.js";
import { isText, textSize } from "../memory/text.js";
import { nil, StArray, StAssociation, StBytes, type Value } from "../memory/values.js";
import { compile } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { classNameOf, print, SHORT_PRINT } from "./print.js";
import type {
  ElementDescription,
  FieldDescription,
  Inspection,
  InspectOutcome,
  InspectRequest,
} from "./requests.js";
import { run } from "./run.js";
import { DEFAULT_MAX_OUTPUT_BYTES } from "./transcript.js";
import type { Workspace } from "./workspace.js";

type Window = Pick<InspectRequest, "depth" | "includePrivate" | "offset" | "limit" | "maxPrint" | "maxKept">;

export function inspect(engine: Engine, workspace: Workspace, request: InspectRequest): InspectOutcome {
  if ("objectId" in request.subject) {
    const { objectId } = request.subject;
    const value = workspace.object(objectId);
    if (value === undefined) return { kind: "objectNotFound", objectId };
    return { kind: "inspection", inspection: inspection(engine, workspace, value, objectId, request) };
  }
  const compiled = compile(engine, workspace, { code: request.subject.expression });
  if (typeof compiled !== "function") return compiled;
  engine.transcript.open(DEFAULT_MAX_OUTPUT_BYTES);
  const start = performance.now();
  const result = run(engine, { timeoutMs: request.timeoutMs }, (depth) => compiled.call(nil, depth));
  const facts = { output: engine.transcript.take(), executionMs: performance.now() - start };
  if (result.kind !== "value") return failureOf(engine, result, facts);
  const objectId = workspace.register(result.value, request.maxKept);
  return { kind: "inspection", inspection: inspection(engine, workspace, result.value, objectId, request) };
}

export function inspection(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  objectId: string,
  window: Window,
): Inspection {
  const { elements, total } = elementsOf(engine, workspace, value, window);
  return {
    object: {
      objectId,
      className: classNameOf(value),
      printString: print(engine, value, window.maxPrint).text,
      hash: hashOf(engine, value),
      size: total,
    },
    fields: fieldsOf(engine, workspace, value, window.depth, window.maxKept),
    elements,
    total,
    ...(window.includePrivate ? { methods: ownSelectors(value) } : {}),
  };
}

function hashOf(engine: Engine, value: Value): number {
  const result = run(engine, { timeoutMs: 50 }, (depth) => send(value, "hash", [], depth));
  return result.kind === "value" && typeof result.value === "number" ? result.value : 0;
}

function ownSelectors(value: Value): string[] {
  const cls = classOf(value);
  return [...cls.methods.keys()].sort();
}

function fieldsOf(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  depth: number,
  maxKept: number,
): FieldDescription[] {
  const cls = classOf(value);
  if (typeof value !== "object" || !(cls instanceof ClassObject)) return [];
  return cls.allInstVarNames.map((name) => {
    const field: Value = Reflect.get(value, mangleField(name)) ?? nil;
    return {
      name,
      ...describe(engine, workspace, field, maxKept),
      ...(depth > 1 ? { fields: fieldsOf(engine, workspace, field, depth - 1, maxKept) } : {}),
    };
  });
}

function describe(engine: Engine, workspace: Workspace, value: Value, maxKept: number) {
  return {
    objectId: workspace.register(value, maxKept),
    className: classNameOf(value),
    printString: print(engine, value, SHORT_PRINT).text,
  };
}

/** Elements within the window: of the engine's own indexed objects directly, of collections as they say themselves. */
function elementsOf(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  window: Window,
): { elements: ElementDescription[]; total: number } {
  const element = (key: string, v: Value): ElementDescription => ({
    key,
    ...describe(engine, workspace, v, window.maxKept),
  });
  const to = (size: number) => Math.min(size, window.offset + window.limit);
  const elements: ElementDescription[] = [];
  if (value instanceof StArray) {
    for (let i = window.offset; i < to(value.i.length); i += 1)
      elements.push(element(`${i + 1}`, value.i[i] ?? nil));
    return { elements, total: value.i.length };
  }
  if (value instanceof StBytes) {
    for (let i = window.offset; i < to(value.b.length); i += 1)
      elements.push(element(`${i + 1}`, value.b[i] ?? 0));
    return { elements, total: value.b.length };
  }
  if (isText(value)) return { elements, total: textSize(value) };
  return collectionElements(engine, value, window, element);
}

/** `inspectionElementsFrom:count:` answers the size and an Array of associations, key to element. */
function collectionElements(
  engine: Engine,
  value: Value,
  window: Window,
  element: (key: string, v: Value) => ElementDescription,
): { elements: ElementDescription[]; total: number } {
  const result = run(engine, { timeoutMs: 200 }, (depth) =>
    send(value, "inspectionElementsFrom:count:", [window.offset + 1, window.limit], depth),
  );
  if (result.kind !== "value" || !(result.value instanceof StAssociation)) return { elements: [], total: 0 };
  const { _key: total, _value: pairs } = result.value;
  if (typeof total !== "number" || !(pairs instanceof StArray)) return { elements: [], total: 0 };
  const elements = pairs.i.flatMap((pair) =>
    pair instanceof StAssociation ? [element(print(engine, pair._key, SHORT_PRINT).text, pair._value)] : [],
  );
  return { elements, total };
}

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

/** Elements of one window. */
const MAX_ELEMENTS = 10_000;
/** Milliseconds within which elements of a window are described; the last one may take a little longer. */
const ELEMENTS_BUDGET_MS = 500;
/** Milliseconds that a collection may take to tell its size, and to give its elements. */
const COLLECTION_BUDGET_MS = 200;

type Window = Pick<InspectRequest, "depth" | "includePrivate" | "offset" | "limit" | "maxPrint" | "maxKept">;

export function inspect(engine: Engine, workspace: Workspace, request: InspectRequest): InspectOutcome {
  if ("objectId" in request.subject) {
    const { objectId } = request.subject;
    const value = workspace.object(objectId);
    if (value === undefined) return { kind: "objectNotFound", objectId };
    return { kind: "inspection", inspection: inspection(engine, workspace, value, objectId, request) };
  }
  const compiled = compile(engine, workspace, {
    code: request.subject.expression,
    timeoutMs: request.timeoutMs,
  });
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

/** The elements within the window, as far as there is time to describe them, and how many there are in all. */
function elementsOf(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  window: Window,
): { elements: ElementDescription[]; total: number } {
  const elements: ElementDescription[] = [];
  const { total, at } = indexed(engine, value, window);
  const count = countIn(window, total);
  const deadline = performance.now() + ELEMENTS_BUDGET_MS;
  for (let i = 0; i < count && performance.now() < deadline; i += 1) {
    const found = at(window.offset + i);
    if (found === undefined) break;
    elements.push({ key: found.key, ...describe(engine, workspace, found.value, window.maxKept) });
  }
  return { elements, total };
}

const countIn = ({ offset, limit }: Window, total: number): number =>
  Math.max(0, Math.min(limit, MAX_ELEMENTS, total - offset));

/** What has elements. */
interface Indexed {
  readonly total: number;
  /** The element at an offset within the window; undefined where it could not be had. */
  readonly at: (offset: number) => { readonly key: string; readonly value: Value } | undefined;
}

/** The engine's own indexed objects directly; collections as they say themselves. */
function indexed(engine: Engine, value: Value, window: Window): Indexed {
  const numbered = (total: number, at: (offset: number) => Value): Indexed => ({
    total,
    at: (offset) => ({ key: `${offset + 1}`, value: at(offset) }),
  });
  if (value instanceof StArray) return numbered(value.i.length, (offset) => value.i[offset] ?? nil);
  if (value instanceof StBytes) return numbered(value.b.length, (offset) => value.b[offset] ?? 0);
  if (isText(value)) return { total: textSize(value), at: () => undefined };
  return collection(engine, value, window);
}

/** `inspectionElementsFrom:into:` fills an Array with associations, key to element; whatever ends it, those there are shown. */
function collection(engine: Engine, value: Value, window: Window): Indexed {
  const limits = { timeoutMs: COLLECTION_BUDGET_MS };
  const size = run(engine, limits, (depth) => send(value, "inspectionSize", [], depth));
  const total = size.kind === "value" && typeof size.value === "number" ? size.value : 0;
  const pairs = new StArray(new Array<Value>(countIn(window, total)).fill(nil));
  if (pairs.i.length > 0)
    run(engine, limits, (depth) =>
      send(value, "inspectionElementsFrom:into:", [window.offset + 1, pairs], depth),
    );
  return {
    total,
    at: (offset) => {
      const pair = pairs.i[offset - window.offset];
      if (!(pair instanceof StAssociation)) return undefined;
      return { key: print(engine, pair._key, SHORT_PRINT).text, value: pair._value };
    },
  };
}

/** Evaluates doits in a workspace. */
import { nil, type Value } from "../memory/values.js";
import { compile } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { inspection } from "./inspect.js";
import { classNameOf, display, firstCharacters, print, SHORT_PRINT } from "./print.js";
import type { EvaluateOutcome, EvaluateRequest } from "./requests.js";
import { run } from "./run.js";
import type { Workspace } from "./workspace.js";

/** Characters of the code that the history keeps. */
const HISTORY_CODE = 10_000;

export function evaluate(engine: Engine, workspace: Workspace, request: EvaluateRequest): EvaluateOutcome {
  const compiled = compile(engine, workspace, request);
  if (typeof compiled !== "function") return compiled;
  const at = timestampOf(Date.now());
  const { transcript } = engine;
  const group = transcript.turnTo(workspace.group);
  transcript.open(request.maxOutputBytes);
  const start = performance.now();
  const { timeoutMs } = request;
  const result = run(engine, { timeoutMs }, (depth) => compiled.call(nil, depth), workspace.group);
  const executionMs = performance.now() - start;
  const output = transcript.take();
  transcript.turnTo(group);
  const index = workspace.evaluations + 1;
  workspace.evaluations = index;
  const code = firstCharacters(request.code, HISTORY_CODE);
  const entry = { index, code, at, durationMs: executionMs };
  if (result.kind !== "value") {
    const failure = failureOf(engine, result, { output, executionMs });
    const errorType = failure.kind === "error" ? failure.exceptionClass : failure.kind;
    workspace.note({ ...entry, printString: "", className: "", objectId: "", errorType }, request.maxKept);
    return failure;
  }
  const { text, truncated } = print(engine, result.value, request.maxPrint);
  const objectId = workspace.register(result.value, request.maxKept);
  const resultType = classNameOf(result.value);
  const printString = firstCharacters(text, SHORT_PRINT);
  workspace.note({ ...entry, printString, className: resultType, objectId }, request.maxKept);
  // What printing wrote belongs to nobody.
  transcript.take();
  const value = {
    kind: "value" as const,
    result: text,
    resultType,
    objectId,
    truncated,
    evaluationIndex: index,
    output,
    executionMs,
  };
  if (request.mode === "execute") return value;
  const shown = display(engine, result.value, request.maxPrint).text;
  if (request.mode === "display") return { ...value, display: shown };
  const inspected = inspectResult(engine, workspace, result.value, objectId, request);
  return { ...value, display: shown, inspection: inspected };
}

let lastMoment = Number.NaN;
let lastTimestamp = "";

/** ISO 8601 of milliseconds since 1970; many evaluations share one. */
function timestampOf(moment: number): string {
  if (moment !== lastMoment) {
    lastTimestamp = new Date(moment).toISOString();
    lastMoment = moment;
  }
  return lastTimestamp;
}

function inspectResult(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  objectId: string,
  request: EvaluateRequest,
) {
  const window = {
    depth: 1,
    includePrivate: false,
    offset: 0,
    limit: 100,
    maxPrint: request.maxPrint,
    maxKept: request.maxKept,
  };
  return inspection(engine, workspace, value, objectId, window);
}

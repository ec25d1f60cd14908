/** Evaluates doits in a workspace. */
import { Deadline, type RunNumber, StProcess, USER_PRIORITY } from "../machine/index.js";
import { nil, type Value } from "../memory/values.js";
import { firstCharacters } from "../syntax/index.js";
import { compile } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { inspection } from "./inspect.js";
import { classNameOf, display, print, SHORT_PRINT } from "./print.js";
import type { EvaluateOutcome, EvaluateRequest, Failure, HistoryEntry } from "./requests.js";
import { endOfRun, type RunResult, run } from "./run.js";
import type { Workspace } from "./workspace.js";

/** Characters of the code that the history keeps. */
const HISTORY_CODE = 10_000;

/** Evaluates to the end, while whatever else the image has to do waits. */
export function evaluate(engine: Engine, workspace: Workspace, request: EvaluateRequest): EvaluateOutcome {
  const compiled = compile(engine, workspace, request);
  if (typeof compiled !== "function") return compiled;
  const begun = begin(engine, workspace, request);
  const { timeoutMs } = request;
  const result = run(engine, { timeoutMs }, (depth) => compiled.call(nil, depth), workspace.group);
  return finish(engine, workspace, request, begun, result);
}

/** Begins to evaluate at once, and takes turns with others from then on; `done` is told exactly once, perhaps at once. */
export function startEvaluation(
  engine: Engine,
  workspace: Workspace,
  request: EvaluateRequest,
  runNumber: RunNumber,
  done: (outcome: EvaluateOutcome) => void,
): void {
  const compiled = compile(engine, workspace, request);
  if (typeof compiled !== "function") {
    done(compiled);
    return;
  }
  const begun = begin(engine, workspace, request);
  const code = (depth: number): Value => compiled.call(nil, depth);
  const process = new StProcess(workspace.group, { kind: "begin", code }, USER_PRIORITY, runNumber);
  const deadline = begun.start + request.timeoutMs;
  process.deadline = new Deadline(deadline);
  process.onEnd = (stop) => {
    const result = endOfRun(engine, process, stop, deadline);
    engine.machine.attention.forget(runNumber);
    done(finish(engine, workspace, request, begun, result));
  };
  engine.pump.start(process);
}

interface Begun {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** `performance.now()`. */
  readonly start: number;
}

function begin({ transcript }: Engine, { group }: Workspace, { maxOutputBytes }: EvaluateRequest): Begun {
  const before = transcript.turnTo(group);
  transcript.open(maxOutputBytes);
  transcript.turnTo(before);
  return { at: timestampOf(Date.now()), start: performance.now() };
}

function finish(
  engine: Engine,
  workspace: Workspace,
  request: EvaluateRequest,
  { at, start }: Begun,
  result: RunResult,
): EvaluateOutcome {
  const executionMs = performance.now() - start;
  const before = engine.turnTo(workspace.group);
  const output = engine.transcript.take();
  const index = workspace.evaluations + 1;
  workspace.evaluations = index;
  const code = firstCharacters(request.code, HISTORY_CODE);
  const entry = { index, code, at, durationMs: executionMs };
  const outcome = outcomeOf(engine, workspace, request, entry, result, output);
  // What printing wrote belongs to nobody.
  engine.transcript.take();
  engine.turnTo(before);
  return outcome;
}

function outcomeOf(
  engine: Engine,
  workspace: Workspace,
  request: EvaluateRequest,
  entry: Pick<HistoryEntry, "index" | "code" | "at" | "durationMs">,
  result: RunResult,
  output: string,
): EvaluateOutcome {
  const executionMs = entry.durationMs;
  if (result.kind !== "value") {
    const failure = failureOf(engine, result, { output, executionMs });
    workspace.note(
      { ...entry, ...exceptionOf(failure), objectId: "", failed: failure.kind },
      request.maxKept,
    );
    return failure;
  }
  const { text, truncated } = print(engine, result.value, request.maxPrint);
  const objectId = workspace.register(result.value, request.maxKept);
  const resultType = classNameOf(result.value);
  const printString = firstCharacters(text, SHORT_PRINT);
  const { index, code, at } = entry;
  // Without a spread, which takes as long as all else here.
  workspace.note(
    { index, code, at, durationMs: executionMs, printString, className: resultType, objectId },
    request.maxKept,
  );
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

/** What a history tells of a failure. */
const exceptionOf = (failure: Failure): Pick<HistoryEntry, "className" | "printString"> =>
  failure.kind === "error"
    ? { className: failure.exceptionClass, printString: firstCharacters(failure.messageText, SHORT_PRINT) }
    : { className: "", printString: "" };

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

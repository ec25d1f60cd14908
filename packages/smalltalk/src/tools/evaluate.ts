/** Evaluates doits in a workspace. */
import { Deadline, type RunNumber, type Stop, StProcess, USER_PRIORITY } from "../machine/index.js";
import { nil, type Value } from "../memory/values.js";
import { firstCharacters } from "../syntax/index.js";
import { MAX_DEBUGGERS, type OpenDebugger } from "./debuggers.js";
import { compile } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import { inspection } from "./inspect.js";
import { classNameOf, display, print, SHORT_PRINT } from "./print.js";
import type { EvaluateOutcome, EvaluateRequest, Failure, HistoryEntry } from "./requests.js";
import { endOfRun, endRunInTurns, type RunResult, resultOf } from "./run.js";
import type { Workspace } from "./workspace.js";

/** Characters of the code that the history keeps. */
const HISTORY_CODE = 10_000;

/** Evaluates to the end, while whatever else the image has to do waits. */
export function evaluate(engine: Engine, workspace: Workspace, request: EvaluateRequest): EvaluateOutcome {
  const compiled = compile(engine, workspace, request);
  if (typeof compiled !== "function") return compiled;
  const full = withoutDebugger(engine, workspace, request);
  if (full !== null) return full;
  const begun = begin(engine, workspace, request);
  const { attention } = engine.machine;
  const process = processOf(workspace, request, begun, attention.run, (depth) => compiled.call(nil, depth));
  const stop = engine.pump.run(process, false);
  const held = debugged(engine, workspace, request, begun, process, stop);
  if (held !== undefined) return held;
  const result = endOfRun(engine, process, stop, begun.start + request.timeoutMs);
  return finish(engine, workspace, request, begun, result);
}

/** The failure of an evaluation that could not be debugged, where that was asked for; else null. */
function withoutDebugger({ debuggers }: Engine, { group }: Workspace, { debug }: EvaluateRequest) {
  return debug === true && debuggers.isFull(group)
    ? ({ kind: "debuggersFull", limit: MAX_DEBUGGERS } as const)
    : null;
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
  const full = withoutDebugger(engine, workspace, request);
  if (full !== null) {
    done(full);
    return;
  }
  const begun = begin(engine, workspace, request);
  const code = (depth: number): Value => compiled.call(nil, depth);
  const process = processOf(workspace, request, begun, runNumber, code);
  process.onEnd = (stop) => {
    process.onEnd = null;
    engine.machine.attention.forget(runNumber);
    const held = debugged(engine, workspace, request, begun, process, stop);
    if (held !== undefined) {
      done(held);
      return;
    }
    endRunInTurns(engine, process, stop, begun.start + request.timeoutMs, (result) =>
      done(finish(engine, workspace, request, begun, result)),
    );
  };
  engine.pump.start(process);
}

function processOf(
  { group }: Workspace,
  { debug, timeoutMs }: EvaluateRequest,
  { start }: Begun,
  run: RunNumber,
  code: (depth: number) => Value,
): StProcess {
  const process = new StProcess(group, { kind: "begin", code }, USER_PRIORITY, run);
  process.deadline = new Deadline(start + timeoutMs);
  process.keeping = debug === "unseen" ? "unseen" : debug === true ? "always" : "never";
  return process;
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

/** The outcome of a run that a debugger has; undefined where none has it. */
function debugged(
  engine: Engine,
  workspace: Workspace,
  request: EvaluateRequest,
  begun: Begun,
  process: StProcess,
  stop: Stop,
): EvaluateOutcome | undefined {
  if (!process.isHeld) return undefined;
  const open = engine.debuggers.open(process, stop, workspace.evaluations + 1);
  if (open === undefined) return undefined;
  const outcome = finish(engine, workspace, request, begun, resultOf(process, stop));
  return heldBy(open, outcome);
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

/** The outcome of what a debugger holds, where one does. */
export function heldBy<Outcome extends EvaluateOutcome>(
  open: OpenDebugger | undefined,
  outcome: Outcome,
): Outcome {
  if (open === undefined) return outcome;
  switch (outcome.kind) {
    case "error":
    case "timeout":
    case "interrupted":
    case "exhausted":
      return { ...outcome, debuggerId: open.id };
    default:
      return outcome;
  }
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
  const { index, code, at } = entry;
  const value = evaluatedValue(engine, workspace, request, result.value, {
    output,
    executionMs,
    evaluationIndex: index,
  });
  const printString = firstCharacters(value.result, SHORT_PRINT);
  const { resultType: className, objectId } = value;
  // Without a spread, which takes as long as all else here.
  workspace.note(
    { index, code, at, durationMs: executionMs, printString, className, objectId },
    request.maxKept,
  );
  return value;
}

type EvaluatedValue = Extract<EvaluateOutcome, { readonly kind: "value" }>;

/** The value of code that came to its end, as evaluations answer it. */
export function evaluatedValue(
  engine: Engine,
  workspace: Workspace,
  request: Pick<EvaluateRequest, "mode" | "maxPrint" | "maxKept">,
  of: Value,
  facts: Pick<EvaluatedValue, "output" | "executionMs" | "evaluationIndex">,
): EvaluatedValue {
  const { text, truncated } = print(engine, of, request.maxPrint);
  const objectId = workspace.register(of, request.maxKept);
  const value = {
    kind: "value" as const,
    result: text,
    resultType: classNameOf(of),
    objectId,
    truncated,
    evaluationIndex: facts.evaluationIndex,
    output: facts.output,
    executionMs: facts.executionMs,
  };
  if (request.mode === "execute") return value;
  const shown = display(engine, of, request.maxPrint).text;
  if (request.mode === "display") return { ...value, display: shown };
  return { ...value, display: shown, inspection: inspectResult(engine, workspace, of, objectId, request) };
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
  request: Pick<EvaluateRequest, "maxPrint" | "maxKept">,
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

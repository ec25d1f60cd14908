/** Looks into an object: named fields, a window on its elements, its views; and assigns to it. */
import { send } from "../classes/index.js";
import { contextAt, type RunNumber } from "../machine/index.js";
import { classOf } from "../memory/class-of.js";
import { nil, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { faultOf, INTERRUPTED } from "./failure-report.js";
import { type Assigned, assign } from "./inspect-assign.js";
import { evaluated, type TakeOutput, workspaceCode } from "./inspect-code.js";
import { describe, type Looking } from "./inspect-describe.js";
import { describeElements } from "./inspect-elements.js";
import { describeFields } from "./inspect-fields.js";
import type { Inspection, InspectOutcome, InspectRequest, ViewSummary } from "./inspect-requests.js";
import { describeView, ViewInterrupted, viewsOf } from "./inspect-views.js";
import { classNameOf, print } from "./print.js";
import type { RunListener } from "./requests.js";
import { run } from "./run.js";
import { atOnce, inTurns, OwnTime, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

/** `done` is told exactly once, perhaps at once; others have their turns meanwhile. `listener` hears what the code does. */
export function inspect(
  engine: Engine,
  workspace: Workspace,
  request: InspectRequest,
  runNumber: RunNumber,
  done: (outcome: InspectOutcome) => void,
  listener?: RunListener,
): void {
  const time = new OwnTime();
  const takeOutput = gatherOutput(engine, workspace, request.maxOutputBytes);
  const silence = engine.listening.listenBeside(workspace.group, listener);
  const looking = { engine, workspace, maxKept: request.maxKept, time };
  inTurns<InspectOutcome>(engine, lookedInto(looking, request, takeOutput), {
    workspace,
    timeoutMs: request.timeoutMs,
    run: runNumber,
    time,
    interrupted: () => ({ ...INTERRUPTED, output: takeOutput() }),
    broken: (error) => (error instanceof ViewInterrupted ? INTERRUPTED : faultOf(error)),
    done: (outcome) => {
      takeOutput();
      silence();
      done(outcome);
    },
  });
}

/** What is written belongs to the inspection from now on, where no evaluation of the session is under way; ends with its first take. */
function gatherOutput(engine: Engine, { group }: Workspace, maxBytes: number): TakeOutput {
  const { transcript } = engine;
  const inSession = <T>(work: () => T): T => {
    const before = engine.turnTo(group);
    const answer = work();
    engine.turnTo(before);
    return answer;
  };
  let opening = inSession(() => {
    if (transcript.isOpen) return undefined;
    transcript.open(maxBytes);
    return transcript.openings;
  });
  return () => {
    // An evaluation that has begun since then gathers what is written now.
    const taken = inSession(() => (transcript.openings === opening ? transcript.take() : ""));
    opening = undefined;
    return taken;
  };
}

function* lookedInto(
  looking: Looking,
  request: InspectRequest,
  takeOutput: TakeOutput,
): Steps<InspectOutcome> {
  const found = yield* subjectOf(looking, request, takeOutput);
  if (found.kind !== "subject") return found;
  const { value, objectId } = found;
  const view = viewOf(looking, value, request);
  if (view.kind === "refused" || view.kind === "objectNotFound") return view;
  let assigned: Extract<Assigned, { readonly kind: "assigned" }> | undefined;
  if (request.assign !== undefined) {
    const shown = view.kind === "view" ? { name: view.summary.name, node: view.node } : undefined;
    const { timeoutMs } = request;
    const assignment = { looking, object: value, ...request.assign, view: shown, timeoutMs, takeOutput };
    const came = yield* assign(assignment);
    if (came.kind !== "assigned") return came;
    assigned = came;
  }
  const inside = yield* inspectionOf(looking, value, objectId, request, view.kind === "view");
  if (view.kind === "view") {
    const { summary, node } = view;
    const { maxPrint } = request;
    inside.view = yield* describeView(looking, value, node, { ...summary, window: request, maxPrint });
  }
  if (assigned !== undefined) inside.assigned = describe(looking, assigned.value);
  // What was shown of it last must not be why it is let go of.
  looking.workspace.register(value, looking.maxKept);
  return { kind: "inspection", inspection: inside };
}

type Subject =
  | { readonly kind: "subject"; readonly value: Value; readonly objectId: string }
  | Exclude<InspectOutcome, { readonly kind: "inspection" }>;

function* subjectOf(looking: Looking, request: InspectRequest, takeOutput: TakeOutput): Steps<Subject> {
  const { engine, workspace, maxKept } = looking;
  const { subject, timeoutMs } = request;
  const known = (value: Value): Subject => ({
    kind: "subject",
    value,
    objectId: workspace.register(value, maxKept),
  });
  if ("objectId" in subject) {
    const { objectId } = subject;
    const value = workspace.object(objectId);
    return value === undefined ? { kind: "objectNotFound", objectId } : { kind: "subject", value, objectId };
  }
  if ("debuggerId" in subject) {
    const { debuggerId, index } = subject;
    const open = engine.debuggers.find(workspace.group, debuggerId);
    if (open === undefined) return { kind: "debuggerNotFound", debuggerId };
    const { held } = open;
    const refused = (path: string, expected: string, found: string): Subject => ({
      kind: "refused",
      path,
      expected,
      found,
    });
    if (!held.process.isHeld)
      return refused(
        "debugger_id",
        "a process that stands still; this one runs: wait, or interrupt it",
        debuggerId,
      );
    const context = held.at(index) === undefined ? null : contextAt(held.process.stack, held.place(index));
    return context === null
      ? refused("index", `an activation: 0 to ${held.depth - 1}`, `${index}`)
      : known(context);
  }
  const code = () => workspaceCode(engine, workspace, subject.expression, nil);
  const valued = yield* evaluated(engine, code, timeoutMs, takeOutput);
  return valued.kind === "value" ? known(valued.value) : valued;
}

type AskedView =
  | { readonly kind: "none" }
  | { readonly kind: "view"; readonly summary: ViewSummary; readonly node: Value | undefined }
  | Extract<InspectOutcome, { readonly kind: "refused" | "objectNotFound" }>;

function viewOf(looking: Looking, value: Value, { view }: InspectRequest): AskedView {
  if (view === undefined) return { kind: "none" };
  const views = viewsOf(looking, value);
  const summary = views.find(({ name }) => name === view.name);
  if (summary === undefined) {
    const names = views.map(({ name }) => name).join(", ");
    const expected = names === "" ? "no view: the object has none" : `a view of the object: ${names}`;
    return { kind: "refused", path: "view", expected, found: view.name };
  }
  if (view.node === undefined) return { kind: "view", summary, node: undefined };
  const node = looking.workspace.object(view.node);
  return node === undefined
    ? { kind: "objectNotFound", objectId: view.node }
    : { kind: "view", summary, node };
}

type Window = Pick<InspectRequest, "depth" | "includePrivate" | "offset" | "limit" | "maxPrint" | "maxKept">;

/** Of a value that is known by that id, at once. */
export function inspection(
  engine: Engine,
  workspace: Workspace,
  value: Value,
  objectId: string,
  window: Window,
): Inspection {
  const looking = { engine, workspace, maxKept: window.maxKept, time: new OwnTime() };
  return atOnce(inspectionOf(looking, value, objectId, window, false));
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Where a view is to be shown, the window is that of its rows. */
function* inspectionOf(
  looking: Looking,
  value: Value,
  objectId: string,
  window: Window,
  hasView: boolean,
): Steps<Mutable<Inspection>> {
  const { engine } = looking;
  const { elements, total } = yield* describeElements(
    looking,
    value,
    hasView ? { offset: 0, limit: 0 } : window,
  );
  return {
    object: {
      objectId,
      className: classNameOf(value),
      printString: print(engine, value, window.maxPrint).text,
      hash: hashOf(engine, value),
      size: total,
    },
    fields: yield* describeFields(looking, value, window.depth),
    elements,
    total,
    ...(window.includePrivate ? { methods: ownSelectors(value) } : {}),
    views: viewsOf(looking, value),
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

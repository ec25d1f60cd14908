/** An image that answers from a script: for those who write clients, and for demonstrations, without an engine. */
import { UnsupportedOperation } from "@stui/protocol";
import type * as engine from "@stui/smalltalk";
import {
  type Image,
  ImageClosed,
  ImageDied,
  type ImageEvents,
  type ImageHealth,
  type RunId,
  type Watch,
} from "../image.js";
import { classDescription, codeAnswers, testReport } from "./answers.js";
import {
  askedOfCode,
  askedOfEvaluation,
  askedOfFileOut,
  askedOfInspection,
  askedOfLoad,
  askedOfTests,
} from "./asked.js";
import { evaluated, inspectionOf } from "./inspections.js";
import { Life } from "./life.js";
import type { Script } from "./script.js";
import { ended, type RunBounds, Stage } from "./stage.js";
import { tellOutput, tellTests } from "./telling.js";
import { ScriptedWorkspace } from "./workspace.js";

export class ScriptedImage implements Image {
  readonly kind = "scripted";
  readonly dialect: string;
  readonly #stage: Stage;
  /** Undefined once it is closed. */
  #life: Life | undefined = new Life();
  #deaths = 0;
  #startedAt = performance.now();

  /** @param events hears of its start, and of the deaths that the script tells of */
  constructor(script: Script, events: ImageEvents) {
    this.dialect = script.dialect;
    this.#stage = new Stage(script, (reason) => this.#die(reason, events));
    queueMicrotask(() => events.onStart?.());
  }

  health(): ImageHealth {
    return {
      state: this.#life === undefined ? "closed" : "ready",
      // It has no memory of its own.
      heapBytes: 0,
      uptime: (performance.now() - this.#startedAt) / 1_000,
      deaths: this.#deaths,
    };
  }

  openWorkspace(workspace: string): Promise<void> {
    return this.#call(workspace, (life) => life.open(workspace));
  }

  closeWorkspace(workspace: string): Promise<boolean> {
    return this.#call(workspace, (life) => life.close(workspace));
  }

  evaluate(request: engine.EvaluateRequest, run: RunId, watch?: Watch): Promise<engine.EvaluateOutcome> {
    return this.#run(request.workspace, run, async (life, workspace): Promise<engine.EvaluateOutcome> => {
      const at = new Date().toISOString();
      const asked = askedOfEvaluation(request);
      const played = await this.#stage.run(life, "evaluate", asked, boundsOf(request, run));
      const outcome = played.kind === "failure" ? played.failure : evaluated(played, request, workspace);
      workspace.noteEvaluation(outcome, request, at);
      if ("output" in outcome) tellOutput(outcome.output, watch);
      return outcome;
    });
  }

  debug(): Promise<engine.DebugOutcome> {
    return Promise.reject(noDebugger());
  }

  breakpoints(): Promise<engine.BreakpointOutcome> {
    return Promise.reject(noDebugger());
  }

  listDebuggers(workspace: string): Promise<readonly engine.DebuggerSummary[] | undefined> {
    return this.#call(workspace, (life) => (life.workspace(workspace) === undefined ? undefined : []));
  }

  inspect(request: engine.InspectRequest, run: RunId): Promise<engine.InspectOutcome> {
    return this.#run(request.workspace, run, async (life, workspace): Promise<engine.InspectOutcome> => {
      const { subject, view, assign } = request;
      if ("debuggerId" in subject) throw noDebugger();
      if (assign !== undefined || view !== undefined) throw noAssignment();
      const objectId = "objectId" in subject ? subject.objectId : undefined;
      const known = objectId === undefined ? undefined : workspace.object(objectId);
      const asked = askedOfInspection(subject);
      if (objectId !== undefined && !this.#stage.has("inspect", asked)) {
        if (known === undefined) return { kind: "objectNotFound", objectId };
        if (known.inside !== undefined)
          return { kind: "inspection", inspection: inspectionOf(known.inside, objectId, request, workspace) };
      }
      const played = await this.#stage.run(life, "inspect", asked, boundsOf(request, run));
      if (played.kind === "failure") return played.failure;
      return { kind: "inspection", inspection: inspectionOf(played.result, objectId, request, workspace) };
    });
  }

  fileIn(request: engine.FileInRequest, run: RunId, watch?: Watch): Promise<engine.FileInOutcome> {
    return this.#run(request.workspace, run, async (life): Promise<engine.FileInOutcome> => {
      const played = await this.#stage.run(life, "file_in", askedOfLoad(request), boundsOf(request, run));
      if (played.kind === "failure") return played.failure;
      const { loaded, output = "" } = played.result;
      tellOutput(output, watch);
      return { kind: "loaded", ...loaded, kept: [], output };
    });
  }

  fileOut(request: engine.FileOutRequest): Promise<engine.FileOutOutcome> {
    return this.#call(undefined, async (life): Promise<engine.FileOutOutcome> => {
      const { files } = await this.#stage.answer(life, "file_out", askedOfFileOut(request));
      return { kind: "written", files };
    });
  }

  defineClass(request: engine.DefineClassRequest, run: RunId): Promise<engine.DefineClassOutcome> {
    return this.#run(request.workspace, run, async (life): Promise<engine.DefineClassOutcome> => {
      const asked = new Map([["definition", request.definition]]);
      const played = await this.#stage.run(life, "define_class", asked, boundsOf(request, run));
      if (played.kind === "failure") return played.failure;
      return { kind: "defined", description: classDescription(played.result.class_info) };
    });
  }

  runTests(request: engine.RunTestsRequest, run: RunId, watch?: Watch): Promise<engine.RunTestsOutcome> {
    return this.#run(request.workspace, run, async (life): Promise<engine.RunTestsOutcome> => {
      const played = await this.#stage.run(life, "run_tests", askedOfTests(request), {
        run,
        // The request's is that of each test, and a script runs none.
        timeoutMs: Number.POSITIVE_INFINITY,
      });
      if (played.kind === "failure") return played.failure;
      const report = testReport(played.result);
      tellTests(report, watch);
      return { kind: "tested", ...report };
    });
  }

  code<Q extends engine.CodeQuestion>(question: Q): Promise<engine.CodeAnswers[Q["name"]]> {
    const name: Q["name"] = question.name;
    const asked = askedOfCode(question.request);
    return this.#call(undefined, (life) =>
      codeAnswers[name]((command) => this.#stage.answer(life, command, asked)),
    );
  }

  interrupt(run: RunId): void {
    this.#life?.interrupt(run);
  }

  releaseObjects(workspace: string, objectIds?: readonly string[]): Promise<number | undefined> {
    return this.#call(workspace, (life) => life.workspace(workspace)?.release(objectIds));
  }

  summarize(workspace: string, limit: number): Promise<engine.ContextSummary | undefined> {
    return this.#call(workspace, (life) => life.workspace(workspace)?.summarize(limit));
  }

  clear(workspace: string, scope: engine.ClearScope): Promise<engine.ClearedCounts | undefined> {
    return this.#call(workspace, (life) => life.workspace(workspace)?.clear(scope));
  }

  saveContext(workspace: string, name: string): Promise<engine.SavedContext | undefined> {
    return this.#call(workspace, (life) => life.workspace(workspace)?.save(name));
  }

  loadContext(workspace: string, name: string, from = workspace): Promise<engine.ContextLoaded> {
    return this.#call(workspace, (life) => {
      const [to, source] = [life.workspace(workspace), life.workspace(from)];
      return to === undefined || source === undefined ? "noSuchWorkspace" : to.load(name, source);
    });
  }

  information(): Promise<engine.ImageInformation> {
    const nothing = { classes: 0, methods: 0, heapBytes: 0, packages: [] };
    return this.#call(undefined, () => ({ dialect: this.dialect, version: "script", ...nothing }));
  }

  /** What a script plays runs in no process. */
  listProcesses(workspace: string): Promise<readonly engine.ProcessDescription[] | undefined> {
    return this.#call(workspace, (life) => (life.workspace(workspace) === undefined ? undefined : []));
  }

  terminateProcess(workspace: string): Promise<boolean> {
    return this.#call(workspace, () => false);
  }

  close(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    life?.end(new ImageClosed());
    return Promise.resolve();
  }

  #die(reason: string, events: ImageEvents): void {
    const life = this.#life;
    if (life === undefined) return;
    this.#deaths += 1;
    // Before anyone is told: what is asked from now on is asked of the next life.
    this.#life = new Life();
    this.#startedAt = performance.now();
    life.end(new ImageDied(reason));
    events.onDeath(reason);
    queueMicrotask(() => events.onStart?.());
  }

  /** @param workspace the one in whose order it is done */
  #call<T>(workspace: string | undefined, work: (life: Life) => T | Promise<T>): Promise<T> {
    const life = this.#life;
    return life === undefined ? Promise.reject(new ImageClosed()) : life.call(workspace, () => work(life));
  }

  /** @param name of the workspace; where there is none, one for this run alone */
  #run<T>(
    name: string | undefined,
    run: RunId,
    work: (life: Life, workspace: ScriptedWorkspace) => Promise<T>,
  ): Promise<T | engine.Failure> {
    const life = this.#life;
    if (life === undefined) return Promise.reject(new ImageClosed());
    const begin = async (): Promise<T | engine.Failure> => {
      const workspace = name === undefined ? new ScriptedWorkspace() : life.workspace(name);
      if (workspace === undefined) return { kind: "workspaceNotFound", workspace: name ?? "" };
      return work(life, workspace);
    };
    return life.run<T | engine.Failure>(name, run, begin, ended("interrupted", 0));
  }
}

const noDebugger = (): UnsupportedOperation =>
  new UnsupportedOperation({ operation: "debug", reason: "a script runs nothing that could be stopped" });

const noAssignment = (): UnsupportedOperation =>
  new UnsupportedOperation({
    operation: "inspect",
    reason: "a script's objects do not change, and have no views",
  });

function boundsOf({ timeoutMs }: { readonly timeoutMs: number }, run: RunId): RunBounds {
  return { timeoutMs, run };
}

/** The image: the engine with its workspaces, behind the door that hosts use. */
import type { RunNumber } from "../machine/index.js";
import { memoryByClass } from "../memory/heap-account.js";
import type { StClass } from "../memory/values.js";
import {
  type BreakpointOutcome,
  type BreakpointRequest,
  breakpoints,
  type ClassMemoryInformation,
  type ClearedCounts,
  type ClearScope,
  type CodeTools,
  type ContextLoaded,
  type ContextSummary,
  clear,
  codeTools,
  type DebuggerEvent,
  type DebuggerSummary,
  type DebugOutcome,
  type DebugRequest,
  type DefineClassOutcome,
  type DefineClassRequest,
  debug,
  defineClass,
  describeProcesses,
  type Engine,
  type EvaluateOutcome,
  type EvaluateRequest,
  endAll,
  endProcess,
  evaluate,
  type FileInMissingOutcome,
  type FileInMissingRequest,
  type FileInOutcome,
  type FileInRequest,
  type FileOutOutcome,
  type FileOutRequest,
  fileIn,
  fileInMissing,
  fileOut,
  holdWorkspaces,
  type ImageInformation,
  INTERRUPTED,
  type InspectOutcome,
  type InspectRequest,
  inspect,
  type ProcessDescription,
  type RunListener,
  type RunTestsOutcome,
  type RunTestsRequest,
  runTests,
  type SavedContext,
  SavedContexts,
  type SmalltalkImage,
  startEvaluation,
  summarize,
  Workspace,
} from "../tools/index.js";
import { type EngineOptions, openEngine } from "./open-engine.js";

/** Classes whose memory is told. */
const MAX_MEMORY_CLASSES = 100;

const printNameOf = ({ name, instanceSide }: StClass): string =>
  instanceSide === null ? name : `${name} class`;

/** Objects that a summary may add to a registry. */
const MAX_SUMMARY_OBJECTS = 1000;

/** Opens the kernel in this thread. Throws EngineOpenAlready, KernelMissing. */
export function openImage(options: EngineOptions = {}): SmalltalkImage {
  return new EmbeddedImage(openEngine(options));
}

type WorkspaceNotFound = { readonly kind: "workspaceNotFound"; readonly workspace: string };

export class EmbeddedImage implements SmalltalkImage {
  readonly #workspaces = new Map<string, Workspace>();
  readonly #contexts: SavedContexts;
  readonly code: CodeTools;

  constructor(readonly engine: Engine) {
    this.#contexts = new SavedContexts(engine);
    holdWorkspaces(engine.heap, () => this.#workspaces.values());
    this.code = codeTools(engine, (id) => this.#workspaces.get(id));
  }

  get attention(): SharedArrayBuffer {
    return this.engine.machine.attention.shared;
  }

  listen(listener: RunListener | undefined): void {
    this.engine.listening.listener = listener;
  }

  openWorkspace(id: string): void {
    if (!this.#workspaces.has(id)) this.#workspaces.set(id, new Workspace());
  }

  closeWorkspace(id: string): boolean {
    this.#contexts.drop(id);
    const workspace = this.#workspaces.get(id);
    if (workspace !== undefined) {
      for (const end of [...workspace.underWay]) end();
      endAll(this.engine, [...workspace.group.living]);
      this.engine.debuggers.close(workspace.group);
    }
    return this.#workspaces.delete(id);
  }

  evaluate(request: EvaluateRequest, done: (outcome: EvaluateOutcome) => void, run: RunNumber = 0): void {
    const work = (workspace: Workspace): EvaluateOutcome => evaluate(this.engine, workspace, request);
    const { workspace } = request;
    done(
      workspace === undefined
        ? this.#begun(run, () => work(new Workspace()))
        : this.#run(run, workspace, work),
    );
  }

  startEvaluating(
    request: EvaluateRequest,
    done: (outcome: EvaluateOutcome) => void,
    run: RunNumber = 0,
    listener?: RunListener,
  ): void {
    const { engine } = this;
    const { attention } = engine.machine;
    const id = request.workspace;
    const workspace = id === undefined ? new Workspace() : this.#workspaces.get(id);
    if (workspace === undefined || attention.isInterrupted(run)) {
      attention.forget(run);
      done(workspace === undefined ? { kind: "workspaceNotFound", workspace: id ?? "" } : INTERRUPTED);
      return;
    }
    if (listener !== undefined) engine.listening.listenTo(workspace.group, listener);
    startEvaluation(engine, workspace, request, run, (outcome) => {
      if (listener !== undefined) engine.listening.listenTo(workspace.group, undefined);
      if (id === undefined) endAll(engine, [...workspace.group.living]);
      done(outcome);
    });
  }

  lookForInterrupts(): void {
    this.engine.loads.look();
    this.engine.pump.look();
  }

  debug(request: DebugRequest, done: (outcome: DebugOutcome) => void, run: RunNumber = 0): void {
    const workspace = this.#workspaces.get(request.workspace);
    if (workspace === undefined) done({ kind: "workspaceNotFound", workspace: request.workspace });
    else debug(this.engine, workspace, request, run, done);
  }

  breakpoints(request: BreakpointRequest): BreakpointOutcome {
    const workspace = this.#workspaces.get(request.workspace);
    return workspace === undefined
      ? { kind: "workspaceNotFound", workspace: request.workspace }
      : breakpoints(this.engine, workspace, request);
  }

  listenToDebuggers(listener: (event: DebuggerEvent) => void): void {
    this.engine.debuggers.listener = (group, debuggerId, state, reason) => {
      for (const [workspace, { group: own }] of this.#workspaces)
        if (own === group) listener({ workspace, debuggerId, state, reason });
    };
  }

  listDebuggers(id: string): readonly DebuggerSummary[] | undefined {
    const workspace = this.#workspaces.get(id);
    return workspace === undefined ? undefined : this.engine.debuggers.list(workspace.group);
  }

  inspect(
    request: InspectRequest,
    done: (outcome: InspectOutcome) => void,
    run: RunNumber = 0,
    listener?: RunListener,
  ): void {
    const workspace = this.#toBegin(request.workspace, run, done);
    if (workspace !== undefined) inspect(this.engine, workspace, request, run, done, listener);
  }

  fileIn(
    request: FileInRequest,
    done: (outcome: FileInOutcome) => void,
    run: RunNumber = 0,
    listener?: RunListener,
  ): void {
    const workspace = this.#toBegin(request.workspace, run, done);
    if (workspace !== undefined) fileIn(this.engine, workspace, request, run, done, listener);
  }

  fileInMissing(
    request: FileInMissingRequest,
    done: (outcome: FileInMissingOutcome) => void,
    run: RunNumber = 0,
  ): void {
    const workspace = this.#toBegin(request.workspace, run, done);
    if (workspace !== undefined) fileInMissing(this.engine, workspace, request, run, done);
  }

  fileOut(request: FileOutRequest): FileOutOutcome {
    return fileOut(this.engine, request);
  }

  defineClass(
    request: DefineClassRequest,
    done: (outcome: DefineClassOutcome) => void,
    run: RunNumber = 0,
    listener?: RunListener,
  ): void {
    const workspace = this.#toBegin(request.workspace, run, done);
    if (workspace !== undefined) defineClass(this.engine, workspace, request, run, done, listener);
  }

  runTests(
    request: RunTestsRequest,
    done: (outcome: RunTestsOutcome) => void,
    run: RunNumber = 0,
    listener?: RunListener,
  ): void {
    const workspace = this.#toBegin(request.workspace, run, done);
    if (workspace !== undefined) runTests(this.engine, workspace, request, run, done, listener);
  }

  releaseObjects(id: string, objectIds?: readonly string[]): number | undefined {
    return this.#workspaces.get(id)?.release(objectIds);
  }

  summarize(id: string, limit: number): ContextSummary | undefined {
    const workspace = this.#workspaces.get(id);
    return workspace === undefined
      ? undefined
      : summarize(this.engine, workspace, this.#contexts.list(id), limit, MAX_SUMMARY_OBJECTS);
  }

  clear(id: string, scope: ClearScope): ClearedCounts | undefined {
    const workspace = this.#workspaces.get(id);
    return workspace === undefined ? undefined : clear(workspace, scope);
  }

  saveContext(id: string, name: string): SavedContext | undefined {
    const workspace = this.#workspaces.get(id);
    return workspace === undefined ? undefined : this.#contexts.save(id, workspace, name);
  }

  loadContext(id: string, name: string, from = id): ContextLoaded {
    const workspace = this.#workspaces.get(id);
    if (workspace === undefined) return "noSuchWorkspace";
    return this.#contexts.load(from, workspace, name, from === id) ?? "noSuchContext";
  }

  listProcesses(id: string): readonly ProcessDescription[] | undefined {
    const workspace = this.#workspaces.get(id);
    return workspace === undefined ? undefined : describeProcesses(this.engine, workspace.group);
  }

  terminateProcess(id: string, process: number): boolean {
    const workspace = this.#workspaces.get(id);
    return workspace !== undefined && endProcess(this.engine, workspace.group, process);
  }

  information(detail?: "memory"): ImageInformation {
    const classes = [...this.engine.environment.classes()];
    let methods = 0;
    for (const c of classes) methods += c.methods.size + c.cls.methods.size;
    return {
      dialect: "STUI Smalltalk",
      version: "0.1.0",
      classes: classes.length,
      methods,
      heapBytes: process.memoryUsage().heapUsed,
      packages: [...new Set(classes.map((c) => c.package))].sort(),
      ...(detail === "memory" ? { memory: this.#memory() } : {}),
    };
  }

  #memory(): ClassMemoryInformation[] {
    return memoryByClass(this.engine.heap.reach())
      .slice(0, MAX_MEMORY_CLASSES)
      .map(({ cls, instances, bytes }) => ({ className: printNameOf(cls), instances, bytes }));
  }

  /** The workspace of a run that begins; `done` is told where there is none, or it was interrupted before. */
  #toBegin(
    id: string,
    run: RunNumber,
    done: (outcome: WorkspaceNotFound | typeof INTERRUPTED) => void,
  ): Workspace | undefined {
    const { attention } = this.engine.machine;
    const workspace = this.#workspaces.get(id);
    if (workspace !== undefined && !attention.isInterrupted(run)) return workspace;
    attention.forget(run);
    done(workspace === undefined ? { kind: "workspaceNotFound", workspace: id } : INTERRUPTED);
    return undefined;
  }

  /** Work of a run, which interrupts reach by its number. */
  #run<Outcome>(
    run: RunNumber,
    id: string,
    work: (workspace: Workspace) => Outcome,
  ): Outcome | WorkspaceNotFound | typeof INTERRUPTED {
    const workspace = this.#workspaces.get(id);
    if (workspace === undefined) return { kind: "workspaceNotFound", workspace: id };
    return this.#begun(run, () => work(workspace));
  }

  #begun<Outcome>(run: RunNumber, work: () => Outcome): Outcome | typeof INTERRUPTED {
    const { attention } = this.engine.machine;
    try {
      return attention.begin(run) ? INTERRUPTED : work();
    } finally {
      attention.end();
    }
  }
}

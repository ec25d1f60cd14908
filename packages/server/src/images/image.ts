/**
 * An image as the server sees it: one object memory with its classes and workspaces, wherever it runs. Requests and
 * outcomes are the plain data of the engine's door; a Smalltalk object is an id and a description here.
 *
 * Every kind of image passes the same contract suite, `contract/image.contract.ts`.
 */
import type {
  BreakpointOutcome,
  BreakpointRequest,
  ClearedCounts,
  ClearScope,
  CodeAnswers,
  CodeQuestion,
  ContextLoaded,
  ContextSummary,
  DebuggerEvent,
  DebuggerSummary,
  DebugOutcome,
  DebugRequest,
  DefineClassOutcome,
  DefineClassRequest,
  EvaluateOutcome,
  EvaluateRequest,
  FileInOutcome,
  FileInRequest,
  FileOutOutcome,
  FileOutRequest,
  ImageChange,
  ImageInformation,
  InspectOutcome,
  InspectRequest,
  ProcessDescription,
  RunTestsOutcome,
  RunTestsRequest,
  SavedContext,
  TestResult,
} from "@stui/smalltalk";

/** The kinds that run our engine, by what they run in. */
export type EmbeddedKind = "process" | "thread";

export type ImageKind = EmbeddedKind | "scripted";

export type ImageState = "starting" | "ready" | "crashed" | "closed";

/** The image died: what was asked of it has no outcome, and its objects are gone. */
export class ImageDied extends Error {
  override readonly name = "ImageDied";
  /** @param reason what is known of why, for a person: `out of memory`, `it no longer answered` */
  constructor(readonly reason: string) {
    super(`the image died: ${reason}`);
  }
}

/** The image was closed before it answered. */
export class ImageClosed extends Error {
  override readonly name = "ImageClosed";
  constructor() {
    super("the image is closed");
  }
}

/** The engine broke in a call that has no outcome for it; the image goes on. */
export class ImageFault extends Error {
  override readonly name = "ImageFault";
}

/** Names one run of code in an image, so that it can be interrupted. Unique within the image's life. */
export type RunId = number;

/** What a run tells while it runs. */
export type RunEvent =
  /** Text for the Transcript; line ends are LF. */
  | { readonly kind: "transcript"; readonly text: string }
  | { readonly kind: "changed"; readonly change: ImageChange }
  /** Tests begin. */
  | { readonly kind: "testsBegan"; readonly total: number }
  /** A test has run, the `done`th. */
  | { readonly kind: "tested"; readonly result: ToldTest; readonly done: number; readonly total: number }
  /** So much is done; `what` was the last of it. */
  | { readonly kind: "progressed"; readonly done: number; readonly total: number; readonly what: string };

/** Of a test that has run; the outcome of the whole has the rest. */
export type ToldTest = Pick<TestResult, "className" | "selector" | "outcome" | "durationMs" | "message">;

/** What one may want to hear of a run. */
export type RunTopic = "transcript" | "changes" | "tests" | "progress";

/** Whoever hears what a run tells, some events at a time, in order; the last of them before the run's outcome. */
export interface Watch {
  readonly topics: readonly RunTopic[];
  /** Must not throw. */
  tell(events: readonly RunEvent[]): void;
}

export interface ImageHealth {
  readonly state: ImageState;
  /** Memory that the image's heap uses, in bytes, as last reported. */
  readonly heapBytes: number;
  /** Seconds since it was last started. */
  readonly uptime: number;
  /** How often it has died and been started again. */
  readonly deaths: number;
}

/** What an image tells of itself. */
export interface ImageEvents {
  /** It died. All workspaces are gone; it is being started again, empty. */
  onDeath(reason: string): void;
  /** It is ready, for the first time or again. */
  onStart?(): void;
  /** Something has become of a debugger. */
  onDebugger?(event: DebuggerEvent): void;
}

/** Opens an image of some kind; it takes calls at once. */
export type OpenImage = (events: ImageEvents) => Image;

/**
 * An image takes calls from the moment it is made, while it is still starting.
 *
 * All calls reject with ImageDied or ImageClosed where the image does not live to answer; calls made while it is being
 * started (again) wait for it. Where it cannot be started they reject with ImageDied, and its state stays `crashed`. A kind that cannot do something rejects
 * with UnsupportedOperation, and a scripted one with whatever error its script tells of. What is asked of one workspace is
 * carried out in the order in which it was asked, but for what is answered beside what runs there.
 */
export interface Image {
  readonly kind: ImageKind;
  readonly dialect: string;
  health(): ImageHealth;
  /** Does nothing where it is open already. */
  openWorkspace(workspace: string): Promise<void>;
  /** Forgets it with its saved contexts; answers false where there was none. */
  closeWorkspace(workspace: string): Promise<boolean>;
  /** A run that `interrupt(run)` reaches, before or after it has begun. */
  evaluate(request: EvaluateRequest, run: RunId, watch?: Watch): Promise<EvaluateOutcome>;
  /** As `evaluate`, beside what runs in the workspace. */
  debug(request: DebugRequest, run: RunId): Promise<DebugOutcome>;
  breakpoints(request: BreakpointRequest): Promise<BreakpointOutcome>;
  /** The oldest first; undefined where there is no such workspace. */
  listDebuggers(workspace: string): Promise<readonly DebuggerSummary[] | undefined>;
  /** Beside what runs in the workspace. */
  inspect(request: InspectRequest, run: RunId, watch?: Watch): Promise<InspectOutcome>;
  fileIn(request: FileInRequest, run: RunId, watch?: Watch): Promise<FileInOutcome>;
  fileOut(request: FileOutRequest): Promise<FileOutOutcome>;
  defineClass(request: DefineClassRequest, run: RunId, watch?: Watch): Promise<DefineClassOutcome>;
  runTests(request: RunTestsRequest, run: RunId, watch?: Watch): Promise<RunTestsOutcome>;
  /** Answers about the image's code, or changes it without running any. */
  code<Q extends CodeQuestion>(question: Q, watch?: Watch): Promise<CodeAnswers[Q["name"]]>;
  /** The run ends as interrupted within some milliseconds, unless it has ended before. Never touches another run. */
  interrupt(run: RunId): void;
  /** Undefined where there is no such workspace. */
  releaseObjects(workspace: string, objectIds?: readonly string[]): Promise<number | undefined>;
  summarize(workspace: string, limit: number): Promise<ContextSummary | undefined>;
  clear(workspace: string, scope: ClearScope): Promise<ClearedCounts | undefined>;
  saveContext(workspace: string, name: string): Promise<SavedContext | undefined>;
  loadContext(workspace: string, name: string, fromWorkspace?: string): Promise<ContextLoaded>;
  /** With `memory`, also how much the objects of each class take, where the image can tell. */
  information(detail?: "memory"): Promise<ImageInformation>;
  /** The highest priority first. Undefined where there is no such workspace. */
  listProcesses(workspace: string): Promise<readonly ProcessDescription[] | undefined>;
  /** Ends a process of the workspace, and runs what is pending in it; answers whether it was still there. */
  terminateProcess(workspace: string, process: number): Promise<boolean>;
  /** Ends it, running code included; no thread, process or file is left behind. */
  close(): Promise<void>;
}

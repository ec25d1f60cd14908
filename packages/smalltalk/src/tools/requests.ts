/**
 * What can be asked of an image, and what it answers: plain data only, so that a host may carry it between
 * threads or processes. Objects of the image appear as an id and a description, never as themselves.
 */

import type { CodeChange } from "../classes/index.js";
import type { CodeTools, DefineClassOutcome, DefineClassRequest } from "./code-requests.js";
import type {
  BreakpointOutcome,
  BreakpointRequest,
  DebuggerEvent,
  DebuggerSummary,
  DebugOutcome,
  DebugRequest,
} from "./debug-requests.js";
import type { Failure, Ran, StackEntry } from "./failures.js";
import type { Inspection, InspectOutcome, InspectRequest, ObjectDescription } from "./inspect-requests.js";

export type { CodeChange } from "../classes/index.js";
export type { Failure, Resource, StackEntry, SyntaxErrorReport } from "./failures.js";
export type * from "./inspect-requests.js";

/** `execute` answers the print string, `display` the display string as well, `inspect` an inspection as well. */
export type EvaluationMode = "execute" | "display" | "inspect";

export interface EvaluateRequest {
  /** A workspace opened with `openWorkspace`; where there is none, one for this evaluation alone. */
  readonly workspace?: string | undefined;
  /** Smalltalk source: temporaries and statements; the last statement's value is the result. */
  readonly code: string;
  readonly mode: EvaluationMode;
  /** Gives a tool of the workspace variables of its own. */
  readonly tool?: string | undefined;
  /** Milliseconds of running, counted from the start of the run. */
  readonly timeoutMs: number;
  /**
   * Whether a debugger is to have the process where it does not come to its end, and those that it forks; `unseen`: it alone,
   * where an error stops it and nothing waits to be unwound.
   */
  readonly debug?: boolean | "unseen" | undefined;
  /** Characters of a print string; longer ones are cut and marked as truncated. */
  readonly maxPrint: number;
  /** Bytes (UTF-8) of Transcript output that one evaluation may write. */
  readonly maxOutputBytes: number;
  /** History entries and object registry entries kept per workspace; the oldest are dropped. */
  readonly maxKept: number;
}

export type EvaluateOutcome =
  | ({
      readonly kind: "value";
      readonly result: string;
      readonly resultType: string;
      readonly objectId: string;
      readonly display?: string;
      readonly inspection?: Inspection;
      /** Whether `result` was cut at `maxPrint`. */
      readonly truncated: boolean;
      /** 1-based position in the workspace's history. */
      readonly evaluationIndex: number;
    } & Ran)
  | Failure;

export interface HistoryEntry {
  readonly index: number;
  readonly code: string;
  readonly printString: string;
  readonly className: string;
  readonly objectId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly durationMs: number;
  /** How it failed; `className` is the exception's then, and `printString` tells of it. */
  readonly failed?: Failure["kind"];
}

export interface ContextSummary {
  readonly variables: readonly (ObjectDescription & { readonly name: string })[];
  readonly history: readonly HistoryEntry[];
  readonly objects: readonly ObjectDescription[];
  readonly saved: readonly { readonly name: string; readonly savedAt: string; readonly bytes: number }[];
}

/** A process, be it an evaluation's or one that code has forked. */
export interface ProcessDescription {
  /** Tells it from the others of its image. */
  readonly number: number;
  readonly name: string;
  /** `ready` ones wait for their turn, `waiting` ones for a signal or a time. */
  readonly state: "suspended" | "ready" | "running" | "waiting" | "terminated";
  readonly priority: number;
  /** Milliseconds for which it has had the thread. */
  readonly runMs: number;
}

export type ClearScope = "all" | "variables" | "history" | "objects";

export interface ClearedCounts {
  readonly variables: number;
  readonly history: number;
  readonly objects: number;
}

/** What was saved under the name and is there now, or why nothing is. */
export type ContextLoaded = SavedContext | "noSuchContext" | "noSuchWorkspace";

export interface SavedContext {
  readonly name: string;
  readonly savedAt: string;
  /** Estimated size of the copied objects. */
  readonly bytes: number;
  readonly variables: number;
  readonly objects: number;
  readonly evaluations: number;
  /** What could not be saved, with reasons. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

export type CodeFormat = "tonel" | "chunk" | "filetree";

export type FileInFormat = CodeFormat | "script";

export interface FileInRequest {
  readonly workspace: string;
  /**
   * Path → text. Tonel and FileTree: all classes and traits in dependency order, then methods, then each class side's
   * `initialize`. Chunks and scripts: one file after the other, in their order here.
   */
  readonly files: Readonly<Record<string, string>>;
  readonly format: FileInFormat;
  readonly timeoutMs: number;
}

export type FileInOutcome =
  | {
      readonly kind: "loaded";
      readonly packages: readonly string[];
      readonly classes: readonly string[];
      readonly methods: number;
      /** What the kernel has already and keeps as it is: classes, and methods as `Foo>>bar`. */
      readonly kept: readonly string[];
      /** What its code wrote to the Transcript. */
      readonly output: string;
    }
  | FailedLoad;

/**
 * Classes, methods and globals are as they were before, but for what a script did. What code of the load did to other
 * objects stays.
 */
export type FailedLoad = Failure & {
  readonly path?: string;
  /** The class whose class side's `initialize` failed, where that was it. */
  readonly initializing?: string;
};

export interface FileOutRequest {
  readonly subject: { readonly className: string } | { readonly package: string };
  readonly format: CodeFormat;
}

export type FileOutOutcome =
  /** Path → text. */
  | { readonly kind: "written"; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: "classNotFound"; readonly className: string }
  | { readonly kind: "packageNotFound"; readonly package: string };

export interface FileInMissingRequest {
  readonly workspace: string;
  /** Path → text of Tonel files. */
  readonly files: Readonly<Record<string, string>>;
  /** For each class-side `initialize`. */
  readonly timeoutMs: number;
}

/** What was not loaded, and why. */
export interface Refusal {
  readonly path: string;
  /** Counting from 1. */
  readonly line: number;
  readonly message: string;
}

export type FileInMissingOutcome =
  | {
      readonly kind: "loaded";
      readonly classes: readonly string[];
      readonly methods: number;
      readonly refused: readonly Refusal[];
    }
  | Failure;

export interface RunTestsRequest {
  readonly workspace: string;
  /** A test case class (an abstract one stands for those below it), one of its tests, or all test cases of a package. */
  readonly subject: { readonly className: string; readonly selector?: string } | { readonly package: string };
  /** Milliseconds that a test may run at most; a test's own time limit is often shorter. */
  readonly timeoutMs: number;
  /** Bytes (UTF-8) of Transcript output that one test may write. */
  readonly maxOutputBytes: number;
}

/** `expectedFailure` counts as passed, `unexpectedPass` as failed. */
export type TestOutcome = "passed" | "failed" | "error" | "skipped" | "expectedFailure" | "unexpectedPass";

export interface TestResult {
  readonly className: string;
  /** Of the test method. */
  readonly selector: string;
  /** Selector with the parameters of a parametrised test. */
  readonly name: string;
  readonly outcome: TestOutcome;
  readonly durationMs: number;
  readonly output: string;
  /** Why it did not pass; why it was skipped, where it said so. */
  readonly message?: string;
  /** Class of the exception, where it ended with one. */
  readonly exceptionClass?: string;
  readonly stack?: readonly StackEntry[];
}

export interface TestReport {
  /** Tests that ran: those that were skipped are not among them. */
  readonly run: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly results: readonly TestResult[];
}

export type RunTestsOutcome =
  | ({ readonly kind: "tested" } & TestReport)
  | { readonly kind: "classNotFound"; readonly className: string }
  | { readonly kind: "notATestCase"; readonly className: string }
  | { readonly kind: "testNotFound"; readonly className: string; readonly selector: string }
  | { readonly kind: "packageNotFound"; readonly package: string }
  | Failure;

/** A change of code; a load that succeeds is told as one. */
export type ImageChange =
  | CodeChange
  | ({ readonly kind: "filedIn" } & Pick<
      Extract<FileInOutcome, { kind: "loaded" }>,
      "packages" | "classes" | "methods"
    >);

/** Hears what happens while code runs, of what it has a method for. Called on the image's own thread; must not throw. */
export interface RunListener {
  /** Text that was written to the Transcript: at polls, and at the end of the run. Line ends are LF. */
  readonly transcript?: (text: string) => void;
  readonly changed?: (change: ImageChange) => void;
  /** Tests begin, so many. */
  readonly testsBegan?: (total: number) => void;
  /** A test has run. */
  readonly tested?: (result: TestResult, done: number, total: number) => void;
  /** So much of a load or of a run of tests is done; `what` was the last of it. */
  readonly progressed?: (done: number, total: number, what: string) => void;
}

export interface ImageInformation {
  readonly dialect: string;
  readonly version: string;
  readonly classes: number;
  readonly methods: number;
  readonly heapBytes: number;
  readonly packages: readonly string[];
  /** Those that take most first; where it was asked for. */
  readonly memory?: readonly ClassMemoryInformation[];
}

export interface ClassMemoryInformation {
  readonly className: string;
  readonly instances: number;
  /** Of the instances themselves, about. */
  readonly bytes: number;
}

/**
 * The door of an image. What runs Smalltalk code answers through `done`, exactly once; all else answers at once. They are called on the image's own thread. `attention` may be used from any
 * thread: see `interruptRun`, which names a run by the number given here (0 or none: nobody interrupts it). A run that was
 * interrupted before it began answers `interrupted` without running.
 */
export interface SmalltalkImage {
  /** Questions about the code of the image, and changes of it that run none. */
  readonly code: CodeTools;
  /** Shared word that running code polls; handed to the thread that interrupts. */
  readonly attention: SharedArrayBuffer;
  /** Who hears from now on what happens while code runs; nobody where undefined. */
  listen(listener: RunListener | undefined): void;
  openWorkspace(workspace: string): void;
  /** Answers false where there was none. */
  closeWorkspace(workspace: string): boolean;
  evaluate(request: EvaluateRequest, done: (outcome: EvaluateOutcome) => void, run?: number): void;
  /**
   * As `evaluate`, but others have their turns meanwhile: `done` may be told later, from the event loop. `listener` hears
   * what the run does. Evaluations of one workspace are to be started one after the other.
   */
  startEvaluating(
    request: EvaluateRequest,
    done: (outcome: EvaluateOutcome) => void,
    run?: number,
    listener?: RunListener,
  ): void;
  /** A run that waits may have been interrupted: to be called behind `interruptRun`, on the image's thread. */
  lookForInterrupts(): void;
  /** The process of a debugger may run on for long: `done` may be told later, from the event loop. */
  debug(request: DebugRequest, done: (outcome: DebugOutcome) => void, run?: number): void;
  breakpoints(request: BreakpointRequest): BreakpointOutcome;
  /** Hears from now on of all debuggers. Called on the image's own thread; must not throw. */
  listenToDebuggers(listener: (event: DebuggerEvent) => void): void;
  /** The oldest first; undefined: no such workspace. */
  listDebuggers(workspace: string): readonly DebuggerSummary[] | undefined;
  /** Takes turns as `startEvaluating` does, but beside what runs in the workspace. */
  inspect(
    request: InspectRequest,
    done: (outcome: InspectOutcome) => void,
    run?: number,
    listener?: RunListener,
  ): void;
  /** Takes turns as `startEvaluating` does, but waits for loads before it, of whatever session. */
  fileIn(
    request: FileInRequest,
    done: (outcome: FileInOutcome) => void,
    run?: number,
    listener?: RunListener,
  ): void;
  /**
   * Takes turns likewise. Loads what the image does not have yet: its own classes and methods stay as they are. What does not load is told, and
   * costs itself only.
   */
  fileInMissing(
    request: FileInMissingRequest,
    done: (outcome: FileInMissingOutcome) => void,
    run?: number,
  ): void;
  /** A class with all its methods, or a package with its extensions of other classes. */
  fileOut(request: FileOutRequest): FileOutOutcome;
  /** Takes turns likewise. */
  defineClass(
    request: DefineClassRequest,
    done: (outcome: DefineClassOutcome) => void,
    run?: number,
    listener?: RunListener,
  ): void;
  /** Takes turns as `startEvaluating` does. */
  runTests(
    request: RunTestsRequest,
    done: (outcome: RunTestsOutcome) => void,
    run?: number,
    listener?: RunListener,
  ): void;
  /** Releases the named registry entries, or all; answers how many there were. */
  releaseObjects(workspace: string, objectIds?: readonly string[]): number | undefined;
  summarize(workspace: string, limit: number): ContextSummary | undefined;
  clear(workspace: string, scope: ClearScope): ClearedCounts | undefined;
  /** Copies the workspace's variables, history and registry under a name; undefined: no such workspace. */
  saveContext(workspace: string, name: string): SavedContext | undefined;
  /** Replaces the workspace's state by a copy of the saved one. */
  loadContext(workspace: string, name: string, fromWorkspace?: string): ContextLoaded;
  /** With `memory`, it goes through all objects: that takes some 300 ms for a million. */
  information(detail?: "memory"): ImageInformation;
  /** The processes of a workspace that have not ended, the highest priority first; undefined: no such workspace. */
  listProcesses(workspace: string): readonly ProcessDescription[] | undefined;
  /** Ends a process of the workspace, and runs what is pending in it. Answers whether it was still there. */
  terminateProcess(workspace: string, process: number): boolean;
}

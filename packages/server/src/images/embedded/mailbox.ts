/**
 * What goes between a host and its image: calls one way, replies the other, in arrays; plain data that survives both a
 * structured clone and JSON (where a field is undefined it is absent, and numbers are finite).
 */
import type { ClearScope, CodeAnswers, CodeQuestion, DebuggerEvent } from "@stui/smalltalk";
import type { Image, RunEvent, RunTopic } from "../image.js";

/** The calls that take one request, as the image's interface has them. */
type RequestCall =
  | "evaluate"
  | "debug"
  | "breakpoints"
  | "inspect"
  | "fileIn"
  | "fileOut"
  | "defineClass"
  | "runTests";

/** What each call takes. */
export interface Parameters extends RequestParameters {
  openWorkspace: { readonly workspace: string };
  closeWorkspace: { readonly workspace: string };
  code: { readonly question: CodeQuestion };
  listDebuggers: { readonly workspace: string };
  releaseObjects: { readonly workspace: string; readonly objectIds?: readonly string[] };
  summarize: { readonly workspace: string; readonly limit: number };
  clear: { readonly workspace: string; readonly scope: ClearScope };
  saveContext: { readonly workspace: string; readonly name: string };
  loadContext: { readonly workspace: string; readonly name: string; readonly fromWorkspace?: string };
  information: { readonly detail?: "memory" };
  listProcesses: { readonly workspace: string };
  terminateProcess: { readonly workspace: string; readonly process: number };
}

type RequestParameters = { [K in RequestCall]: { readonly request: RequestOf<Image[K]> } };

type RequestOf<Method> = Method extends (request: infer R, ...rest: never) => unknown ? R : never;

/** What each call answers; `code` as its question. */
export type Answers = CodeAnswers & {
  [K in Exclude<CallName, "code">]: Awaited<ReturnType<Image[K]>>;
};

export type CallName = keyof Parameters;

/** What is asked. */
export type Question = {
  [K in CallName]: { readonly call: K; readonly parameters: Parameters[K] };
}[CallName];

/** What any call answers. */
export type Answer = Answers[keyof Answers];

/** A call with its number, which is also that of its run. Those of one workspace are carried out in their order. */
export interface Call {
  readonly number: number;
  readonly question: Question;
  /** What is to be told of it while it runs. */
  readonly topics?: readonly RunTopic[];
}

export type Reply =
  | { readonly number: number; readonly answer?: Answer }
  /** The engine broke in a call that has no outcome for it. */
  | { readonly number: number; readonly fault: string };

/** What the run of a call tells, in order. */
export interface Told {
  readonly number: number;
  readonly events: readonly RunEvent[];
}

/** What goes to the image: calls, or word that a run was interrupted, which may be waiting. */
export type ToImage = readonly Call[] | "interrupted";

/** Some replies; what their runs have told comes before them. */
export interface Replies {
  readonly told?: readonly Told[];
  /** What has become of debuggers, in order. */
  readonly debuggers?: readonly DebuggerEvent[];
  readonly replies: readonly Reply[];
  /**
   * Calls that the image will answer later: evaluations that take turns with others, and what is held behind one. It is
   * ready for other calls meanwhile.
   */
  readonly carried?: readonly number[];
  /** What the image's heap uses now. */
  readonly heapBytes: number;
}

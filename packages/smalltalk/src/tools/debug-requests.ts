/** What can be asked of the debuggers of a workspace, and what they answer: plain data only. */

import type { Failure } from "./failures.js";
import type { EvaluateOutcome } from "./requests.js";

/** `index` counts activations from the innermost, 0. */
export type DebugOperation =
  | { readonly name: "stack"; readonly offset: number; readonly limit: number }
  | { readonly name: "frame"; readonly index: number }
  | { readonly name: "stepInto" | "stepOver" | "stepThrough" | "stepOut" | "terminate" }
  /** `position` is an offset in the source of the activation. */
  | { readonly name: "runTo"; readonly index: number; readonly position: number }
  /** What is run first on that line, from 1. */
  | { readonly name: "runTo"; readonly index: number; readonly line: number }
  /** `value` is an expression for what the process stopped at to answer; nil where there is none. Refused where it waits for none. */
  | { readonly name: "proceed"; readonly value?: string | undefined }
  /** `code` is an expression for the value to return. */
  | { readonly name: "return"; readonly index: number; readonly code: string }
  | { readonly name: "restart"; readonly index: number }
  | { readonly name: "recompile"; readonly index: number; readonly source: string }
  | { readonly name: "evaluate"; readonly index: number; readonly code: string };

export interface DebugRequest {
  readonly workspace: string;
  readonly debuggerId: string;
  readonly operation: DebugOperation;
  /** Milliseconds that the process may run on, and that code in an activation may take. */
  readonly timeoutMs: number;
  /** Characters of the print string of a result. */
  readonly maxPrint: number;
  /** Bytes (UTF-8) of Transcript output. */
  readonly maxOutputBytes: number;
  /** Objects that the registry keeps. */
  readonly maxKept: number;
}

export interface FrameVariableDescription {
  readonly name: string;
  readonly className: string;
  readonly printString: string;
  /** Where one activation alone was asked for. */
  readonly objectId?: string;
}

export interface FrameDescription {
  readonly index: number;
  /** `Foo>>bar:`, `Foo class>>bar`, `[ ] in Foo>>bar:`, or `doit`. */
  readonly method: string;
  readonly className: string;
  readonly selector: string;
  readonly receiver: FrameVariableDescription;
  readonly arguments: readonly FrameVariableDescription[];
  readonly temporaries: readonly FrameVariableDescription[];
  /** Where one activation alone was asked for: instance variables of the receiver. */
  readonly instanceVariables?: readonly FrameVariableDescription[];
  readonly source: string;
  /** Of what it waits for or is about to do; `end` is exclusive. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** From 1. */
  readonly line: number | null;
}

export interface DebuggerState {
  readonly state: "suspended" | "finished" | "terminated";
  readonly reason: string;
  /** The innermost activation, or the one that was asked for; null where there is none any more. */
  readonly frame: FrameDescription | null;
  readonly depth: number;
}

export type DebugOutcome =
  | ({
      readonly kind: "state";
      /** Of the process, where it has finished; of the code, where it was evaluated in an activation. */
      readonly result?: Extract<EvaluateOutcome, { readonly kind: "value" }>;
      readonly stack?: readonly FrameDescription[];
      /** What was written meanwhile and no result tells; absent where nothing was. Line ends are LF. */
      readonly output?: string;
    } & DebuggerState)
  | { readonly kind: "debuggerNotFound"; readonly debuggerId: string }
  /** What was asked for cannot be done; `path` names the parameter that is to blame. */
  | { readonly kind: "refused"; readonly path: string; readonly expected: string; readonly found: string }
  | { readonly kind: "protected"; readonly reason: string }
  | Failure;

export interface DebuggerSummary {
  readonly debuggerId: string;
  readonly processId: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  /** From 1; null for a process that an evaluation has forked. */
  readonly evaluationIndex: number | null;
}

/** A debugger was opened, or its process stands anew, or is gone. */
export interface DebuggerEvent {
  readonly workspace: string;
  readonly debuggerId: string;
  readonly state: "suspended" | "finished" | "terminated";
  readonly reason: string;
}

export interface BreakpointDescription {
  readonly breakpointId: string;
  readonly className: string;
  readonly selector: string;
  readonly isClassMethod: boolean;
  /** From 1. */
  readonly line: number;
  readonly condition: string | null;
}

export type BreakpointRequest = { readonly workspace: string } & (
  | {
      readonly name: "set";
      readonly className: string;
      readonly selector: string;
      readonly isClassMethod: boolean;
      /** The first place of the method if absent. */
      readonly place?: { readonly line: number } | { readonly position: number } | undefined;
      readonly condition?: string | undefined;
    }
  | { readonly name: "remove"; readonly breakpointId: string }
  | { readonly name: "list" }
);

export type BreakpointOutcome =
  | {
      readonly kind: "breakpoints";
      /** In the order they were set. */
      readonly breakpoints: readonly BreakpointDescription[];
      /** The one set or removed. */
      readonly breakpointId?: string;
    }
  | { readonly kind: "classNotFound"; readonly className: string }
  | {
      readonly kind: "methodNotFound";
      readonly className: string;
      readonly selector: string;
      readonly isClassMethod: boolean;
    }
  | { readonly kind: "refused"; readonly path: string; readonly expected: string; readonly found: string }
  | Failure;

/** What a call to the image fails with, as plain data. */

export interface StackEntry {
  /** `Foo>>bar:`, `Foo class>>bar`, `[ ] in Foo>>bar:`, or `doit`. */
  readonly method: string;
  readonly className: string;
  readonly selector: string;
  /** Line of the source, counting from 1. */
  readonly line: number;
  readonly sourceExcerpt: string;
}

export interface SyntaxErrorReport {
  readonly message: string;
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly excerpt: string;
}

/** Resources whose budget ends an evaluation. */
export type Resource = "depth" | "output" | "memory" | "processes";

/** What any run tells that has begun. */
export interface Ran {
  /** Transcript output of this run. */
  readonly output: string;
  readonly executionMs: number;
}

/** A run that failed, and may be held in a debugger. */
export interface Held extends Ran {
  readonly debuggerId?: string;
}

export type Failure =
  | { readonly kind: "syntaxError"; readonly report: SyntaxErrorReport }
  | ({
      readonly kind: "error";
      readonly exceptionClass: string;
      readonly messageText: string;
      readonly receiver: string;
      readonly selector: string;
      readonly stack: readonly StackEntry[];
    } & Held)
  | ({ readonly kind: "timeout" | "interrupted"; readonly stack: readonly StackEntry[] } & Held)
  | ({
      readonly kind: "exhausted";
      readonly resource: Resource;
      /** The most it may use: bytes of output and memory, activations of depth, processes that live at once. */
      readonly limit: number;
      readonly message: string;
      readonly stack: readonly StackEntry[];
    } & Held)
  | { readonly kind: "workspaceNotFound"; readonly workspace: string }
  /** A debugger was asked for, and the workspace has as many as it may. */
  | { readonly kind: "debuggersFull"; readonly limit: number }
  | { readonly kind: "objectNotFound"; readonly objectId: string }
  /** A fault of the engine itself. */
  | { readonly kind: "fault"; readonly message: string };

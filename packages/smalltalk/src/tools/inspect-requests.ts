/** What can be asked of an object that is looked into, and what is answered: plain data only. */
import type { Failure } from "./failures.js";

export interface ObjectDescription {
  readonly objectId: string;
  readonly className: string;
  readonly printString: string;
}

/**
 * An expression evaluated in the workspace, the id of an object of its registry, or an activation of a debugger, by its
 * index from the innermost, 0: that is looked into as a Context.
 */
export type InspectSubject =
  | { readonly expression: string }
  | { readonly objectId: string }
  | { readonly debuggerId: string; readonly index: number };

/** What gets a value: `offset` counts elements, or rows of the view that is asked for, from 0. */
export type InspectPlace =
  | { readonly kind: "variable"; readonly name: string }
  /** An expression for an index, or a key. */
  | { readonly kind: "key"; readonly expression: string }
  | { readonly kind: "element"; readonly offset: number }
  | { readonly kind: "row"; readonly offset: number };

export interface InspectRequest {
  readonly workspace: string;
  readonly subject: InspectSubject;
  /** 1–5: how many levels of named fields are described. */
  readonly depth: number;
  readonly includePrivate: boolean;
  /** Window on the indexed elements; on the view's rows, where one is asked for. */
  readonly offset: number;
  readonly limit: number;
  /** The view to show, by its method's selector; in a tree the rows below `node`, the id of an object. */
  readonly view?: { readonly name: string; readonly node?: string | undefined } | undefined;
  /** What is to be assigned before the object is described; `value` is an expression, in which `self` is the object. */
  readonly assign?: { readonly place: InspectPlace; readonly value: string } | undefined;
  /** Milliseconds that each piece of the session's code may run: the expression, the value, the view's method. */
  readonly timeoutMs: number;
  readonly maxPrint: number;
  /** Bytes (UTF-8) of Transcript output. */
  readonly maxOutputBytes: number;
  readonly maxKept: number;
}

export interface FieldDescription extends ObjectDescription {
  readonly name: string;
  /** Present where `depth` asked for more than one level. */
  readonly fields?: readonly FieldDescription[];
}

export interface ElementDescription extends ObjectDescription {
  /** Print string of the key: an index, or a dictionary's key. */
  readonly key: string;
}

export interface ViewSummary {
  /** Selector of its method. */
  readonly name: string;
  readonly title: string;
  readonly order: number;
}

export interface CellDescription {
  /** A text itself, of others the print string; why there is none, where the column's code failed. */
  readonly text: string;
  readonly className: string;
  readonly objectId: string;
}

/** An item of a view; the id is that of the object it leads to. */
export interface RowDescription extends ElementDescription {
  /** What stands for the item, where the view says so. */
  readonly text?: string;
  /** In a table: one for each column. */
  readonly cells?: readonly CellDescription[];
  /** In a tree: how many items there are below it, where that could be told. */
  readonly children?: number;
}

interface Rows {
  readonly rows: readonly RowDescription[];
  /** Number of rows in all, on this level of a tree. */
  readonly total: number;
  readonly isAssignable: boolean;
}

export type ViewDescription = { readonly name: string; readonly title: string } & (
  | ({ readonly kind: "list" | "tree" } & Rows)
  | ({ readonly kind: "table"; readonly columns: readonly string[] } & Rows)
  /** `total` counts characters. */
  | { readonly kind: "text"; readonly text: string; readonly total: number }
  /** Its code failed. */
  | { readonly kind: "failed"; readonly reason: string }
);

export interface Inspection {
  readonly object: ObjectDescription & { readonly hash: number; readonly size: number };
  readonly fields: readonly FieldDescription[];
  /** None where a view was asked for. */
  readonly elements: readonly ElementDescription[];
  /** Number of elements in all. */
  readonly total: number;
  /** Selectors that the object understands by its own class, where `includePrivate` asked for them. */
  readonly methods?: readonly string[];
  readonly views?: readonly ViewSummary[];
  /** The one that was asked for. */
  readonly view?: ViewDescription;
  /** The value that was assigned. */
  readonly assigned?: ObjectDescription;
}

export type InspectOutcome =
  | { readonly kind: "inspection"; readonly inspection: Inspection }
  | { readonly kind: "debuggerNotFound"; readonly debuggerId: string }
  /** What was asked for cannot be done; `path` names the parameter that is to blame. */
  | { readonly kind: "refused"; readonly path: string; readonly expected: string; readonly found: string }
  /** The object is not to be changed. */
  | { readonly kind: "protected"; readonly reason: string }
  | Failure;

/** What can be asked of an image's code, and what it answers: plain data, as in `requests.ts`. */
import type { Failure, SyntaxErrorReport } from "./failures.js";

export interface ClassDescription {
  readonly name: string;
  /** null for a root and for a trait. */
  readonly superclass: string | null;
  readonly comment: string;
  readonly package: string;
  readonly tag: string | null;
  /** Part of the kernel: it cannot be changed. */
  readonly isSystem: boolean;
  readonly isTrait: boolean;
  /** Its own. */
  readonly instanceVariables: readonly string[];
  /** Its own. */
  readonly classVariables: readonly string[];
  /** The message that defines it: evaluated, it changes nothing. */
  readonly definition: string;
}

export interface MethodDescription {
  readonly selector: string;
  readonly source: string;
  /** Protocol; `*Package` marks an extension. */
  readonly category: string;
  readonly isClassMethod: boolean;
  readonly className: string;
  readonly arguments: readonly string[];
  /** The first comment; may be empty. */
  readonly comment: string;
  /** That of its class, or the one whose extension it is. */
  readonly package: string;
}

export interface PackageDescription {
  readonly name: string;
  /** Classes and traits in it: 0 where it only extends others. */
  readonly classes: number;
}

/** Names a method by its class and side. */
export interface MethodReference {
  readonly className: string;
  readonly selector: string;
  readonly isClassMethod: boolean;
}

/**
 * `senders`: methods that send a selector or hold it as a symbol; `implementors`: methods of a selector; `references`:
 * methods that use a variable, which may be a class, another global, a class variable or an instance variable; `source`:
 * methods whose text contains a text; `name`: classes whose name contains a text, or matches it where it has a `*`.
 */
export type FindKind = "senders" | "implementors" | "references" | "source" | "name";

export type CompletionKind =
  | "variable"
  | "instanceVariable"
  | "classVariable"
  | "class"
  | "global"
  | "selector";

export interface Completion {
  /** What to put in place of the word: a name, a selector, or the next keyword of one that was begun. */
  readonly text: string;
  readonly kind: CompletionKind;
  /** A selector with the names of its arguments. */
  readonly signature: string | null;
  /** The class that a selector or variable comes from, or whose variable it is: `method`, `workspace`. */
  readonly origin: string | null;
}

export interface Completions {
  /** The word, as offsets in the code. */
  readonly from: number;
  readonly to: number;
  /** Best first. */
  readonly completions: readonly Completion[];
}

export type ClassNotFound = { readonly kind: "classNotFound"; readonly className: string };
export type MethodNotFound = { readonly kind: "methodNotFound" } & MethodReference;
/** It belongs to the kernel, which serves everyone in the image. */
export type Protected = { readonly kind: "protected"; readonly reason: string };
/** It cannot be done as things are. */
export type Refused = { readonly kind: "refused"; readonly reason: string };
type WrongSyntax = { readonly kind: "syntaxError"; readonly report: SyntaxErrorReport };

/** What each question about code, and each change of it that runs none, takes. */
export interface CodeRequests {
  listPackages: { readonly pattern?: string };
  listClasses: {
    readonly pattern?: string;
    readonly package?: string;
    readonly includeSystem: boolean;
    /** From 0. */
    readonly offset: number;
    readonly limit: number;
  };
  browseClass: { readonly className: string; readonly withMethods: boolean };
  getMethod: MethodReference;
  find: { readonly kind: FindKind; readonly text: string; readonly limit: number };
  complete: {
    /** Its variables are proposed as well. */
    readonly workspace?: string;
    /** Code of a workspace, or a method under its class: `Foo class >> bar: x [ …`. */
    readonly code: string;
    /** Offset in it, in UTF-16 code units. */
    readonly position: number;
  };
  format: { readonly code: string; readonly kind: "method" | "expression" };
  compileMethod: {
    readonly className: string;
    readonly source: string;
    /** Absent: a method that there is keeps its own. */
    readonly category?: string;
    readonly isClassMethod: boolean;
    /** The source that its author has seen; another one is a conflict. */
    readonly expectedSource?: string;
  };
  removeMethod: MethodReference;
  removeClass: { readonly className: string };
  renameClass: { readonly className: string; readonly newName: string };
}

/** What each answers. */
export interface CodeAnswers {
  listPackages: readonly PackageDescription[];
  /** By name. */
  listClasses: { readonly classes: readonly ClassDescription[]; readonly total: number };
  browseClass:
    | {
        readonly kind: "class";
        readonly description: ClassDescription;
        /** By selector. */
        readonly instanceMethods: readonly MethodDescription[];
        readonly classMethods: readonly MethodDescription[];
        /** The nearest first. */
        readonly superclasses: readonly string[];
        /** The direct ones, by name. */
        readonly subclasses: readonly string[];
      }
    | ClassNotFound;
  getMethod: { readonly kind: "method"; readonly method: MethodDescription } | ClassNotFound | MethodNotFound;
  /** By class and selector, or by name. */
  find:
    | { readonly kind: "methods"; readonly methods: readonly MethodDescription[]; readonly total: number }
    | { readonly kind: "classes"; readonly classes: readonly ClassDescription[]; readonly total: number };
  complete: Completions;
  format: { readonly kind: "formatted"; readonly code: string } | WrongSyntax;
  compileMethod:
    | { readonly kind: "compiled"; readonly method: MethodDescription }
    | ClassNotFound
    | WrongSyntax
    /** null: there is no such method. */
    | { readonly kind: "conflict"; readonly actualSource: string | null }
    | Protected;
  removeMethod: { readonly kind: "removed" } | ClassNotFound | MethodNotFound | Protected | Refused;
  removeClass: { readonly kind: "removed" } | ClassNotFound | Protected | Refused;
  renameClass:
    | { readonly kind: "renamed"; readonly description: ClassDescription }
    | ClassNotFound
    | Protected
    | Refused
    /** No name for a class. */
    | { readonly kind: "badName"; readonly reason: string };
}

export type CodeCall = keyof CodeRequests;

/** A question about code, or a change of it that runs none. */
export type CodeQuestion<N extends CodeCall = CodeCall> = {
  [K in N]: { readonly name: K; readonly request: CodeRequests[K] };
}[N];

/** The questions and changes that are answered at once. */
export type CodeTools = {
  readonly [K in CodeCall]: (request: CodeRequests[K]) => CodeAnswers[K];
};

export interface DefineClassRequest {
  readonly workspace: string;
  /** A message that defines a class or a trait, in either style, or the variables of a metaclass. */
  readonly definition: string;
  readonly timeoutMs: number;
}

export type DefineClassOutcome =
  | { readonly kind: "defined"; readonly description: ClassDescription }
  /** The code defines nothing. */
  | { readonly kind: "notADefinition"; readonly found: string }
  | Protected
  | Failure;

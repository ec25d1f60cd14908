/** What a source file defines, whatever its format. */
import type { Layout } from "../memory/values.js";

export interface MethodDefinition {
  readonly className: string;
  readonly isClassSide: boolean;
  /** Protocol; `*Package` marks an extension. */
  readonly category: string;
  /** Message pattern and body. */
  readonly source: string;
  readonly path: string;
  /** Line of the message pattern, counting from 1. */
  readonly line: number;
}

export interface ClassDefinition {
  readonly kind: "class" | "trait";
  readonly name: string;
  /** null for a class without one. */
  readonly superclass: string | null;
  readonly layout: Layout;
  readonly instVars: readonly string[];
  readonly classVars: readonly string[];
  readonly classInstVars: readonly string[];
  readonly pools: readonly string[];
  /** Trait composition expressions, "" for none. */
  readonly traits: string;
  readonly classTraits: string;
  readonly package: string;
  readonly tag: string;
  readonly comment: string;
  /** Its variables as they were written, where one of them is more than a name: `#target => WeakSlot`. */
  readonly variables: VariableTexts | null;
  /** How its header says what the image keeps in another form. */
  readonly spelling: HeaderSpelling;
  readonly path: string;
  readonly line: number;
}

/** Of slots, slots of the class side, and class variables. */
export interface VariableTexts {
  readonly slots: readonly string[];
  readonly classSlots: readonly string[];
  readonly shared: readonly string[];
}

/** Parts of a header as they were written. */
export interface HeaderSpelling {
  /** Of `#type`; `normal` where it said none. */
  readonly type: string;
  /** Of `#instVars`: a name, or a slot as `#target => WeakSlot`. */
  readonly slots: readonly string[];
  readonly traits: string;
  readonly classTraits: string;
}

export type NameStyle = "symbol" | "string";

/** How the Tonel files of a package write their headers. */
export interface TonelStyle {
  /** `#name : #Foo` or `#name : 'Foo'`; the superclass and the type alike. */
  readonly names: NameStyle;
  readonly classCategory: NameStyle;
  readonly methodCategory: NameStyle;
  /** Whether classes say `#package` and `#tag` beside `#category`. */
  readonly saysPackage: boolean;
}

/** As Pharo 12 writes. */
export const DEFAULT_STYLE: TonelStyle = {
  names: "string",
  classCategory: "string",
  methodCategory: "string",
  saysPackage: true,
};

/** The contents of one file. */
export interface SourceDefinitions {
  /** Those that `package.st` names. */
  readonly packages: readonly string[];
  readonly classes: readonly ClassDefinition[];
  readonly methods: readonly MethodDefinition[];
  /** What the file shows of its package's style. */
  readonly style: Partial<TonelStyle>;
}

/** A file that cannot be read: where, and what was expected there. */
export class SourceFailure extends Error {
  override readonly name = "SourceFailure";
  constructor(
    readonly path: string,
    /** Counting from 1. */
    readonly line: number,
    readonly problem: string,
    readonly expected: string,
    /** Counting from 1. */
    readonly column = 1,
    /** The line's text, where it helps. */
    readonly excerpt = "",
  ) {
    super(`${path}:${line}: ${problem}: expected ${expected}`);
  }
}

/** Line of an offset, counting from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < offset; i = text.indexOf("\n", i + 1)) line += 1;
  return line;
}

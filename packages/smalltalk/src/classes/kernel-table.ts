/** The table of the kernel's classes and methods that the build writes and an image opens with. */
import type { Layout } from "../memory/values.js";

export interface KernelClass {
  readonly name: string;
  /** Index in the table, always a smaller one; −1 for none. */
  readonly superclass: number;
  readonly layout: Layout;
  readonly instVars: readonly string[];
  readonly classInstVars: readonly string[];
  readonly classVars: readonly string[];
  readonly pools: readonly string[];
  readonly package: string;
  readonly tag: string;
  /** Number of the first method; instance side, then class side. */
  readonly firstMethod: number;
  /** Selector and protocol, by turns. */
  readonly methods: readonly string[];
  readonly classMethods: readonly string[];
  /** Methods of the instance side that show an object in an inspector; absent where there are none. */
  readonly views?: readonly KernelView[];
}

export interface KernelView {
  readonly selector: string;
  readonly order: number;
  readonly title: string;
}

export interface KernelTable {
  /** Changes with the contents of the kernel: the other files of one build carry the same. */
  readonly fingerprint: string;
  readonly classes: readonly KernelClass[];
}

/** Texts that are only read when someone asks: by method number, and comments by class index. */
export interface KernelSources {
  readonly fingerprint: string;
  readonly methods: readonly string[];
  readonly comments: readonly string[];
}

/** What the kernel's methods mention, by method number, as indices of words: read when someone looks for it. */
export interface KernelMentions {
  readonly fingerprint: string;
  readonly words: readonly string[];
  readonly selectors: readonly (readonly number[])[];
  readonly variables: readonly (readonly number[])[];
}

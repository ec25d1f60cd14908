/** The names of layouts, in source files and in class definitions. */
import type { Layout } from "../memory/values.js";

/** A compiled method is an ordinary object here, and words of two bytes are words. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  compiledMethod: "normal",
  CompiledMethodLayout: "normal",
  normal: "normal",
  fixed: "normal",
  variable: "variable",
  bytes: "bytes",
  words: "words",
  doubleWords: "doubleWords",
  doubleBytes: "words",
  weak: "weak",
  ephemeron: "ephemeron",
  immediate: "immediate",
  FixedLayout: "normal",
  VariableLayout: "variable",
  ByteLayout: "bytes",
  WordLayout: "words",
  DoubleByteLayout: "words",
  DoubleWordLayout: "doubleWords",
  WeakLayout: "weak",
  EphemeronLayout: "ephemeron",
  ImmediateLayout: "immediate",
};

export const LAYOUT_NAMES = Object.keys(LAYOUTS);

export function layoutNamed(name: string): Layout | undefined {
  return Object.hasOwn(LAYOUTS, name) ? LAYOUTS[name] : undefined;
}

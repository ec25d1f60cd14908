/** Programs of one kind of work each: what a part of the engine costs against the nearest that JavaScript has. */
import { blocks } from "./javascript/micro/blocks.js";
import { dictionaries } from "./javascript/micro/dictionaries.js";
import { exceptions } from "./javascript/micro/exceptions.js";
import { largeIntegers } from "./javascript/micro/large-integers.js";
import { processes } from "./javascript/micro/processes.js";
import { strings } from "./javascript/micro/strings.js";
import type { Program } from "./programs.js";

export const MICRO_PROGRAMS: readonly Program[] = [
  { name: "exceptions", smalltalk: "ExceptionsBenchmark", javascript: exceptions, size: 1_000 },
  { name: "processes", smalltalk: "ProcessesBenchmark", javascript: processes, size: 1_000 },
  { name: "blocks", smalltalk: "BlocksBenchmark", javascript: blocks, size: 100 },
  { name: "strings", smalltalk: "StringsBenchmark", javascript: strings, size: 40 },
  { name: "dictionaries", smalltalk: "DictionariesBenchmark", javascript: dictionaries, size: 20_000 },
  { name: "large-integers", smalltalk: "LargeIntegersBenchmark", javascript: largeIntegers, size: 500 },
];

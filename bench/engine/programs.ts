/** The programs: what each runs in either language, and how large. */
import { bounce } from "./javascript/bounce.js";
import { cd } from "./javascript/cd.js";
import { deltaBlue } from "./javascript/delta-blue/delta-blue.js";
import { fib } from "./javascript/fib.js";
import { havlak } from "./javascript/havlak.js";
import { json } from "./javascript/json.js";
import { list } from "./javascript/list.js";
import { mandelbrot } from "./javascript/mandelbrot.js";
import { nbody } from "./javascript/nbody.js";
import { permute } from "./javascript/permute.js";
import { queens } from "./javascript/queens.js";
import { richards } from "./javascript/richards.js";
import { sieve } from "./javascript/sieve.js";
import { storage } from "./javascript/storage.js";
import { towers } from "./javascript/towers.js";

export interface Program {
  readonly name: string;
  /** Class whose `run: size` is the Smalltalk version. */
  readonly smalltalk: string;
  readonly javascript: (size: number) => number;
  /** A sample should take JavaScript some 5 to 20 ms. */
  readonly size: number;
}

export const PROGRAMS: readonly Program[] = [
  { name: "fib", smalltalk: "FibBenchmark", javascript: fib, size: 28 },
  { name: "richards", smalltalk: "RichardsBenchmark", javascript: richards, size: 5 },
  { name: "deltablue", smalltalk: "DeltaBlueBenchmark", javascript: deltaBlue, size: 1_000 },
  { name: "json", smalltalk: "JsonBenchmark", javascript: json, size: 10 },
  { name: "cd", smalltalk: "CDBenchmark", javascript: cd, size: 100 },
  { name: "havlak", smalltalk: "HavlakBenchmark", javascript: havlak, size: 10 },
  { name: "mandelbrot", smalltalk: "MandelbrotBenchmark", javascript: mandelbrot, size: 200 },
  { name: "nbody", smalltalk: "NBodyBenchmark", javascript: nbody, size: 20_000 },
  { name: "sieve", smalltalk: "SieveBenchmark", javascript: sieve, size: 300_000 },
  { name: "queens", smalltalk: "QueensBenchmark", javascript: queens, size: 300 },
  { name: "list", smalltalk: "ListBenchmark", javascript: list, size: 10 },
  { name: "permute", smalltalk: "PermuteBenchmark", javascript: permute, size: 8 },
  { name: "towers", smalltalk: "TowersBenchmark", javascript: towers, size: 16 },
  { name: "bounce", smalltalk: "BounceBenchmark", javascript: bounce, size: 2_000 },
  { name: "storage", smalltalk: "StorageBenchmark", javascript: storage, size: 8 },
];

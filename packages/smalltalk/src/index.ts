/** The engine's only door: an image, the words by which it is watched, and the plain data that goes in and out. */

export { KernelMissing } from "./image/kernel-files.js";
export { EngineOpenAlready, type EngineOptions } from "./image/open-engine.js";
export { openImage } from "./image/open-image.js";
export {
  ATTENTION_INTERVAL_MS,
  type Attention,
  interruptRun,
  makeAttention,
  RUN_WINDOW,
  type RunNumber,
  watchClock,
  whereThrowsAreCheap,
} from "./machine/index.js";
export type * from "./tools/code-requests.js";
export type * from "./tools/debug-requests.js";
export type * from "./tools/requests.js";

export {
  ATTENTION_INTERVAL_MS,
  type Attention,
  interruptRun,
  makeAttention,
  RUN_WINDOW,
  type RunNumber,
  watchClock,
} from "./attention.js";
export { whereThrowsAreCheap } from "./cheap-throws.js";
export {
  contextAt,
  contextOfHome,
  endFrom,
  markersAt,
  type Place,
  putOn,
  StContext,
  setSender,
  topContext,
} from "./context.js";
export { Machine, type MachineSends, runtimeParts, TimeOver } from "./machine.js";
export {
  type Continuation,
  Deadline,
  MAX_PROCESSES,
  ProcessGroup,
  type ProcessState,
  SLICE_MS,
  type Stop,
  StProcess,
  TOOLS_PRIORITY,
  USER_PRIORITY,
  type Waiting,
} from "./process.js";
export { processPrimitives } from "./process-primitives.js";
export { processShapes } from "./process-shapes.js";
export { ProcessStack, STANDS, type Stepping } from "./process-stack.js";
export { Scheduler } from "./scheduler.js";
export { schedulingPrimitives } from "./scheduling-primitives.js";
export { turnsOf } from "./turns.js";
export {
  Activation,
  Capture,
  type CaptureReason,
  Cut,
  Home,
  MARKER_ACTIVE,
  MARKER_BASE,
  MARKER_CURTAIL,
  MARKER_ENSURE,
  MARKER_HANDLER,
  Marker,
} from "./unwinding.js";

export { contextPrimitives } from "./context-primitives.js";
export { Contexts } from "./contexts.js";
export { forgetDead } from "./dead-registers.js";
export { activationOf, copiedInto, enterInterpreted } from "./enter.js";
export { type Executable, Executables, NoSuchCode } from "./executable.js";
export { Execution } from "./execution.js";
export { type Enter, GOES_ON, Interpreter, type Step } from "./interpreter.js";
export { LoopEntries } from "./loop-entries.js";
export { Pump, type PumpEvents } from "./pump.js";

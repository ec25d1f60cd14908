export * from "./flow.js";
export type * from "./instruction.js";
export { capturedRegisters, liveAfter, mayCall, readBy, writtenBy } from "./liveness.js";
export { printUnit } from "./print.js";
export { IrFault, verifyUnit } from "./verify.js";

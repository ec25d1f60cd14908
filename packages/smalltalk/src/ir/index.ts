export * from "./flow.js";
export type * from "./instruction.js";
export { liveAfter, readBy, writtenBy } from "./liveness.js";
export { printUnit } from "./print.js";
export { IrFault, verifyUnit } from "./verify.js";

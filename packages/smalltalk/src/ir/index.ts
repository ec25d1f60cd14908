export * from "./flow.js";
export type * from "./instruction.js";
export {
  capturedRegisters,
  type Liveness,
  livenessOf,
  mayBeRefused,
  mayCall,
  readBy,
  scopeRegisters,
  writtenBy,
} from "./liveness.js";
export { printUnit } from "./print.js";
export { unitsInOrder } from "./units.js";
export { visibleVariables } from "./variables.js";
export { IrFault, verifyUnit } from "./verify.js";

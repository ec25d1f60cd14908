export { type BreakpointPlace, Breakpoints, type SetBreakpoint } from "./breakpoints.js";
export { frameNames } from "./frame-names.js";
export { type Going, HeldProcess } from "./held-process.js";
export { lineAt, type Place, placeAt, placeOnLine, placesOf, rangeOf } from "./places.js";
export { type Interpreters, receiverOf } from "./stepping.js";
export { steppingPrimitives } from "./stepping-primitives.js";
export { associationOf, type FrameVariable, surrounding, variablesOf } from "./variables.js";

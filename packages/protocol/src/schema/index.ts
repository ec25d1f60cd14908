/** Schemas and their checker, for other files that are declared once and checked by the declaration. */
export { checkerOf, describeValue, fits, isRecord, type Misfit } from "./check.js";
export * from "./schema.js";

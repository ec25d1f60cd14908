export { type EmitOptions, emitLoopEntry, emitUnit } from "./emit.js";
export { inlineMore } from "./inlining.js";
export { access, demangleSelector, mangleField, mangleSelector, propertyKey, quote } from "./mangle.js";
export { type LoopCopy, literalExpression, Pool, RUNTIME_NAMES, type RuntimeName } from "./pool.js";

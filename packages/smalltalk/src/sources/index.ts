export { type ClassDefinition, type MethodDefinition, type SourceDefinitions, SourceFailure } from "./definitions.js";
export { readTonel } from "./tonel-read.js";

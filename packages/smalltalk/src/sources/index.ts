export { type ChunkItem, readChunks } from "./chunk.js";
export {
  type ClassDefinition,
  type MethodDefinition,
  type SourceDefinitions,
  SourceFailure,
} from "./definitions.js";
export { superclassesFirst } from "./load-order.js";
export { readTonel } from "./tonel-read.js";
export { readTraitComposition, type TraitReference } from "./trait-composition.js";

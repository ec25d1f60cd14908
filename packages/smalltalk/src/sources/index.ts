export { type ChunkItem, readChunks } from "./chunk.js";
export { chunks } from "./chunk-write.js";
export {
  type ClassDefinition,
  DEFAULT_STYLE,
  type HeaderSpelling,
  type MethodDefinition,
  type SourceDefinitions,
  SourceFailure,
  type TonelStyle,
} from "./definitions.js";
export { readFileTree } from "./filetree-read.js";
export { fileTree, type WrittenExtension } from "./filetree-write.js";
export { layoutNamed } from "./layouts.js";
export { superclassesFirst } from "./load-order.js";
export { afterPattern } from "./message-pattern.js";
export { PackageRecords } from "./package-records.js";
export { readTonel, readTonelInSteps } from "./tonel-read.js";
export {
  inOrder,
  tonelClass,
  tonelExtension,
  tonelPackage,
  type WrittenClass,
  type WrittenMethod,
} from "./tonel-write.js";
export { readTraitComposition, type TraitReference } from "./trait-composition.js";

export { type BlockOrigin, BlockOrigins } from "./block-origins.js";
export { blockPrimitives } from "./block-source.js";
export { ClassObject, defineOn, type MethodSupply } from "./class-object.js";
export { classShape } from "./class-shapes.js";
export type { ChangeListener, CodeChange } from "./code-change.js";
export { MethodCompiler } from "./compile.js";
export {
  ClassBuilder,
  ClassDefinitionFailure,
  type ClassDefinitionRequest,
  type TraitDefinitionRequest,
} from "./define.js";
export { Environment } from "./environment.js";
export { buildHierarchy, type Hierarchy } from "./hierarchy.js";
export type { CompiledFunction } from "./install.js";
export { installingPrimitives } from "./installing-primitives.js";
export { basicNewText, constructorText, javaScriptName } from "./instance-constructor.js";
export { KernelLinker } from "./kernel-linker.js";
export type { KernelClass, KernelMentions, KernelSources, KernelTable, KernelView } from "./kernel-table.js";
export { Linker } from "./linker.js";
export { LoopCopies } from "./loop-copies.js";
export { memoryPrimitives } from "./memory-primitives.js";
export { behaviors, findingPrimitives, mentioning } from "./method-finding.js";
export { type Mentions, mentionsOf, readMentions } from "./method-mentions.js";
export { type KernelParts, type MethodParts, PartsDirectory } from "./method-parts.js";
export { type CodeOwner, Doit, InstalledMethod, InstalledObject, KernelMethod } from "./method-record.js";
export { LostState } from "./migration.js";
export { doitNames, lenientNames, methodNames } from "./name-space.js";
export { hasOwnConstructor, type SharedPrototype, sharedPrototypeOf } from "./native-shapes.js";
export { performed, performingPrimitives } from "./performing-primitives.js";
export { pragmaPrimitives } from "./pragma-primitives.js";
export { Protection } from "./protection.js";
export { reflectionPrimitives } from "./reflection-primitives.js";
export { recordOf, reifiedMethod } from "./reified-methods.js";
export { makeRoot, watchRoot } from "./root.js";
export { propertyOf, send, sendFrom, sendProperty } from "./send.js";
export { slotPrimitives } from "./slot-primitives.js";
export { traitPrimitives } from "./trait-primitives.js";
export type { TraitUse } from "./traits.js";
export { treePrimitives } from "./tree-primitives.js";
export { type ViewMethod, viewMethods, viewPragmaOf } from "./view-methods.js";
export { withWriteBarrier, writeBarrierPrimitives } from "./write-barrier.js";

/** What the heap walker begins with, and how it gets from code to what the code refers to. */
import {
  type BlockOrigins,
  type CodeOwner,
  classShape,
  type Environment,
  type Hierarchy,
  KernelMethod,
  type PartsDirectory,
} from "../classes/index.js";
import { type Executables, forgetDead } from "../interpreter/index.js";
import { type Activation, processShapes, type StProcess } from "../machine/index.js";
import { HeapWalk } from "../memory/heap-walk.js";
import { allSymbols } from "../memory/text.js";
import type { Visit } from "../memory/trace.js";

export interface HeapSources {
  readonly environment: Environment;
  readonly hierarchy: Hierarchy;
  readonly parts: PartsDirectory;
  readonly origins: BlockOrigins;
  readonly codeOwner: (code: unknown) => CodeOwner | undefined;
  readonly executables: Executables;
  /** That have not ended. */
  readonly processes: () => Iterable<StProcess>;
}

/** A walker over all that the engine itself holds; others add what they hold. */
export function makeHeapWalk({
  environment,
  hierarchy,
  parts,
  origins,
  codeOwner,
  executables,
  processes,
}: HeapSources): HeapWalk {
  const walk = new HeapWalk();
  let kernelLiterals: readonly unknown[] | undefined;
  const visitOwner = (owner: CodeOwner | undefined, visit: Visit): void => {
    // The kernel's are a root.
    if (owner === undefined || owner instanceof KernelMethod) return;
    for (const [constants, bindings] of parts.of(owner)) {
      for (const constant of constants) visit(constant);
      for (const binding of bindings) visit(binding);
    }
  };
  walk.addShape(classShape(visitOwner));
  const ofActivation = (activation: Activation, visit: Visit): void => {
    forgetDead(executables, activation);
    visitOwner(codeOwner(activation.code), visit);
  };
  for (const shape of processShapes(ofActivation)) walk.addShape(shape);
  walk.ofCode = (block, visit) => visitOwner(origins.of(block.code)?.owner, visit);
  walk.addRoot((visit) => {
    for (const binding of environment.bindings()) visit(binding);
    for (const c of hierarchy.classes) visit(c);
    for (const process of processes()) visit(process);
    for (const symbol of allSymbols()) visit(symbol);
    kernelLiterals ??= [...parts.kernelLiterals()];
    for (const literal of kernelLiterals) visit(literal);
  });
  return walk;
}

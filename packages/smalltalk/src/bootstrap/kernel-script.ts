/** Compiles the kernel to one script, its table of classes and methods, and its sources. */
import { createHash } from "node:crypto";
import {
  basicNewText,
  buildHierarchy,
  type ClassObject,
  constructorText,
  Environment,
  type Hierarchy,
  hasOwnConstructor,
  javaScriptName,
  type KernelClass,
  type KernelSources,
  type KernelTable,
  makeRoot,
  methodNames,
  type SharedPrototype,
  sharedPrototypeOf,
  viewPragmaOf,
} from "../classes/index.js";
import { access, emitUnit, mangleSelector, Pool, RUNTIME_NAMES } from "../codegen/index.js";
import { compileMethod } from "../compiler/index.js";
import type { CodeUnit } from "../ir/index.js";
import { type MethodDefinition, SourceFailure } from "../sources/index.js";
import { type MethodNode, SyntaxFailure } from "../syntax/index.js";
import type { KernelDefinitions } from "./read-kernel.js";

/** Globals that an image defines beside its classes. */
export const KERNEL_GLOBALS = ["Smalltalk", "Transcript", "Processor"];

export interface KernelBuild {
  readonly script: string;
  readonly table: KernelTable;
  readonly sources: KernelSources;
}

interface Compiled {
  readonly definition: MethodDefinition;
  readonly node: MethodNode;
  readonly unit: CodeUnit;
}

/** Throws SourceFailure where a method does not compile or names what nobody defines. */
export function buildKernel(kernel: KernelDefinitions): KernelBuild {
  const drafts = kernel.classes.map(
    (c): KernelClass => ({
      name: c.name,
      superclass: kernel.classes.findIndex((s) => s.name === c.superclass),
      layout: c.layout,
      instVars: c.instVars,
      classInstVars: c.classInstVars,
      classVars: c.classVars,
      pools: c.pools,
      package: c.package,
      tag: c.tag,
      firstMethod: 0,
      methods: [],
      classMethods: [],
    }),
  );
  const environment = new Environment();
  const hierarchy = buildHierarchy(
    { fingerprint: "", classes: drafts },
    makeRoot(),
    environment,
    () => () => [],
  );
  for (const name of KERNEL_GLOBALS) environment.define(name, 0);

  const classes: KernelClass[] = [];
  const sources: string[] = [];
  const parts: string[] = [];
  drafts.forEach((draft, index) => {
    const own = kernel.methods.get(draft.name) ?? [];
    const instance = own
      .filter((m) => !m.isClassSide)
      .map((m) => compile(m, classAt(hierarchy.classes, index), environment));
    const meta = own
      .filter((m) => m.isClassSide)
      .map((m) => compile(m, classAt(hierarchy.metaclasses, index), environment));
    const firstMethod = sources.length;
    sources.push(...[...instance, ...meta].map((m) => m.definition.source));
    classes.push({
      ...draft,
      firstMethod,
      methods: names(instance),
      classMethods: names(meta),
      ...viewsAmong(instance),
    });
    parts.push(classScript(classAt(hierarchy.classes, index), index, firstMethod, instance, meta));
  });
  const parameters = ["E", "isWide", ...RUNTIME_NAMES].join(",");
  const script = `(function(${parameters}){"use strict";\n${parts.join("\n")}\n})`;
  const fingerprint = createHash("sha256")
    .update(script)
    .update(JSON.stringify([classes, sources]))
    .digest("hex");
  return {
    script,
    table: { fingerprint, classes },
    sources: { fingerprint, methods: sources, comments: kernel.classes.map((c) => c.comment) },
  };
}

function names(methods: readonly Compiled[]): string[] {
  return methods.flatMap((m) => [m.node.selector, m.definition.category]);
}

function viewsAmong(methods: readonly Compiled[]): Pick<KernelClass, "views"> {
  const views = methods.flatMap(({ node }) => {
    const pragma = viewPragmaOf(node.pragmas);
    return pragma === undefined ? [] : [{ selector: node.selector, ...pragma }];
  });
  return views.length === 0 ? {} : { views };
}

function compile(definition: MethodDefinition, owner: ClassObject, environment: Environment): Compiled {
  try {
    const names = methodNames(owner, environment);
    const strict = { ...names, declareUndeclared: () => undefined };
    return { definition, ...compileMethod(definition.source, strict) };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const { problem } = error;
    const at = `${owner.printName}: ${problem.message} in "${problem.excerpt.trim()}"`;
    throw new SourceFailure(definition.path, definition.line + problem.line - 1, at, problem.expected);
  }
}

/** A function of its own per class, so that its literals and blocks have a scope of their own. */
function classScript(
  owner: ClassObject,
  index: number,
  firstMethod: number,
  instance: readonly Compiled[],
  meta: readonly Compiled[],
): string {
  const pool = new Pool();
  const lines: string[] = [];
  const parts: string[] = [];
  const shared = sharedPrototypeOf(owner.name);
  const add = (m: Compiled, number: number, prototype: "p" | "q", ownerName: "O" | "Q"): void => {
    const property = mangleSelector(m.node.selector);
    const name = `${javaScriptName(owner.name)}_${property.replace(/[^A-Za-z0-9_$]/g, "_")}_k${number}`;
    const code = emitUnit(m.unit, pool, { code: `${number}`, owner: ownerName, name });
    lines.push(`${prototype}${access(property)}=${code};`);
    const own = pool.partsOf(m.unit);
    if (own !== "") parts.push(`case ${number}:return${own};`);
    if (shared !== undefined && prototype === "p") lines.push(stub(shared, property, m.unit.parameterCount));
  };
  for (const [i, m] of instance.entries()) add(m, firstMethod + i, "p", "O");
  for (const [i, m] of meta.entries()) add(m, firstMethod + instance.length + i, "q", "Q");
  if (parts.length > 0) lines.push(`E.noteKernel(${firstMethod},function(n){switch(n){${parts.join("")}}});`);
  if (!hasOwnConstructor(owner.name) && owner.layout !== "immediate") {
    lines.push(
      `const made=E.construct(O,${constructorText(owner.name, owner.layout, owner.allInstVarNames)});`,
    );
    const basicNew = basicNewText("made", owner.layout);
    const own = meta.some((m) => m.node.selector === "basicNew");
    if (basicNew !== null && !own) lines.push(`q.$basicNew=${basicNew};`);
  }
  const sharedHead =
    shared === undefined
      ? ""
      : `const S=E.shared(${index}),W=E.protoNamed("${shared.when}"),X=E.protoNamed("${shared.otherwise}");`;
  const head = `const O=E.classAt(${index}),Q=E.metaclassAt(${index}),p=O.proto,q=Q.proto;${sharedHead}`;
  return `// ${owner.name}\n(function(){${head}\n${pool.declarations}${lines.join("\n")}\n})();`;
}

/** On the prototype that two classes share: goes on to the receiver's own class. */
function stub(shared: SharedPrototype, property: string, parameterCount: number): string {
  const parameters = Array.from({ length: parameterCount }, (_, i) => `r${i},`).join("");
  const to = access(property);
  return `S${to}=function(${parameters}d){return ${shared.test}?W${to}.call(this,${parameters}d):X${to}.call(this,${parameters}d)};`;
}

function classAt(list: Hierarchy["classes"], index: number): ClassObject {
  const found = list[index];
  if (found === undefined) throw new RangeError(`no class ${index}`);
  return found;
}

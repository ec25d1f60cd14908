/** Opens the kernel in this JavaScript realm: one engine to a realm, since numbers and booleans dispatch through their prototypes. */
import {
  BlockOrigins,
  blockPrimitives,
  buildHierarchy,
  ClassBuilder,
  type ClassObject,
  type CodeOwner,
  Doit,
  defineOn,
  Environment,
  type Hierarchy,
  InstalledMethod,
  type KernelClass,
  KernelLinker,
  KernelMethod,
  MethodCompiler,
  makeRoot,
  performingPrimitives,
  pragmaPrimitives,
  reflectionPrimitives,
  send,
  traitPrimitives,
  treePrimitives,
  watchRoot,
} from "../classes/index.js";
import { RUNTIME_NAMES } from "../codegen/index.js";
import { type Attention, Machine, makeAttention, processPrimitives, runtimeParts } from "../machine/index.js";
import { isWide, symbol } from "../memory/text.js";
import { StArray, type Value } from "../memory/values.js";
import { primitives } from "../primitives/index.js";
import { PackageRecords } from "../sources/index.js";
import { type Engine, Listening, Transcript } from "../tools/index.js";
import { type KernelImage, loadKernel, mentionReader, sourceReader } from "./kernel-files.js";

/** Activations that fit on the stack that Node gives a thread by default (984 KiB). */
const DEFAULT_DEPTH = 2_500;

export interface EngineOptions {
  /** Words shared with the thread that watches this one; made here if absent. */
  readonly attention?: Attention;
  /** Activations that may stand on one another: some 2,500 for each MiB of stack. */
  readonly depth?: number;
  /** Called every few milliseconds while code runs and a thread watches the clock: see `watchClock`. */
  readonly polled?: () => void;
  /** Loaded here if absent. */
  readonly kernel?: KernelImage;
}

/** A second engine in one realm. */
export class EngineOpenAlready extends Error {
  override readonly name = "EngineOpenAlready";
}

let isOpen = false;

/** Throws EngineOpenAlready, KernelMissing. */
export function openEngine(options: EngineOptions = {}): Engine {
  if (isOpen) throw new EngineOpenAlready("an image is open in this thread already");
  isOpen = true;
  const { table, script } = options.kernel ?? loadKernel();
  const sources = sourceReader(table.fingerprint);
  const methodSources = () => sources().methods;
  const environment = new Environment();
  const root = makeRoot();
  const hierarchy = buildHierarchy(table, root, environment, (index, side) => (owner) => {
    const c = table.classes[index];
    return c === undefined ? [] : kernelMethods(owner, c, side, methodSources);
  });
  hierarchy.classes.forEach((c, i) => {
    c.commentSupply = () => sources().comments[i] ?? "";
  });
  const byNumber = methodIndex(table.classes, hierarchy);
  const origins = new BlockOrigins(byNumber);
  const transcript = new Transcript();
  const listening = new Listening(transcript);
  const machine = new Machine(options.attention ?? makeAttention(), options.depth ?? DEFAULT_DEPTH, {
    unwind: (home, value, depth) => send(kernelClass("Marker"), "unwindTo:return:", [home, value], depth),
    cannotReturn: (home, value, depth) => send(home, "cannotReturn:", [value], depth),
  });
  const { polled = () => undefined } = options;
  machine.polled = () => {
    transcript.tell();
    polled();
  };
  const primitiveTable = {};
  const runtime = runtimeParts(machine, primitiveTable);
  const compiler = new MethodCompiler(environment, runtime, origins, (change) =>
    listening.listener?.changed?.(change),
  );
  const builder = new ClassBuilder(root, environment, compiler);
  Object.assign(
    primitiveTable,
    primitives,
    performingPrimitives,
    processPrimitives(machine, transcript.write),
    reflectionPrimitives(environment, builder, compiler),
    blockPrimitives(environment, origins),
    traitPrimitives(builder),
    pragmaPrimitives(environment, origins),
    treePrimitives(environment, origins),
  );

  const link: unknown = script.runInThisContext();
  if (typeof link !== "function") throw new TypeError("the kernel's script is no function");
  link(
    new KernelLinker(environment, origins, hierarchy),
    isWide,
    ...RUNTIME_NAMES.map((name) => runtime[name]),
  );
  const messageClass = kernelClass("Message");
  watchRoot(root, (receiver, selector, args, depth) => {
    const message = new messageClass.construct();
    defineOn(message, "_selector", symbol(selector));
    defineOn(message, "_args", new StArray(args));
    return send(receiver, "doesNotUnderstand:", [message], depth);
  });

  function kernelClass(name: string): ClassObject {
    const found = environment.classNamed(name);
    if (found === undefined) throw new RangeError(`the kernel has no class ${name}`);
    return found;
  }
  for (const [name, className] of [
    ["Smalltalk", "SmalltalkImage"],
    ["Transcript", "ThreadSafeTranscript"],
    ["Processor", "ProcessorScheduler"],
  ] as const) {
    environment.define(name, new (kernelClass(className).construct)());
  }
  table.classes.forEach((c, i) => {
    if (selectors(c.classMethods).includes("initialize")) initialize(hierarchy.classes[i]);
  });

  return {
    environment,
    machine,
    compiler,
    builder,
    origins,
    transcript,
    listening,
    packages: new PackageRecords(),
    kernelClasses: new Set(hierarchy.classes),
    kernelMentions: mentionReader(table.fingerprint),
    kernelClass,
    codeOwner: (code) => {
      if (typeof code === "number") return byNumber(code);
      return code instanceof InstalledMethod || code instanceof Doit ? code : undefined;
    },
  };
}

function initialize(c: ClassObject | undefined): Value | undefined {
  return c === undefined ? undefined : send(c, "initialize", [], 0);
}

const selectors = (list: readonly string[]): string[] => list.filter((_, i) => i % 2 === 0);

function kernelMethods(
  owner: ClassObject,
  c: KernelClass,
  side: "instance" | "class",
  sources: () => readonly string[],
): KernelMethod[] {
  const list = side === "instance" ? c.methods : c.classMethods;
  const first = c.firstMethod + (side === "instance" ? 0 : c.methods.length / 2);
  return selectors(list).map(
    (selector, i) => new KernelMethod(owner, selector, list[2 * i + 1] ?? "", first + i, sources),
  );
}

/** Finds the method of a number: the last class that begins at or before it. */
function methodIndex(
  classes: readonly KernelClass[],
  hierarchy: Hierarchy,
): (number: number) => CodeOwner | undefined {
  return (number) => {
    const index = classes.findLastIndex(
      (c) => c.firstMethod <= number && c.methods.length + c.classMethods.length > 0,
    );
    const c = classes[index];
    if (c === undefined) return undefined;
    const offset = number - c.firstMethod;
    const instance = c.methods.length / 2;
    const isMeta = offset >= instance;
    const selector = isMeta ? c.classMethods[2 * (offset - instance)] : c.methods[2 * offset];
    const owner = isMeta ? hierarchy.metaclasses[index] : hierarchy.classes[index];
    const found = selector === undefined ? undefined : owner?.methods.get(selector);
    return found instanceof KernelMethod || found instanceof InstalledMethod ? found : undefined;
  };
}

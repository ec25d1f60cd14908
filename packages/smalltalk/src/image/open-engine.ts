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
  findingPrimitives,
  type Hierarchy,
  InstalledMethod,
  installingPrimitives,
  type KernelClass,
  KernelLinker,
  KernelMethod,
  type KernelView,
  Linker,
  LoopCopies,
  MethodCompiler,
  makeRoot,
  memoryPrimitives,
  PartsDirectory,
  Protection,
  performingPrimitives,
  pragmaPrimitives,
  reflectionPrimitives,
  send,
  sendFrom,
  slotPrimitives,
  traitPrimitives,
  treePrimitives,
  watchRoot,
  withWriteBarrier,
  writeBarrierPrimitives,
} from "../classes/index.js";
import { inlineMore, RUNTIME_NAMES } from "../codegen/index.js";
import { steppingPrimitives } from "../debugger/index.js";
import {
  Contexts,
  contextPrimitives,
  Executables,
  Execution,
  endingPrimitives,
  enterInterpreted,
  Interpreter,
  LoopEntries,
  Pump,
} from "../interpreter/index.js";
import {
  type Attention,
  Machine,
  makeAttention,
  ProcessGroup,
  processPrimitives,
  runtimeParts,
  StProcess,
  schedulingPrimitives,
  TOOLS_PRIORITY,
} from "../machine/index.js";
import { isWide, symbol } from "../memory/text.js";
import { StArray } from "../memory/values.js";
import { primitives } from "../primitives/index.js";
import { PackageRecords } from "../sources/index.js";
import { watchPace } from "../syntax/index.js";
import { Debuggers, type Engine, Listening, Loads, processEnded, Transcript } from "../tools/index.js";
import { makeHeapWalk } from "./heap-roots.js";
import { type KernelImage, loadKernel, mentionReader, sourceReader } from "./kernel-files.js";

const DOES_NOT_UNDERSTAND = "doesNotUnderstand:";

/**
 * Activations on the native stack, from which on they go to the heap: so many are taken down in some 10 ms, for as long as
 * nothing can be interrupted.
 */
const LONGEST_SEGMENT = 5_000;
/** Activations of a process on the heap, where the options name no other limit. */
const DEFAULT_ACTIVATIONS = 1_000_000;

/** Activations that fit on the stack that Node gives a thread by default (984 KiB). */
const DEFAULT_DEPTH = 2_500;

export interface EngineOptions {
  /** Words shared with the thread that watches this one; made here if absent. */
  readonly attention?: Attention;
  /** Activations that may stand on one another: some 2,500 for each MiB of stack. */
  readonly depth?: number;
  /** Activations that one process may have on the heap, beside those on the native stack. */
  readonly activations?: number;
  /** For tests: asked at each poll whether the stack is to be taken down there. */
  readonly isRestless?: () => boolean;
  /** For tests: whether all code runs in the interpreter, once it was taken down. */
  readonly interpretsAll?: () => boolean;
  /** Called every few milliseconds while code runs and a thread watches the clock: see `watchClock`. */
  readonly polled?: () => void;
  /** Told when processes begin to go on by themselves, from the event loop, and when none does any more. */
  readonly working?: (isWorking: boolean) => void;
  /** Does work that goes on from the event loop, while the clock is watched. */
  readonly watched?: (work: () => void) => void;
  /** Loaded here if absent. */
  readonly kernel?: KernelImage;
  /** Whether methods of the kernel can be changed: for the run that breaks them. */
  readonly isKernelOpen?: boolean;
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
  const kernelMentions = mentionReader(table.fingerprint);
  const environment = new Environment();
  const root = makeRoot();
  const hierarchy = buildHierarchy(table, root, environment, (index, side) => (owner) => {
    const c = table.classes[index];
    return c === undefined ? [] : kernelMethods(owner, c, side, methodSources);
  });
  hierarchy.classes.forEach((c, i) => {
    c.commentSupply = () => sources().comments[i] ?? "";
  });
  const byNumber = methodIndex(table.classes, hierarchy, methodSources);
  const origins = new BlockOrigins(byNumber);
  const parts = new PartsDirectory();
  const transcript = new Transcript();
  const listening = new Listening(transcript);
  const machine = new Machine(
    options.attention ?? makeAttention(),
    Math.min(options.depth ?? DEFAULT_DEPTH, LONGEST_SEGMENT),
    {
      unwind: (home, value, depth) => send(kernelClass("Marker"), "unwindTo:return:", [home, value], depth),
      cannotReturn: (home, value, depth) => send(home, "cannotReturn:", [value], depth),
    },
    options.isRestless,
  );
  const loads = new Loads(machine);
  environment.named = (name) => loads.underWay?.named(name);
  watchPace(machine.checkTime);
  const { polled = () => undefined } = options;
  machine.polled = () => {
    transcript.tell();
    polled();
  };
  const primitiveTable = {};
  const runtime = runtimeParts(machine, primitiveTable);
  const compiler = new MethodCompiler(environment, runtime, origins, parts, (change) => {
    if (change.kind === "methodCompiled" || change.kind === "methodRemoved") {
      const changed = environment.classNamed(change.className);
      const owner = change.isClassMethod ? changed?.cls : changed;
      if (owner !== undefined) engine.debuggers.breakpoints.methodChanged(owner, change.selector);
    }
    loads.underWay?.changed(change);
    listening.listener?.changed?.(change);
  });
  const linker = new Linker(environment, origins, parts);
  const codeOwner = (code: unknown): CodeOwner | undefined => {
    if (typeof code === "number") return byNumber(code);
    return code instanceof InstalledMethod || code instanceof Doit ? code : undefined;
  };
  const protection = new Protection(new Set(options.isKernelOpen === true ? [] : hierarchy.classes));
  const executables = new Executables(environment, origins, parts, codeOwner);
  parts.kernelCount = methodCount(table.classes);
  const heap = makeHeapWalk({
    environment,
    hierarchy,
    parts,
    origins,
    codeOwner,
    executables,
    processes: () => pump.processes(),
  });
  const builder = new ClassBuilder(root, environment, compiler, heap);
  const { interpretsAll } = options;
  const entries = new LoopEntries(runtime, executables, new LoopCopies(environment), interpretsAll);
  const interpreter = new Interpreter(
    machine,
    executables,
    entries,
    interpretsAll === undefined
      ? undefined
      : enterInterpreted({ machine, executables, primitives: null }, interpretsAll),
  );
  const entering = new Interpreter(
    machine,
    executables,
    new LoopEntries(runtime, executables, new LoopCopies(environment), () => true),
    enterInterpreted({ machine, executables, primitives: primitiveTable }, () => true),
  );
  const interpreters = { plain: interpreter, entering };
  const contexts = new Contexts(interpreter);
  Object.assign(
    primitiveTable,
    primitives,
    withWriteBarrier(primitives),
    writeBarrierPrimitives,
    performingPrimitives,
    processPrimitives(machine, transcript.write),
    schedulingPrimitives(machine),
    reflectionPrimitives(environment, builder, compiler, protection),
    installingPrimitives(environment, compiler, protection),
    findingPrimitives(environment, kernelMentions),
    slotPrimitives(builder),
    blockPrimitives(environment, origins),
    traitPrimitives(environment, builder, protection),
    pragmaPrimitives(linker),
    treePrimitives(linker),
    contextPrimitives(machine, contexts, environment),
    endingPrimitives(machine, contexts, environment),
    steppingPrimitives(machine, interpreters, contexts),
    memoryPrimitives(heap, (value) => environment.isProtectedValue(value)),
  );

  const link: unknown = script.runInThisContext();
  if (typeof link !== "function") throw new TypeError("the kernel's script is no function");
  link(
    new KernelLinker(environment, origins, parts, hierarchy),
    isWide,
    ...RUNTIME_NAMES.map((name) => runtime[name]),
  );
  const messageClass = kernelClass("Message");
  const rootClass = kernelClass("ProtoObject");
  watchRoot(root, (receiver, selector, args, depth) => {
    // A class without a superclass need not have it. What was not understood is the message that it is about.
    if (selector === DOES_NOT_UNDERSTAND) return sendFrom(rootClass.proto, receiver, selector, args, depth);
    const message = new messageClass.construct();
    defineOn(message, "_selector", symbol(selector));
    defineOn(message, "_args", new StArray(args));
    return send(receiver, DOES_NOT_UNDERSTAND, [message], depth);
  });

  function kernelClass(name: string): ClassObject {
    const found = environment.classNamed(name);
    if (found === undefined) throw new RangeError(`the kernel has no class ${name}`);
    return found;
  }
  for (const c of hierarchy.classes) environment.protect(c.name);
  for (const [name, className] of [
    ["Smalltalk", "SmalltalkImage"],
    ["Transcript", "ThreadSafeTranscript"],
    ["Processor", "ProcessorScheduler"],
  ] as const) {
    environment.define(name, new (kernelClass(className).construct)());
    environment.protect(name);
  }
  const execution = new Execution(machine, interpreter, options.activations ?? DEFAULT_ACTIVATIONS);

  const toolsGroup = new ProcessGroup();
  const turnTo = (group: ProcessGroup | null): ProcessGroup | null => {
    const before = transcript.turnTo(group);
    if (before === group) return before;
    listening.turnTo(group);
    loads.underWay?.turnTo(group);
    return before;
  };
  const pump = new Pump(machine, execution, {
    // What tools run writes where the Transcript goes already.
    turnTo: (group) => (group === toolsGroup ? transcript.group : turnTo(group)),
    ended: (process, stop) => processEnded(engine, process, stop),
    breaks: (process, number) => engine.debuggers.breaks(process, number),
    working: options.working ?? (() => undefined),
  });

  table.classes.forEach((c, i) => {
    if (selectors(c.classMethods).includes("initialize")) initialize(pump, toolsGroup, hierarchy.classes[i]);
  });

  const views = new Map<ClassObject, readonly KernelView[]>();
  hierarchy.classes.forEach((c, i) => {
    const own = table.classes[i]?.views;
    if (own !== undefined) views.set(c, own);
  });
  const engine: Engine = {
    get debuggers() {
      return debuggers;
    },
    environment,
    machine,
    execution,
    pump,
    toolsGroup,
    turnTo,
    loads,
    compiler,
    builder,
    origins,
    transcript,
    listening,
    heap,
    packages: new PackageRecords(),
    protection,
    kernelMentions,
    kernelClass,
    kernelViews: (owner) => views.get(owner) ?? [],
    codeOwner,
    watched: options.watched ?? ((work) => work()),
  };
  const debuggers = new Debuggers(engine, interpreters);
  inlineMore();
  return engine;
}

function initialize(pump: Pump, group: ProcessGroup, c: ClassObject | undefined): void {
  if (c === undefined) return;
  const begin = { kind: "begin", code: (depth: number) => send(c, "initialize", [], depth) } as const;
  const stop = pump.run(new StProcess(group, begin, TOOLS_PRIORITY, 0), true);
  if (stop.kind === "fault") throw stop.error;
  if (stop.kind === "stopped") throw new RangeError(`${c.name} was not initialized: ${stop.reason.kind}`);
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

function methodCount(classes: readonly KernelClass[]): number {
  let count = 0;
  for (const c of classes) count += (c.methods.length + c.classMethods.length) / 2;
  return count;
}

/** Finds the method of a number: the last class that begins at or before it. */
function methodIndex(
  classes: readonly KernelClass[],
  hierarchy: Hierarchy,
  sources: () => readonly string[],
): (number: number) => KernelMethod | undefined {
  // Methods of the kernel that something else has taken the place of.
  const replaced = new Map<number, KernelMethod>();
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
    if (selector === undefined || owner === undefined) return undefined;
    const found = owner.methods.get(selector);
    if (found instanceof KernelMethod && found.number === number) return found;
    let known = replaced.get(number);
    if (known === undefined) {
      known = new KernelMethod(owner, selector, "", number, sources);
      replaced.set(number, known);
    }
    return known;
  };
}

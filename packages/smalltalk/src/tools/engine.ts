/** What the tools need of an open engine. `image/open-engine.ts` makes it. */
import type {
  BlockOrigins,
  ClassBuilder,
  ClassObject,
  CodeOwner,
  Environment,
  KernelMentions,
  KernelView,
  MethodCompiler,
  Protection,
} from "../classes/index.js";
import type { Execution, Pump } from "../interpreter/index.js";
import type { Machine, ProcessGroup } from "../machine/index.js";
import type { HeapWalk } from "../memory/heap-walk.js";
import type { PackageRecords } from "../sources/index.js";
import type { Debuggers } from "./debuggers.js";
import type { Listening } from "./listening.js";
import type { Loads } from "./loads.js";
import type { Transcript } from "./transcript.js";

export interface Engine {
  readonly environment: Environment;
  readonly machine: Machine;
  readonly execution: Execution;
  readonly pump: Pump;
  /** Of the processes that tools run code in. */
  readonly toolsGroup: ProcessGroup;
  readonly compiler: MethodCompiler;
  readonly builder: ClassBuilder;
  readonly origins: BlockOrigins;
  readonly transcript: Transcript;
  /** What is written and heard from now on is this session's; answers the one before. Null is no session. */
  turnTo(group: ProcessGroup | null): ProcessGroup | null;
  readonly listening: Listening;
  readonly debuggers: Debuggers;
  readonly loads: Loads;
  /** Finds what can be reached. */
  readonly heap: HeapWalk;
  readonly packages: PackageRecords;
  /** The method or doit that an activation's `code` stands for. */
  codeOwner(code: unknown): CodeOwner | undefined;
  /** The classes, traits and methods of the kernel. */
  readonly protection: Protection;
  /** What the kernel's methods mention. */
  kernelMentions(): KernelMentions;
  /** A class of the kernel; throws RangeError where there is none. */
  kernelClass(name: string): ClassObject;
  /** The kernel's own methods of a class that show its instances in an inspector. */
  kernelViews(owner: ClassObject): readonly KernelView[];
  /** Does work that goes on from the event loop, while the clock is watched. */
  watched(work: () => void): void;
}

/** The files that the build made of the kernel. They lie in `dist/kernel`. */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import type { KernelMentions, KernelSources, KernelTable } from "../classes/index.js";

/** The kernel's files are not there, or not of one build: the package has to be built. */
export class KernelMissing extends Error {
  override readonly name = "KernelMissing";
}

const FOLDER = new URL("../../dist/kernel/", import.meta.url);

export const KERNEL_FILES = {
  script: "kernel.js",
  cache: "kernel.cache",
  table: "kernel.json",
  sources: "sources.json",
  mentions: "mentions.json",
} as const;

export interface KernelImage {
  readonly table: KernelTable;
  readonly script: Script;
  /** Whether V8 took the code cache. */
  readonly cached: boolean;
}

/** Reads the table and compiles the script, lazily and with V8's code cache. Throws KernelMissing. */
export function loadKernel(): KernelImage {
  const table = parse<KernelTable>(read(KERNEL_FILES.table).toString("utf8"));
  const cachedData = markedForOwnFlags(readOptional(KERNEL_FILES.cache));
  const script = new Script(read(KERNEL_FILES.script).toString("utf8"), {
    filename: "stui-kernel.js",
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  return { table, script, cached: cachedData !== undefined && script.cachedDataRejected === false };
}

/** Flags that change nothing in compiled code. */
const SIZES = /^--(stack-size|max-old-space-size|min-semi-space-size|max-semi-space-size|v8-pool-size)=\d+$/;

/** Where the words of a cache's head lie, in bytes: what V8 made it, and the hash of the flags it was made under. */
const MAKER = [0, 8] as const;
const FLAGS = [12, 16] as const;

/**
 * V8 refuses a cache that was made under other flags, and counts among them the sizes of stack and heap. Where nothing else
 * was given, the cache gets the mark that one made by this process would have. A kernel whose cache is refused takes half as
 * long again to open.
 */
function markedForOwnFlags(cache: Buffer | undefined): Buffer | undefined {
  const { execArgv } = process;
  const { NODE_OPTIONS: options = "" } = process.env;
  if (cache === undefined || execArgv.length === 0 || options !== "") return cache;
  if (!execArgv.every((flag) => SIZES.test(flag))) return cache;
  return markedAs(cache, emptyCache());
}

/** A cache of nothing, made under the flags that the process has now. */
export const emptyCache = (): Buffer => new Script("0").createCachedData();

/** The cache as if it had been made under the flags of the other. */
export function markedAs(cache: Buffer, other: Buffer): Buffer {
  // Another V8 lays out another head, and makes other code.
  if (other.subarray(...MAKER).equals(cache.subarray(...MAKER))) other.copy(cache, FLAGS[0], ...FLAGS);
  return cache;
}

/** Reads the sources when they are first asked for. */
export function sourceReader(fingerprint: string): () => KernelSources {
  return readOnce(() => readOf<KernelSources>(KERNEL_FILES.sources, fingerprint));
}

/** Reads what the methods mention when that is first asked for. */
export function mentionReader(fingerprint: string): () => KernelMentions {
  return readOnce(() => readOf<KernelMentions>(KERNEL_FILES.mentions, fingerprint));
}

function readOnce<T extends object>(readAll: () => T): () => T {
  let known: T | undefined;
  return () => {
    known ??= readAll();
    return known;
  };
}

function readOf<T extends { readonly fingerprint: string }>(name: string, fingerprint: string): T {
  const parsed = parse<T>(read(name).toString("utf8"));
  if (parsed.fingerprint !== fingerprint)
    throw new KernelMissing(`${name} of the kernel is of another build: run npm run build`);
  return parsed;
}

/** The build wrote the file; its type is that of the writer. */
function parse<T>(json: string): T {
  const parsed: T = JSON.parse(json);
  return parsed;
}

function read(name: string): Buffer {
  const found = readOptional(name);
  if (found === undefined) throw new KernelMissing(`${name} is missing: run npm run build`);
  return found;
}

function readOptional(name: string): Buffer | undefined {
  try {
    return readFileSync(new URL(name, FOLDER));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

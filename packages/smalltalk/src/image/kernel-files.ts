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
  const cachedData = readOptional(KERNEL_FILES.cache);
  const script = new Script(read(KERNEL_FILES.script).toString("utf8"), {
    filename: "stui-kernel.js",
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  return { table, script, cached: cachedData !== undefined && script.cachedDataRejected === false };
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

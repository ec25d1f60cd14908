/** Builds the kernel into `dist/kernel`: `node packages/smalltalk/dist/bootstrap/main.js`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { KERNEL_FILES } from "../image/kernel-files.js";
import { SourceFailure } from "../sources/index.js";
import { warmCodeCache } from "./code-cache.js";
import { indexMentions } from "./index-mentions.js";
import { buildKernel } from "./kernel-script.js";
import { readKernel } from "./read-kernel.js";

const FOLDER = new URL("../../dist/kernel/", import.meta.url);
const KERNEL = fileURLToPath(new URL("../../kernel", import.meta.url));

try {
  const { script, table, sources } = buildKernel(readKernel(KERNEL));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(KERNEL_FILES.script, FOLDER), script);
  writeFileSync(new URL(KERNEL_FILES.table, FOLDER), JSON.stringify(table));
  writeFileSync(new URL(KERNEL_FILES.sources, FOLDER), JSON.stringify(sources));
  const mentions = indexMentions(sources);
  writeFileSync(new URL(KERNEL_FILES.mentions, FOLDER), JSON.stringify(mentions));
  rmSync(new URL(KERNEL_FILES.cache, FOLDER), { force: true });
  const cache = warmCodeCache();
  if (cache !== null) writeFileSync(new URL(KERNEL_FILES.cache, FOLDER), cache);
  console.log(`kernel: ${table.classes.length} classes, ${sources.methods.length} methods`);
} catch (error) {
  if (!(error instanceof SourceFailure)) throw error;
  console.error(`packages/smalltalk/kernel/${error.message}`);
  process.exitCode = 1;
}

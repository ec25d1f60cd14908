/**
 * V8's code cache of the kernel, made after a run of everyday code: it then holds the functions that a start needs. In a
 * process of its own, since an engine takes over its realm.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Answers null where the warm run failed: the cache is only a matter of speed. */
export function warmCodeCache(): Buffer | null {
  const main = fileURLToPath(new URL("./warm-up.js", import.meta.url));
  // Under no flags, which is what readers of the cache take it to be.
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], { env, maxBuffer: 1 << 28 });
  if (status === 0) return stdout;
  console.error(`the kernel's code cache could not be made: ${stderr}`);
  return null;
}

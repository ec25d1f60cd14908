import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const FILES = new URL("../../dist/image/kernel-files.js", import.meta.url);

/** As `images/embedded/process-host.ts` of the server gives them. */
const OF_IMAGES = [
  "--stack-size=65536",
  "--max-old-space-size=1024",
  "--min-semi-space-size=4",
  "--max-semi-space-size=8",
  "--v8-pool-size=1",
];

let folder: string;
let script: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stui-kernel-files-"));
  script = join(folder, "cached.mjs");
  writeFileSync(script, `import { loadKernel } from "${FILES.href}";\nconsole.log(loadKernel().cached);\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a process with these flags takes the kernel's code cache. */
const isCached = (...flags: string[]): boolean => {
  const env = { ...process.env, NODE_OPTIONS: "" };
  const told = execFileSync(process.execPath, [...flags, script], { env, encoding: "utf8" });
  return told.trim() === "true";
};

it("takes the code cache", () => {
  expect(isCached()).toBe(true);
});

it("takes the code cache under the flags of an image's process", () => {
  expect(isCached(...OF_IMAGES)).toBe(true);
});

it("leaves the code cache where flags make other code", () => {
  expect(isCached("--stack-size=65536", "--optimize-for-size")).toBe(false);
});

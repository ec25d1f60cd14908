/** `npm run docs:protocol`: writes the published reference into `docs`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { publishedFiles } from "./files.js";

const docs = new URL("../../../../docs/", import.meta.url);

rmSync(new URL("protocol/", docs), { recursive: true, force: true });
for (const [path, text] of publishedFiles()) {
  const file = fileURLToPath(new URL(path, docs));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`docs/${path}: ${Buffer.byteLength(text)} bytes\n`);
}

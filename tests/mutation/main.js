/** `npm run mutate -- [--count N] [--seed N]`: bundles the TypeScript beside it, and runs it. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

await build({
  entryPoints: [here("mutate.ts"), here("child.ts")],
  outdir: here("dist"),
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
});
await import("./dist/mutate.js");

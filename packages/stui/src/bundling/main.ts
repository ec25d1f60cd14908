/**
 * Puts the built packages together into few files, `dist/bundle`: Node takes longer to find and link some hundred modules
 * than the engine takes to start. Run by the build, after the compiler.
 */
import { readFile, rm } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const PACKAGES = fileURLToPath(new URL("../../../", import.meta.url));
const OUT = fileURLToPath(new URL("../../dist/bundle/", import.meta.url));
const EMBEDDED = `${PACKAGES}server/dist/images/embedded/`;

/** The file of a thread or process, named by its place beside the module that starts it. */
const ENTRY = /new URL\("[^"]*\/([a-z]+-entry)\.js", import\.meta\.url\)/g;

/**
 * Files that a module finds by its own place stay where they are; the entries of threads and processes are bundled
 * beside, and found there.
 */
const places: Plugin = {
  name: "places",
  setup: (bundle) => {
    bundle.onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const place = JSON.stringify(relative(OUT, path).split(sep).join("/"));
      const text = await readFile(path, "utf8");
      const parts = text.split(ENTRY);
      // Odd parts are the names of entries.
      const contents = parts.map((part, i) =>
        i % 2 === 1
          ? `new URL("./${part}.js", import.meta.url)`
          : part.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`),
      );
      return { contents: contents.join(""), loader: "js", resolveDir: dirname(path) };
    });
  },
};

await rm(OUT, { recursive: true, force: true });
await build({
  entryPoints: {
    main: `${PACKAGES}stui/dist/main.js`,
    "thread-entry": `${EMBEDDED}thread-entry.js`,
    "process-entry": `${EMBEDDED}process-entry.js`,
  },
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // What has native code stays where it is; pino's forty files take 5 MB of an idle server where they are not put together.
  external: ["zeromq"],
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  plugins: [places],
  logLevel: "warning",
});

import { createRequire } from "node:module";

/** Of this package, as `package.json` says. */
export const VERSION: string = readVersion();

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("../package.json");
  const version =
    typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : undefined;
  if (typeof version !== "string") throw new TypeError("package.json has no version");
  return version;
}

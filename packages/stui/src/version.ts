import { readFileSync } from "node:fs";

const read = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
};

/** Of this package. */
export const version: string = read();

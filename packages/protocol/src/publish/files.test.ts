import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandNames } from "../commands/table.js";
import { errorDetails } from "../errors/details.js";
import { asyncApi } from "./asyncapi.js";
import { jsonSchemaBundle } from "./definitions.js";
import { publishedFiles, SCHEMA_FILE } from "./files.js";

const docs = new URL("../../../../docs/", import.meta.url);
const files = publishedFiles();

/** Every `$ref` within a JSON value. */
const referencesIn = (value: unknown): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === "$ref" && typeof part === "string" ? [part] : referencesIn(part),
  );
};

/** What a JSON pointer in a URI fragment points at. */
const at = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const step of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(step);
  }
  return value;
};

describe("the published files", () => {
  it.each([...files.keys()])("docs/%s is current; else run npm run docs:protocol", (path) => {
    expect(readFileSync(new URL(path, docs), "utf8") === files.get(path)).toBe(true);
  });

  it("are all that the folder holds", () => {
    expect(readdirSync(new URL("protocol", docs)).map((name) => `protocol/${name}`)).toEqual(
      [...files.keys()].filter((path) => path.startsWith("protocol/")).sort(),
    );
  });

  it("refer to what is there", () => {
    const bundle = jsonSchemaBundle();
    const api = asyncApi(SCHEMA_FILE);
    const inBundle = referencesIn(bundle);
    const inApi = referencesIn(api);
    expect(inBundle.length + inApi.length).toBeGreaterThan(500);
    for (const reference of inBundle) expect(at(bundle, reference), reference).toBeDefined();
    for (const reference of inApi) {
      const [file = "", pointer = ""] = reference.split("#");
      expect(
        at(file === `./${SCHEMA_FILE}` ? bundle : file === "" ? api : undefined, pointer),
        reference,
      ).toBeDefined();
    }
  });

  it("has a section for every command, a row for every error type, and no dead link", () => {
    const page = files.get("protocol.md") ?? "";
    for (const name of commandNames) expect(page).toContain(`\n#### ${name}\n`);
    for (const type of Object.keys(errorDetails)) expect(page).toContain(`\n| \`${type}\` |`);
    const anchors = new Set(
      [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9_ -]/g, "")
          .replaceAll(" ", "-"),
      ),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) expect(anchors, link).toContain(link);
  });
});

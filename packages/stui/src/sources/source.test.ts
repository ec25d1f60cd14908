import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSource, SourceError } from "./source.js";

let folder = "";
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stui-sources-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("readSource", () => {
  it("reads a script, a file in chunks, and a single Tonel file", () => {
    const script = file("a.st", "Transcript show: 'Hello!'");
    expect(readSource(script)).toEqual({ kind: "script", path: script, code: "Transcript show: 'Hello!'" });
    const chunks = file("b.st", "Object subclass: #B!\n");
    expect(readSource(chunks)).toEqual({ kind: "chunks", path: chunks, text: "Object subclass: #B!\n" });
    const changes = file("c.cs", "3 + 4");
    expect(readSource(changes).kind).toBe("chunks");
    const tonel = file("D.class.st", "Class { #name : #D }");
    expect(readSource(tonel)).toEqual({
      kind: "tonel",
      path: tonel,
      files: { [tonel]: "Class { #name : #D }" },
    });
  });

  it("reads a folder as Tonel, with the folders below it and nothing else", () => {
    for (const name of [
      "P/B.class.st",
      "P/package.st",
      "P/in/A.extension.st",
      "P/.git/X.class.st",
      "P/note.st",
    ])
      file(join("tree", name), name);
    const source = readSource(join(folder, "tree"));
    expect(source.kind === "tonel" && Object.keys(source.files)).toEqual(
      ["P/B.class.st", "P/in/A.extension.st", "P/package.st"].map((name) => join(folder, "tree", name)),
    );
  });

  it("says what is wrong with what it cannot use", () => {
    const missing = join(folder, "missing.st");
    expect(() => readSource(missing)).toThrow(new SourceError(missing, "there is no such file or folder."));
    const empty = join(folder, "empty");
    mkdirSync(empty);
    expect(() => readSource(empty)).toThrow(/^.*empty: there are no Tonel files/);
    const binary = file("binary.st", new Uint8Array([0x33, 0xff, 0xfe]));
    expect(() => readSource(binary)).toThrow(/this is no text in UTF-8/);
  });

  it.skipIf(process.getuid?.() === 0)("says that it may not read a file or a folder", () => {
    const secret = file("secret.st", "3");
    chmodSync(secret, 0);
    expect(() => readSource(secret)).toThrow(/it may not be read by this user/);
    const closed = join(folder, "closed");
    mkdirSync(closed, { mode: 0 });
    expect(() => readSource(closed)).toThrow(/it may not be read by this user/);
  });
});

/** Runs the examples of the documentation against a server: what each prints is what the block behind it shows. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RealServer, startServer } from "./real-server.testing.js";

const SOURCES = fileURLToPath(new URL(".", import.meta.url));
/** Where the examples find `@stui/client`. */
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const ENDPOINT = "tcp://127.0.0.1:5555";

interface Example {
  readonly file: string;
  /** The declaration that it stands above. */
  readonly of: string;
  readonly code: string;
  readonly shows: string;
}

const COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n([^\n]*)/g;
const EXAMPLE = /@example\n```ts\n([\s\S]*?)```\n```text\n([\s\S]*?)```/g;

/** The examples in the doc comments of a file. */
const examplesOf = (file: string): Example[] =>
  [...readFileSync(`${SOURCES}/${file}`, "utf8").matchAll(COMMENT)].flatMap(([, comment = "", of = ""]) => {
    const text = comment.replaceAll(/^[ \t]*\* ?/gm, "");
    return [...text.matchAll(EXAMPLE)].map(([, code = "", shows = ""]) => ({
      file,
      of: of.trim(),
      code,
      shows,
    }));
  });

const files = readdirSync(SOURCES).filter((name) => /^[a-z-]+\.ts$/.test(name));
const examples = files.flatMap(examplesOf);

let server: RealServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test("what a client is made for has examples", () => {
  const described = examples.map(({ of }) => /(\w+)\W*(?:[(<=:{]|$)/.exec(of)?.[1]);
  expect(described).toEqual(
    expect.arrayContaining(["connect", "call", "batch", "follow", "status", "close", "CallOptions"]),
  );
});

test.each(examples)("$file: $of", async ({ code, shows }) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", code.replaceAll(ENDPOINT, server.endpoint)],
    { cwd: PACKAGE, env: { ...process.env, NO_COLOR: "1" } },
  );
  expect(stdout).toBe(shows);
});

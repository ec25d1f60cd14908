/** Runs the README's examples: what each block of commands prints is what the block behind it shows. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "./wire/server-process.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const BLOCK = /```(sh|js)\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/g;
/** Where the README's server listens; the test's server listens elsewhere. */
const ENDPOINT = "tcp://127.0.0.1:5580";

const examples = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(BLOCK)].map(
  ([, language, source = "", shown = ""]) => ({ language, source, shown }),
);

/** A folder for the PATH in which `stui` is found. */
let tools: string;
let server: ServerProcess;
beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), "stui-readme-"));
  symlinkSync(join(ROOT, "packages/stui/bin/stui.js"), join(tools, "stui"));
  server = await ServerProcess.start();
});
afterAll(async () => {
  rmSync(tools, { recursive: true });
  await server.stop();
});

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return address.port;
};

/** Runs a program and answers what it printed. */
const run = (command: string, words: readonly string[]): Promise<string> => {
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH ?? ""}`, NO_COLOR: "1" };
  const child = spawn(command, words, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(printed));
  });
};

describe("the README", () => {
  it("has examples", () => expect(examples.length).toBeGreaterThanOrEqual(5));
  for (const { language, source, shown } of examples) {
    const [title = ""] = source.split("\n");
    it(title, async () => {
      const endpoint = language === "js" ? server.endpoint : `tcp://127.0.0.1:${await freePort()}`;
      const code = source.replaceAll(ENDPOINT, endpoint);
      const printed =
        language === "js"
          ? await run(process.execPath, ["--input-type=module", "-e", code])
          : await run("bash", ["-c", code]);
      expect(printed).toBe(shown.replaceAll(ENDPOINT, endpoint));
    }, 60_000);
  }
});

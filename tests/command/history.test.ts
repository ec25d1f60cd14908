/** The history of prompts that run at the same time. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lineOf } from "../../packages/stui/src/history/entries.js";
import { History, historyPath } from "../../packages/stui/src/history/file.js";

const BUILT = fileURLToPath(new URL("../../packages/stui/dist/history/file.js", import.meta.url));
const PROCESSES = 4;
const EACH = 100;

let path = "";
let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "stui-histories-"));
  path = historyPath({ XDG_STATE_HOME: root });
});
afterAll(() => rmSync(root, { recursive: true }));

it("keeps the lines of all, also when one shortens the file that others write to", async () => {
  mkdirSync(dirname(path), { recursive: true });
  // Long enough that whoever opens it writes it anew.
  writeFileSync(path, Array.from({ length: 6_500 }, (_, i) => lineOf(`old ${i}`)).join(""));
  const code = `
    const { History } = await import(${JSON.stringify(BUILT)});
    const history = History.open(${JSON.stringify(path)});
    for (let i = 0; i < ${EACH}; i += 1) history.add(process.argv[1] + " " + i);`;
  const ends = Array.from({ length: PROCESSES }, (_, i) =>
    once(spawn(process.execPath, ["--input-type=module", "-e", code, `p${i}`], { stdio: "inherit" }), "exit"),
  );
  for (const [exit] of await Promise.all(ends)) expect(exit).toBe(0);
  const kept = new Set(History.open(path).entries);
  const lost = Array.from({ length: PROCESSES }, (_, p) =>
    Array.from({ length: EACH }, (_, i) => `p${p} ${i}`).filter((entry) => !kept.has(entry)),
  ).flat();
  expect(lost).toEqual([]);
});

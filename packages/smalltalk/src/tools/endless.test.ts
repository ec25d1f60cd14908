/** Whatever a program does, its time ends it, and the workspace goes on. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

/** Separated by blank lines, behind a comment. */
const PROGRAMS = readFileSync(new URL("../../limits/endless.st", import.meta.url), "utf8")
  .trim()
  .split(/\n{2,}/)
  .slice(1);

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

it.each(PROGRAMS)("%s", (code) => {
  expect(workspace.evaluate(code, { timeoutMs: 60 }).kind).toBe("timeout");
  expect(workspace.print("3 + 4")).toBe("7");
});

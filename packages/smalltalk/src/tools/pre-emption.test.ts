/** `limits/pre-emption.st`, in the form of the language tests: no loop keeps other processes from running, where the clock is watched. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import { answer, casesOf } from "./expectation-files.testing.js";

const cases = casesOf(readFileSync(new URL("../../limits/pre-emption.st", import.meta.url), "utf8"));

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

it.each(cases)("$code", ({ code, expectations }) => {
  const outcome = workspace.evaluate(code, { timeoutMs: 20_000 });
  for (const { kind, text } of expectations) expect(answer(outcome, kind, text)).toBe(text);
});

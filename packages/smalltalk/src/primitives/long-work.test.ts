/** Work that grows with its operands: a time limit ends it, and the workspace goes on. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

for (const code of [
  "[ (3 raisedTo: 4000000) * (7 raisedTo: 1500000) ] repeat",
  "(3 raisedTo: 8000000) printString size",
  "[ ((3 raisedTo: 6000000) // (7 raisedTo: 2000000)) size ] repeat",
  "[ (3 raisedTo: 600000) / (7 raisedTo: 300000) ] repeat",
  "((3 raisedTo: 600000) / (7 raisedTo: 300000)) asFloat",
  "(3 raisedTo: 60000) gcd: (7 raisedTo: 30000)",
  "[ (3 raisedTo: 6000000) sqrtFloor ] repeat",
  "[ (3 raisedTo: 100000) printString asDigits ] repeat",
  "(1 to: 500) do: [ :i | 5000 factorial ]",
]) {
  it(`ends ${code}`, () => {
    expect(workspace.evaluate(code, { timeoutMs: 150 }).kind).toBe("timeout");
    expect(workspace.print("3 + 4")).toBe("7");
  });
}

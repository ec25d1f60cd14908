/** `stui demo`, whole: on a terminal with somebody who goes on, and through a pipe. */
import { describe, expect, it } from "vitest";
import { onTerminal, StuiProcess, stui } from "./stui-process.js";

/** What it shows of each part. */
const SHOWN = [
  "1. A server",
  "hello: stui ",
  "> 100 factorial / 98 factorial",
  "9900",
  "ZeroDivide",
  "Account>>withdraw:",
  "-- AccountTest: 1 passed, 1 failed",
  "FAILED AccountTest>>testOverdraft",
  "ok AccountTest: 2 passed",
  "Account, identity hash",
  "The wire is cut.",
  "971",
  "The wire is whole again",
  "7. A neighbour",
  "2568",
  "Timeout: The evaluation was stopped after 2000 ms.",
  "8. The end",
] as const;

/** Each behind the one before it. */
const expectInOrder = (text: string, parts: readonly string[]): void => {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    expect(at, `${part} in ${text.slice(from)}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
};

describe("stui demo", () => {
  it("runs through where nobody is to press keys, without colours, and ends by itself", async () => {
    const { code, stdout, stderr } = await stui(["demo"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectInOrder(stdout, SHOWN);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("go on, q: end");
  });

  it("ends soon when it is asked to", async () => {
    const run = StuiProcess.start(["demo"]);
    await run.wrote("7. A neighbour");
    run.child.kill("SIGINT");
    expect((await run.finished()).code).toBe(0);
  });

  it.runIf(process.platform === "linux")("waits for a key between its parts on a terminal", async () => {
    const run = onTerminal(["demo"]);
    const pause = "-- space or Enter: go on, q: end --";
    let from = 0;
    // After each part but the last, and while the connection is lost.
    for (let pauses = 0; pauses < 8; pauses += 1) {
      await run.wrote(pause, from);
      from = run.stdout.length;
      run.child.stdin.write(pauses % 2 === 0 ? " " : "\r");
    }
    const { code, stdout } = await run.finished();
    expect(code).toBe(0);
    expectInOrder(stdout, SHOWN);
    const ended = onTerminal(["demo"]);
    await ended.wrote(pause);
    ended.child.stdin.write("q");
    expect((await ended.finished()).code).toBe(0);
    expect(ended.stdout).not.toContain("2. Evaluating");
  });
});

/** Evaluations that take turns, and processes that go on by themselves. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interruptRun } from "../machine/index.js";
import type { EvaluateOutcome } from "../tools/index.js";
import { openImage } from "./open-image.js";
import { Watcher } from "./workspace.testing.js";

const image = openImage();
let watcher: Watcher;
beforeAll(async () => {
  for (const workspace of ["a", "b", "c"]) image.openWorkspace(workspace);
  watcher = await Watcher.start(image);
});
afterAll(() => watcher.stop());

let lastRun = 0;
const nextRun = (): number => {
  lastRun += 1;
  return lastRun;
};

function start(
  workspace: string,
  code: string,
  timeoutMs = 10_000,
  run = nextRun(),
): Promise<EvaluateOutcome> {
  return new Promise((done) => {
    const request = {
      workspace,
      code,
      mode: "execute",
      timeoutMs,
      maxPrint: 1000,
      maxOutputBytes: 10_000,
      maxKept: 10,
    } as const;
    image.startEvaluating(request, done, run);
  });
}

const printed = async (workspace: string, code: string): Promise<string> => {
  const outcome = await start(workspace, code);
  return outcome.kind === "value" ? outcome.result : JSON.stringify(outcome);
};

describe("an evaluation that waits", () => {
  it("lets others be answered", async () => {
    const order: string[] = [];
    const long = printed("a", "(Delay forMilliseconds: 40) wait. 1").then((r) => order.push(r));
    const short = printed("b", "3 + 4").then((r) => order.push(r));
    await Promise.all([long, short]);
    expect(order).toEqual(["7", "1"]);
  });

  it("ends at its time", async () => {
    expect(await start("a", "Semaphore new wait", 30)).toMatchObject({ kind: "timeout" });
    expect(await printed("a", "3 + 4")).toBe("7");
  });

  it("ends when it is interrupted", async () => {
    const run = nextRun();
    const outcome = start("a", "[ Semaphore new wait ] ensure: [ Transcript show: 'unwound' ]", 10_000, run);
    interruptRun(image.attention, run);
    image.lookForInterrupts();
    expect(await outcome).toMatchObject({ kind: "interrupted" });
    expect(await printed("a", "3 + 4")).toBe("7");
  });

  it("was interrupted before it began", async () => {
    const run = nextRun();
    interruptRun(image.attention, run);
    expect(await start("a", "3 + 4", 10_000, run)).toMatchObject({ kind: "interrupted" });
  });
});

describe("an evaluation without end", () => {
  for (const code of [
    "[ true ] whileTrue",
    "[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]",
    "1 to: 1e15 do: [ :i | i printString ]",
    "[ [ true ] whileTrue ] forkAt: 80. Processor yield. 3",
  ]) {
    it(`takes turns with others: ${code}`, async () => {
      const run = nextRun();
      let ended = false;
      const long = start("a", code, 10_000, run).finally(() => {
        ended = true;
      });
      expect(await printed("b", "20 factorial")).toBe("2432902008176640000");
      expect(await printed("c", "(1 to: 10) asArray size")).toBe("10");
      expect(ended).toBe(false);
      interruptRun(image.attention, run);
      image.lookForInterrupts();
      expect(await long).toMatchObject({ kind: "interrupted" });
      image.closeWorkspace("a");
      image.openWorkspace("a");
    });
  }
});

describe("a process", () => {
  it("goes on when its evaluation has ended", async () => {
    expect(
      await printed("b", "done := false. [ (Delay forMilliseconds: 5) wait. done := true ] fork. done"),
    ).toBe("false");
    expect(await printed("b", "[ done ] whileFalse: [ (Delay forMilliseconds: 1) wait ]. done")).toBe("true");
  });

  it("shares the thread with evaluations of its session and of others", async () => {
    await printed("b", "counter := 0. busy := [ [ counter := counter + 1 ] repeat ] forkAt: 30. 0");
    expect(await printed("c", "3 + 4")).toBe("7");
    expect(
      await printed("b", "| before | before := counter. (Delay forMilliseconds: 30) wait. counter > before"),
    ).toBe("true");
    expect(await printed("b", "busy terminate. busy isTerminated")).toBe("true");
  });

  it("ends with its session", async () => {
    await printed(
      "c",
      "Smalltalk at: #Ticks put: 0. [ [ Smalltalk at: #Ticks put: (Smalltalk at: #Ticks) + 1. Processor yield ] repeat ] fork. 0",
    );
    image.closeWorkspace("c");
    image.openWorkspace("c");
    const ticks = await printed("b", "Smalltalk at: #Ticks");
    expect(await printed("b", "(Delay forMilliseconds: 20) wait. Smalltalk at: #Ticks")).toBe(ticks);
  });

  it("writes to its session's Transcript, also between evaluations", async () => {
    await printed("a", "[ (Delay forMilliseconds: 2) wait. Transcript show: 'from a' ] fork. 0");
    expect(await start("b", "(Delay forMilliseconds: 30) wait. Transcript show: 'from b'")).toMatchObject({
      output: "from b",
    });
    expect(await start("a", "Transcript show: '!'")).toMatchObject({ output: "from a!" });
  });
});

/** What runs in different workspaces takes turns; what runs in one follows upon one another. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun, textOf } from "./requests.contract.js";

export function turnsPart(candidate: Candidate): void {
  describe("turns", () => {
    const ENDLESS = "[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]";

    /** Something without end runs in a workspace of its own while `meanwhile` is carried out. */
    const beside = async (code: string, meanwhile: (workspace: string) => Promise<void>): Promise<string> => {
      const run = nextRun();
      const workspace = await candidate.newWorkspace();
      const running = candidate.image.evaluate(evaluation(workspace, code), run);
      await meanwhile(workspace);
      candidate.image.interrupt(run);
      return textOf(await running);
    };

    for (const code of [ENDLESS, "Semaphore new wait", "(Delay forSeconds: 100) wait"])
      candidate.it(`leave others their own: ${code}`, ["runs any code"], async () => {
        const ended = beside(code, async () => {
          for (let i = 0; i < 10; i += 1) expect(await candidate.evaluate("3 + 4")).toBe("7");
        });
        expect(await ended).toBe("interrupted");
      });

    /** A class of tests whose first has no end. */
    const endlessTests = async (): Promise<void> => {
      await candidate.evaluate("Smalltalk at: #Begun put: false; at: #Unwound put: false");
      await candidate.evaluate("(TestCase << #TurnsTest) package: 'Turns-Tests'; install");
      await candidate.evaluate(
        `TurnsTest compile: 'testA Smalltalk at: #Begun put: true. [ ${ENDLESS} ] ensure: [ Smalltalk at: #Unwound put: true ]'; compile: 'testB'`,
      );
    };
    const begun = async (): Promise<void> => {
      while ((await candidate.evaluate("Begun")) === "false");
    };
    const testing = (workspace: string) => ({
      workspace,
      subject: { className: "TurnsTest" },
      timeoutMs: 60_000,
      maxOutputBytes: 1_000,
    });

    candidate.it("are taken by tests", ["runs any code"], async () => {
      await endlessTests();
      const workspace = await candidate.newWorkspace();
      const run = nextRun();
      const running = candidate.image.runTests(testing(workspace), run);
      // It follows upon the tests of its workspace.
      const behind = candidate.image.evaluate(evaluation(workspace, "Unwound"), nextRun());
      await begun();
      for (let i = 0; i < 10; i += 1) expect(await candidate.evaluate("3 + 4")).toBe("7");
      candidate.image.interrupt(run);
      expect((await running).kind).toBe("interrupted");
      expect(textOf(await behind)).toBe("true");
    });

    candidate.it("of tests end with their workspace", ["runs any code"], async () => {
      await endlessTests();
      const workspace = await candidate.newWorkspace();
      const running = candidate.image.runTests(testing(workspace), nextRun());
      await begun();
      expect(await candidate.image.closeWorkspace(workspace)).toBe(true);
      expect((await running).kind).toBe("interrupted");
      expect(await candidate.evaluate("Unwound")).toBe("true");
    });

    candidate.it("are taken by many", ["runs any code"], async () => {
      const order: number[] = [];
      const counts = [400_000, 100, 200_000, 1, 300_000];
      await Promise.all(
        counts.map(async (count, i) => {
          const workspace = await candidate.newWorkspace();
          const code = `| sum | sum := 0. 1 to: ${count} do: [ :k | sum := sum + k printString size ]. sum`;
          const outcome = await candidate.image.evaluate(evaluation(workspace, code), nextRun());
          expect(Number(textOf(outcome))).toBeGreaterThanOrEqual(count);
          order.push(i);
        }),
      );
      // The longest was asked first and is not the first to be answered.
      expect(order[0]).not.toBe(0);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
    });

    candidate.it("are not taken within a workspace", ["runs any code"], async () => {
      const long = candidate.evaluate("(Delay forMilliseconds: 20) wait. step := 1");
      const next = candidate.evaluate("step := step + 1");
      const last = candidate.evaluate("step := step * 10");
      expect([await long, await next, await last]).toEqual(["1", "2", "20"]);
    });

    candidate.it("leave what only reads to be read", ["runs any code"], async () => {
      await beside(ENDLESS, async (workspace) => {
        expect((await candidate.image.summarize(workspace, 10))?.history).toEqual([]);
        expect((await candidate.image.information()).classes).toBeGreaterThan(50);
        expect(await candidate.image.releaseObjects(workspace)).toBe(0);
      });
    });

    candidate.it("are over for whatever is held when its run is interrupted", ["runs any code"], async () => {
      const ended = await beside(ENDLESS, async (workspace) => {
        // It has its first turn before anything of a later message.
        await candidate.evaluate("1");
        const [second, third] = [nextRun(), nextRun()];
        const held = candidate.image.evaluate(evaluation(workspace, "begun := true"), second);
        const last = candidate.image.evaluate(evaluation(workspace, "begun"), third);
        await candidate.evaluate("2");
        candidate.image.interrupt(second);
        expect(await held).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
        candidate.image.interrupt(third);
        expect((await last).kind).toBe("interrupted");
      });
      expect(ended).toBe("interrupted");
    });

    candidate.it("end with their workspace, and so does what is held", ["runs any code"], async () => {
      const workspace = await candidate.newWorkspace();
      const running = candidate.image.evaluate(evaluation(workspace, ENDLESS), nextRun());
      const held = candidate.image.evaluate(evaluation(workspace, "3 + 4"), nextRun());
      await candidate.evaluate("1");
      expect(await candidate.image.closeWorkspace(workspace)).toBe(true);
      expect((await running).kind).toBe("interrupted");
      expect((await held).kind).toBe("workspaceNotFound");
    });

    candidate.it("go on, however many calls are carried out meanwhile", ["runs any code"], async () => {
      const ended = await beside(ENDLESS, async () => {
        for (let i = 0; i < 25; i += 1) {
          const answers = await Promise.all(
            Array.from({ length: 100 }, (_, k) => candidate.evaluate(`${k} + 1`)),
          );
          expect(answers).toEqual(Array.from({ length: 100 }, (_, k) => `${k + 1}`));
        }
      });
      expect(ended).toBe("interrupted");
    });
  });
}

/** Processes that code has started: they go on when it has ended, and keep nobody waiting. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun, textOf } from "./requests.contract.js";

export function processesPart(candidate: Candidate): void {
  describe("processes", () => {
    const valueIn = async (workspace: string, code: string): Promise<string> =>
      textOf(await candidate.image.evaluate(evaluation(workspace, code), nextRun()));

    candidate.it("go on when the evaluation that started them has ended", ["runs any code"], async () => {
      await candidate.evaluate("Smalltalk at: #Ticks put: 0");
      await candidate.evaluate(
        "[ [ Smalltalk at: #Ticks put: (Smalltalk at: #Ticks) + 1. (Delay forMilliseconds: 1) wait ] repeat ] fork",
      );
      let ticks = "0";
      while (Number(ticks) < 5) ticks = await candidate.evaluate("Smalltalk at: #Ticks");
      expect(Number(ticks)).toBeGreaterThanOrEqual(5);
    });

    candidate.it(
      "that compute without end keep nobody waiting, and end with their workspace",
      ["runs any code"],
      async () => {
        const workspace = await candidate.newWorkspace();
        expect(await valueIn(workspace, "[ [ true ] whileTrue ] fork. 1")).toBe("1");
        expect(await valueIn(workspace, "2")).toBe("2");
        expect(
          await valueIn(workspace, "[ (Delay forMilliseconds: 1) wait. [ true ] whileTrue ] forkAt: 30. 3"),
        ).toBe("3");
        for (let i = 0; i < 5; i += 1) expect(await candidate.evaluate("3 + 4")).toBe("7");
        expect((await candidate.image.information()).classes).toBeGreaterThan(50);
        expect(await candidate.image.closeWorkspace(workspace)).toBe(true);
        expect(await candidate.evaluate("3 + 4")).toBe("7");
      },
    );

    candidate.it("are listed with what they do, and ended one by one", ["runs any code"], async () => {
      const { image } = candidate;
      const workspace = await candidate.newWorkspace();
      expect(await image.listProcesses(workspace)).toEqual([]);
      await valueIn(
        workspace,
        "([ [ Semaphore new wait ] ensure: [ unwound := true ] ] forkAt: 60) name: 'waits'. ([ [ true ] whileTrue ] forkAt: 20) name: 'works'",
      );
      const running = image.evaluate(evaluation(workspace, "[ true ] whileTrue"), nextRun());
      // It has had its first turn when anything of a later message is answered.
      await candidate.evaluate("1");
      const listed = (await image.listProcesses(workspace)) ?? [];
      expect(listed.map(({ name, priority, state }) => ({ name, priority, state }))).toEqual([
        { name: "waits", priority: 60, state: "waiting" },
        { name: expect.any(String), priority: 40, state: "ready" },
        { name: "works", priority: 20, state: "ready" },
      ]);
      expect(listed[1]?.runMs).toBeGreaterThan(0);
      const [waits = Number.NaN, evaluates = Number.NaN] = listed.map(({ number }) => number);
      expect(await image.terminateProcess(workspace, waits)).toBe(true);
      expect(await image.terminateProcess(workspace, waits)).toBe(false);
      // Another's are not found.
      expect(await image.terminateProcess(candidate.workspace, evaluates)).toBe(false);
      expect(await image.terminateProcess(workspace, evaluates)).toBe(true);
      expect((await running).kind).toBe("interrupted");
      expect(await valueIn(workspace, "unwound")).toBe("true");
      expect((await image.listProcesses(workspace))?.map(({ name }) => name)).toEqual(["works"]);
      await image.closeWorkspace(workspace);
      expect(await image.listProcesses(workspace)).toBeUndefined();
    });
  });
}

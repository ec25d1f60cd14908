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
  });
}

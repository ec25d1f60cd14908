/** Debuggers of an image: processes that stand where they stopped, one kind of image as the other. */
import type { DebugOperation, DebugOutcome, EvaluateOutcome } from "@stui/smalltalk";
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun } from "./requests.contract.js";

export function debuggingPart(candidate: Candidate): void {
  describe("debuggers", () => {
    const debugged = async (workspace: string, code: string): Promise<string> => {
      const request = evaluation(workspace, code, { debug: true });
      const outcome: EvaluateOutcome = await candidate.image.evaluate(request, nextRun());
      return "debuggerId" in outcome ? (outcome.debuggerId ?? "") : "";
    };
    const ask = (
      workspace: string,
      debuggerId: string,
      operation: DebugOperation,
      run = nextRun(),
    ): Promise<DebugOutcome> =>
      candidate.image.debug(
        {
          workspace,
          debuggerId,
          operation,
          timeoutMs: 10_000,
          maxPrint: 1_000,
          maxOutputBytes: 10_000,
          maxKept: 100,
        },
        run,
      );

    candidate.it("hold what failed, show it, and let it go on", ["runs any code"], async () => {
      const workspace = await candidate.newWorkspace();
      const id = await debugged(workspace, "| x | x := 3. (x foo: 4) printString");
      expect(await ask(workspace, id, { name: "frame", index: 0 })).toMatchObject({
        kind: "state",
        state: "suspended",
        depth: 1,
        frame: { method: "doit", temporaries: [{ name: "x", printString: "3" }] },
      });
      expect(await candidate.image.listDebuggers(workspace)).toMatchObject([{ debuggerId: id }]);
      expect(await ask(workspace, id, { name: "proceed", value: "x + 4" })).toMatchObject({
        state: "finished",
        result: { result: "'7'" },
      });
      expect(await candidate.image.listDebuggers(workspace)).toEqual([]);
      expect(await ask(workspace, id, { name: "stepOver" })).toEqual({
        kind: "debuggerNotFound",
        debuggerId: id,
      });
    });

    candidate.it(
      "keep nobody waiting while their process runs, and can be interrupted",
      ["runs any code"],
      async () => {
        const workspace = await candidate.newWorkspace();
        const id = await debugged(
          workspace,
          "Halt now. Smalltalk at: #Running put: true. [ true ] whileTrue",
        );
        const run = nextRun();
        await candidate.evaluate("Smalltalk at: #Running put: false");
        const running = ask(workspace, id, { name: "proceed" }, run);
        while ((await candidate.evaluate("Smalltalk at: #Running")) !== "true") {}
        candidate.image.interrupt(run);
        expect(await running).toMatchObject({ state: "suspended", reason: "Interrupted" });
        expect(await ask(workspace, id, { name: "terminate" })).toMatchObject({ state: "terminated" });
      },
    );

    candidate.it("end with their workspace", ["runs any code"], async () => {
      const workspace = await candidate.newWorkspace();
      await candidate.evaluate("Smalltalk at: #Ended put: 0");
      const id = await debugged(workspace, "[ nil foo ] ensure: [ Smalltalk at: #Ended put: 1 ]");
      expect(id).not.toBe("");
      await candidate.image.closeWorkspace(workspace);
      expect(await candidate.evaluate("Smalltalk at: #Ended")).toBe("1");
      expect(await candidate.image.listDebuggers(workspace)).toBeUndefined();
    });

    candidate.it("are opened by breakpoints", ["runs any code", "keeps code"], async () => {
      const { image, workspace } = candidate;
      await candidate.evaluate(
        "Object subclass: #Broken instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
      );
      await candidate.evaluate("Broken compile: 'foo ^ 3 + 4'");
      const place = { className: "Broken", selector: "foo", isClassMethod: false };
      const set = await image.breakpoints({ workspace, name: "set", ...place });
      expect(set).toMatchObject({
        kind: "breakpoints",
        breakpoints: [{ ...place, line: 1, condition: null }],
      });
      const breakpointId = set.kind === "breakpoints" ? (set.breakpointId ?? "") : "";
      const stopped = await image.evaluate(evaluation(workspace, "Broken new foo"), nextRun());
      expect(stopped).toMatchObject({ kind: "error", exceptionClass: "Breakpoint" });
      const id = "debuggerId" in stopped ? (stopped.debuggerId ?? "") : "";
      expect(await ask(workspace, id, { name: "proceed" })).toMatchObject({ result: { result: "7" } });
      await image.breakpoints({ workspace, name: "remove", breakpointId });
      expect(await candidate.evaluate("Broken new foo")).toBe("7");
    });
  });
}

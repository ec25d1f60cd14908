/** Workspaces and the objects that they keep. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, inspection, nextRun, textOf } from "./requests.contract.js";

export function workspacesPart(candidate: Candidate): void {
  describe("workspaces", () => {
    candidate.it(
      "have variables of their own and share classes",
      ["keeps variables", "keeps code"],
      async () => {
        const other = await candidate.newWorkspace();
        await candidate.evaluate("mine := 17");
        expect(textOf(await candidate.image.evaluate(evaluation(other, "mine"), nextRun()))).toBe("nil");
        await candidate.evaluate(
          "Object subclass: #Shared instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
        );
        expect(textOf(await candidate.image.evaluate(evaluation(other, "Shared new"), nextRun()))).toBe(
          "a Shared",
        );
      },
    );

    candidate.it("may be many", ["keeps variables"], async () => {
      const many = await Promise.all(Array.from({ length: 500 }, () => candidate.newWorkspace()));
      await Promise.all(many.map((w, i) => candidate.image.evaluate(evaluation(w, `me := ${i}`), nextRun())));
      const outcomes = await Promise.all(
        many.map((w) => candidate.image.evaluate(evaluation(w, "me"), nextRun())),
      );
      expect(outcomes.map(textOf)).toEqual(many.map((_, i) => `${i}`));
      expect(await Promise.all(many.map((w) => candidate.image.closeWorkspace(w)))).toEqual(
        many.map(() => true),
      );
    });

    candidate.it("stay as they are when they are opened again", ["keeps variables"], async () => {
      await candidate.evaluate("kept := 5");
      await candidate.image.openWorkspace(candidate.workspace);
      expect(await candidate.evaluate("kept")).toBe("5");
    });

    candidate.it("are unknown before they are opened and after they are closed", [], async () => {
      const gone = await candidate.newWorkspace();
      expect(await candidate.image.closeWorkspace(gone)).toBe(true);
      expect(await candidate.image.closeWorkspace(gone)).toBe(false);
      const unknown = { kind: "workspaceNotFound", workspace: gone };
      expect(await candidate.image.evaluate(evaluation(gone, "3"), nextRun())).toEqual(unknown);
      expect(await candidate.image.inspect(inspection(gone, { expression: "3" }), nextRun())).toEqual(
        unknown,
      );
      const files = { "a.st": "3" };
      expect(
        await candidate.image.fileIn(
          { workspace: gone, files, format: "script", timeoutMs: 1_000 },
          nextRun(),
        ),
      ).toEqual(unknown);
      expect(await candidate.image.releaseObjects(gone)).toBeUndefined();
      expect(await candidate.image.summarize(gone, 10)).toBeUndefined();
      expect(await candidate.image.clear(gone, "all")).toBeUndefined();
      expect(await candidate.image.saveContext(gone, "a")).toBeUndefined();
      expect(await candidate.image.loadContext(gone, "a")).toBe("noSuchWorkspace");
    });
  });

  describe("objects", () => {
    candidate.it("are inspected by expression and by id, and released", [], async () => {
      const own = await candidate.newWorkspace();
      const outcome = await candidate.image.inspect(
        inspection(own, { expression: "3 -> 'four'" }),
        nextRun(),
      );
      if (outcome.kind !== "inspection") throw new Error(outcome.kind);
      expect(outcome.inspection.object.className).toBe("Association");
      expect(outcome.inspection.fields.map((f) => f.printString)).toContain("'four'");
      const { objectId } = outcome.inspection.object;
      const again = await candidate.image.inspect(inspection(own, { objectId }), nextRun());
      expect(again).toMatchObject({ kind: "inspection", inspection: { object: { objectId } } });
      expect(await candidate.image.releaseObjects(own, [objectId, "unknown"])).toBe(1);
      expect(await candidate.image.inspect(inspection(own, { objectId }), nextRun())).toEqual({
        kind: "objectNotFound",
        objectId,
      });
      expect(await candidate.image.releaseObjects(own)).toBeGreaterThan(0);
      expect(await candidate.image.releaseObjects(own)).toBe(0);
    });

    candidate.it("may have a million elements", ["runs any code"], async () => {
      await candidate.evaluate("million := (1 to: 1000000) asArray");
      const window = { offset: 999_998, limit: 10 };
      const outcome = await candidate.image.inspect(
        inspection(candidate.workspace, { expression: "million" }, window),
        nextRun(),
      );
      if (outcome.kind !== "inspection") throw new Error(outcome.kind);
      expect(outcome.inspection.total).toBe(1_000_000);
      expect(outcome.inspection.elements.map((e) => [e.key, e.printString])).toEqual([
        ["999999", "999999"],
        ["1000000", "1000000"],
      ]);
      const long = await candidate.evaluate(`'${"x".repeat(1_000_000)}' size`);
      expect(long).toBe("1000000");
      const cut = await candidate.image.evaluate(
        evaluation(candidate.workspace, "(String new: 10000 withAll: $x)"),
        nextRun(),
      );
      expect(cut).toMatchObject({ kind: "value", truncated: true });
    });
  });
}

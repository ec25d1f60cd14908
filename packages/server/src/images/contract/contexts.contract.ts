/** Contexts. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun, textOf } from "./requests.contract.js";

export function contextsPart(candidate: Candidate): void {
  describe("contexts", () => {
    candidate.it("are summarized, saved, cleared and loaded", ["keeps variables"], async () => {
      const own = await candidate.newWorkspace();
      const other = await candidate.newWorkspace();
      const run = (code: string) => candidate.image.evaluate(evaluation(own, code), nextRun());
      await run("a := OrderedCollection with: 3");
      expect(await candidate.image.summarize(own, 10)).toMatchObject({
        variables: [{ name: "a", className: "OrderedCollection" }],
        history: [{ code: "a := OrderedCollection with: 3", index: 1 }],
      });
      expect(await candidate.image.saveContext(own, "first")).toMatchObject({ name: "first", variables: 1 });
      await run("a add: 4");
      expect(await candidate.image.clear(own, "variables")).toMatchObject({ variables: 1, history: 0 });
      expect(textOf(await run("a"))).toBe("nil");
      expect(await candidate.image.loadContext(own, "second")).toBe("noSuchContext");
      expect(await candidate.image.loadContext(own, "first")).toMatchObject({ skipped: [] });
      expect(textOf(await run("a size"))).toBe("1");
      expect(await candidate.image.loadContext(other, "first", own)).toMatchObject({ skipped: [] });
      expect(textOf(await candidate.image.evaluate(evaluation(other, "a size"), nextRun()))).toBe("1");
      expect((await candidate.image.summarize(own, 10))?.saved.map((s) => s.name)).toEqual(["first"]);
      expect(await candidate.image.clear(own, "all")).toMatchObject({ variables: 1 });
    });
  });
}

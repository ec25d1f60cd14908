/** What every kind of image does, as far as it can: each test names what it needs of it. */
import { describe, expect } from "vitest";
import type { Image, ImageKind } from "../image.js";
import { type Ability, ALL_ABILITIES, Candidate } from "./candidate.contract.js";
import { closingPart } from "./closing.contract.js";
import { codePart } from "./code.contract.js";
import { contextsPart } from "./contexts.contract.js";
import { debuggingPart } from "./debugging.contract.js";
import { evaluatingPart } from "./evaluating.contract.js";
import { interruptsPart } from "./interrupts.contract.js";
import { limitsPart } from "./limits.contract.js";
import { processesPart } from "./processes.contract.js";
import { tellingPart } from "./telling.contract.js";
import { textPart } from "./text.contract.js";
import { turnsPart } from "./turns.contract.js";
import { workspacesPart } from "./workspaces.contract.js";

/** Runs the contract over one kind; `open` answers a fresh image that nobody else uses. */
export function imageContract(
  kind: ImageKind,
  open: () => Image,
  abilities: readonly Ability[] = ALL_ABILITIES,
): void {
  describe(`an image of the kind ${kind}`, () => {
    const candidate = new Candidate(kind, open, abilities);

    candidate.it("says what it is", [], async () => {
      const { image } = candidate;
      expect(image.kind).toBe(kind);
      const information = await image.information();
      expect(information.dialect).toBe(image.dialect);
      const health = image.health();
      expect(health).toMatchObject({ state: "ready", deaths: 0 });
      expect(health.uptime).toBeGreaterThan(0);
    });

    candidate.it("has a class library and a heap", ["runs any code"], async () => {
      const information = await candidate.image.information();
      expect(information.classes).toBeGreaterThan(50);
      expect(information.packages).toContain("Kernel-Objects");
      expect(candidate.image.health().heapBytes).toBeGreaterThan(100_000);
    });

    candidate.it("tells how much memory the objects of each class take", ["runs any code"], async () => {
      const { image } = candidate;
      expect((await image.information()).memory).toBeUndefined();
      await candidate.evaluate("held := (1 to: 1000) collect: [ :i | i @ i ]. 0");
      const { memory = [] } = await image.information("memory");
      const points = memory.find((c) => c.className === "Point");
      expect(points?.instances).toBeGreaterThanOrEqual(1000);
      expect(points?.bytes).toBeGreaterThanOrEqual(1000 * 24);
    });

    evaluatingPart(candidate);
    workspacesPart(candidate);
    textPart(candidate);
    codePart(candidate);
    contextsPart(candidate);
    limitsPart(candidate);
    interruptsPart(candidate);
    tellingPart(candidate);
    turnsPart(candidate);
    processesPart(candidate);
    debuggingPart(candidate);
    closingPart(candidate);
  });
}

/** Closing an image. */
import { describe, expect } from "vitest";
import { ImageClosed } from "../image.js";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun } from "./requests.contract.js";

export function closingPart(candidate: Candidate): void {
  describe("closing", () => {
    candidate.it("ends running code and rejects what is outstanding and what comes later", [], async () => {
      const closing = candidate.open();
      const own = await candidate.newWorkspace(closing);
      const signal = closing.evaluate(evaluation(own, "1"), nextRun());
      const running = closing.evaluate(evaluation(own, "[true] whileTrue"), nextRun());
      const behind = closing.summarize(own, 10);
      await signal;
      const rejected = Promise.all([
        expect(running).rejects.toThrow(ImageClosed),
        expect(behind).rejects.toThrow(ImageClosed),
      ]);
      await closing.close();
      await rejected;
      expect(closing.health().state).toBe("closed");
      await expect(closing.evaluate(evaluation(own, "1"), nextRun())).rejects.toThrow(ImageClosed);
      await expect(closing.openWorkspace("late")).rejects.toThrow(ImageClosed);
      await closing.close();
    });

    candidate.it("may come before it has started", [], async () => {
      const closing = candidate.open();
      const information = expect(closing.information()).rejects.toThrow(ImageClosed);
      await closing.close();
      await information;
    });
  });
}

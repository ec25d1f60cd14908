/** Interrupting what runs. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, inspection, nextRun, textOf } from "./requests.contract.js";

export function interruptsPart(candidate: Candidate): void {
  describe("interrupts", () => {
    const ENDLESS = "[true] whileTrue";

    candidate.it("end a run, whatever it handles, and leave the others alone", [], async () => {
      const run = nextRun();
      const code = `started := true. [${ENDLESS}] on: Exception do: [:e | e retry]`;
      const running = candidate.image.evaluate(evaluation(candidate.workspace, code), run);
      const behind = candidate.evaluate("started");
      // Whether it has begun does not matter: it ends, and the one behind it does not.
      candidate.image.interrupt(run);
      expect((await running).kind).toBe("interrupted");
      expect(["true", "nil"]).toContain(await behind);
    });

    candidate.it("end a run that has certainly begun", [], async () => {
      const run = nextRun();
      const first = candidate.evaluate("3 + 4");
      const running = candidate.image.evaluate(evaluation(candidate.workspace, ENDLESS), run);
      // The reply to the first comes out of the polls of the second.
      await first;
      candidate.image.interrupt(run);
      const outcome = await running;
      expect(outcome).toMatchObject({ kind: "interrupted" });
      expect("executionMs" in outcome ? outcome.executionMs : 0).toBeGreaterThan(0);
    });

    candidate.it("keep a run from beginning", [], async () => {
      await candidate.evaluate("begun := false");
      const [first, second, third] = [nextRun(), nextRun(), nextRun()];
      const running = candidate.image.evaluate(evaluation(candidate.workspace, ENDLESS), first);
      const waiting = candidate.image.evaluate(evaluation(candidate.workspace, "begun := true"), second);
      const last = candidate.image.evaluate(evaluation(candidate.workspace, "begun"), third);
      await Promise.resolve();
      candidate.image.interrupt(second);
      candidate.image.interrupt(first);
      expect((await running).kind).toBe("interrupted");
      expect(await waiting).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
      expect(textOf(await last)).toBe("false");
    });

    candidate.it("keep a run that was sent from beginning", [], async () => {
      await candidate.evaluate("begun := false");
      const [first, second] = [nextRun(), nextRun()];
      const signal = candidate.evaluate("1");
      const running = candidate.image.evaluate(evaluation(candidate.workspace, ENDLESS), first);
      const waiting = candidate.image.evaluate(evaluation(candidate.workspace, "begun := true"), second);
      await signal;
      candidate.image.interrupt(second);
      // At once, and not when its turn would have come.
      expect(await waiting).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
      candidate.image.interrupt(first);
      expect((await running).kind).toBe("interrupted");
      expect(await candidate.evaluate("begun")).toBe("false");
    });

    candidate.it("of a run that has ended touch nothing", [], async () => {
      for (let i = 0; i < 200; i += 1) {
        const run = nextRun();
        await candidate.image.evaluate(evaluation(candidate.workspace, "3"), run);
        candidate.image.interrupt(run);
        expect(await candidate.evaluate("1 to: 1000 do: [:k | k printString]. 4")).toBe("4");
      }
      candidate.image.interrupt(nextRun());
      expect(await candidate.evaluate("5")).toBe("5");
    });

    candidate.it("end what a run prints", ["runs any code"], async () => {
      await candidate.evaluate(
        "Object subclass: #Endless instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
      );
      await candidate.evaluate("Endless compile: 'printOn: aStream [true] whileTrue'");
      const run = nextRun();
      const signal = candidate.evaluate("1");
      const many = inspection(candidate.workspace, { expression: "(1 to: 100) collect: [:i | Endless new]" });
      const running = candidate.image.inspect(many, run);
      await signal;
      candidate.image.interrupt(run);
      expect(["inspection", "interrupted"]).toContain((await running).kind);
    });

    candidate.it("end a load and an inspection", [], async () => {
      const [load, look] = [nextRun(), nextRun()];
      const signal = candidate.evaluate("1");
      const files = { "a.st": ENDLESS };
      const loading = candidate.image.fileIn(
        { workspace: candidate.workspace, files, format: "script", timeoutMs: 10_000 },
        load,
      );
      const looking = candidate.image.inspect(inspection(candidate.workspace, { expression: ENDLESS }), look);
      await signal;
      candidate.image.interrupt(load);
      candidate.image.interrupt(look);
      expect((await loading).kind).toBe("interrupted");
      expect((await looking).kind).toBe("interrupted");
    });
  });
}

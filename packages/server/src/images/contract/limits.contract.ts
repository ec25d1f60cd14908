/** Limits of time, depth and output. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun } from "./requests.contract.js";

export function limitsPart(candidate: Candidate): void {
  describe("limits", () => {
    candidate.it("end a loop without sends, and the workspace goes on", [], async () => {
      await candidate.evaluate("before := 1");
      expect(await candidate.evaluate("[true] whileTrue", { timeoutMs: 50 })).toBe("timeout");
      expect(await candidate.evaluate("before + 1")).toBe("2");
    });

    candidate.it("end what handles every exception", [], async () => {
      const code = "[[true] whileTrue] on: Exception do: [:e | e retry]";
      expect(await candidate.evaluate(code, { timeoutMs: 50 })).toBe("timeout");
    });

    candidate.it("run unwind blocks, those without end for their time only", ["runs any code"], async () => {
      await candidate.evaluate("unwound := 0");
      const code = "[[true] whileTrue] ensure: [unwound := unwound + 1. [true] whileTrue]";
      expect(await candidate.evaluate(code, { timeoutMs: 50 })).toBe("timeout");
      expect(await candidate.evaluate("unwound")).toBe("1");
    });

    describe("end recursion without end", () => {
      // Some hundred thousand activations are taken down: on a busy machine that takes its time.
      const PATIENCE = { timeoutMs: 60_000 };
      const deep = (name: string, code: string, ...methods: string[]) =>
        candidate.it(
          name,
          ["runs any code"],
          async () => {
            await candidate.evaluate(
              "Object subclass: #Deep instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
            );
            for (const method of methods) await candidate.evaluate(`Deep compile: '${method}'`);
            expect(await candidate.evaluate(code, PATIENCE)).toBe("exhausted: depth");
            expect(await candidate.evaluate("3 + 4")).toBe("7");
          },
          60_000,
        );
      deep("of a block", "deep := nil. deep := [:n | (deep value: n + 1) + 1]. deep value: 0");
      deep(
        "with many arguments",
        "Deep new a: 1 b: 2 c: 3 d: 4 e: 5 f: 6",
        "a: a b: b c: c d: d e: e f: f ^ (self a: f b: a c: b d: c e: d f: e) + 1",
      );
      deep("in printing", "Deep new printString size", "printOn: aStream aStream print: self");
      deep("in what is not understood", "Deep new zork", "doesNotUnderstand: m ^ self foo: m");
      deep(
        "through handlers and unwind blocks",
        "Deep new down",
        "down ^ [[self down] ensure: [3]] on: Error do: [:e | e return: 4]",
      );
    });

    candidate.it("allow recursion some way down", ["runs any code"], async () => {
      await candidate.evaluate(
        "down := nil. down := [:n | n = 0 ifTrue: [0] ifFalse: [(down value: n - 1) + 1]]",
      );
      expect(await candidate.evaluate("down value: 3000")).toBe("3000");
    });

    candidate.it("are told where they end a run", ["runs any code"], async () => {
      await candidate.evaluate("deep := nil. deep := [:n | (deep value: n + 1) + 1]");
      const deep = await candidate.image.evaluate(
        evaluation(candidate.workspace, "deep value: 0", { timeoutMs: 60_000 }),
        nextRun(),
      );
      expect(deep).toMatchObject({ kind: "exhausted", resource: "depth" });
      // Whatever the vessel's stack allows; that of the least is some thousands.
      expect("limit" in deep ? deep.limit : 0).toBeGreaterThan(3_000);
      const written = await candidate.image.evaluate(
        evaluation(candidate.workspace, "[Transcript show: 'more'] repeat", { maxOutputBytes: 1_000 }),
        nextRun(),
      );
      expect(written).toMatchObject({ kind: "exhausted", resource: "output", limit: 1_000 });
    });

    candidate.it("end output without end", ["runs any code"], async () => {
      const code = "[Transcript show: 'more and more'] repeat";
      expect(await candidate.evaluate(code, { maxOutputBytes: 1_000 })).toBe("exhausted: output");
    });
  });
}

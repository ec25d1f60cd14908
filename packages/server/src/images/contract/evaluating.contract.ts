/** Evaluating code. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun } from "./requests.contract.js";

export function evaluatingPart(candidate: Candidate): void {
  describe("evaluating", () => {
    candidate.it("answers values with their class and id", [], async () => {
      const outcome = await candidate.image.evaluate(
        evaluation(candidate.workspace, "3 + 4", { mode: "display" }),
        nextRun(),
      );
      expect(outcome).toMatchObject({
        kind: "value",
        result: "7",
        resultType: "SmallInteger",
        display: "7",
        truncated: false,
        output: "",
      });
    });

    candidate.it("answers failures as outcomes", [], async () => {
      expect(await candidate.evaluate("3 +")).toMatch(/^syntaxError: /);
      const outcome = await candidate.image.evaluate(evaluation(candidate.workspace, "nil foo"), nextRun());
      expect(outcome).toMatchObject({
        kind: "error",
        exceptionClass: "MessageNotUnderstood",
        selector: "foo",
      });
    });

    candidate.it("evaluates in a workspace of its own where none is named", [], async () => {
      const { workspace: _, ...alone } = evaluation(candidate.workspace, "3 + 4");
      const outcome = await candidate.image.evaluate(alone, nextRun());
      expect(outcome).toMatchObject({ kind: "value", result: "7", resultType: "SmallInteger" });
    });

    candidate.it("answers in the order in which it was asked", [], async () => {
      const numbers = Array.from({ length: 200 }, (_, i) => `${i}`);
      const settled: string[] = [];
      const ask = async (number: string) => settled.push(await candidate.evaluate(number));
      await Promise.all(numbers.map(ask));
      expect(settled).toEqual(numbers);
    });

    candidate.it(
      "carries out what was asked in the order in which it was asked",
      ["keeps variables"],
      async () => {
        await candidate.evaluate("trail := OrderedCollection new");
        const codes = Array.from({ length: 200 }, (_, i) => `trail add: ${i}`);
        const settled: number[] = [];
        await Promise.all(
          codes.map(async (code, i) => {
            expect(await candidate.evaluate(code)).toBe(`${i}`);
            settled.push(i);
          }),
        );
        expect(settled).toEqual(codes.map((_, i) => i));
        expect(await candidate.evaluate("trail asArray = (0 to: 199) asArray")).toBe("true");
      },
    );

    candidate.it("takes more calls at once than it numbers apart", ["keeps variables"], async () => {
      await candidate.evaluate("count := 0");
      const all = Array.from({ length: 3_000 }, () => candidate.evaluate("count := count + 1"));
      expect((await Promise.all(all)).at(-1)).toBe("3000");
    });

    candidate.it("answers what is done while a later call of the same tick still runs", [], async () => {
      const run = nextRun();
      const quick = candidate.evaluate("3 + 4");
      const endless = candidate.image.evaluate(evaluation(candidate.workspace, "[true] whileTrue"), run);
      expect(await quick).toBe("7");
      candidate.image.interrupt(run);
      expect((await endless).kind).toBe("interrupted");
    });

    candidate.it("takes limits without a bound", [], async () => {
      const unlimited = {
        timeoutMs: Number.POSITIVE_INFINITY,
        maxPrint: Number.POSITIVE_INFINITY,
        maxOutputBytes: Number.POSITIVE_INFINITY,
        maxKept: Number.POSITIVE_INFINITY,
      };
      expect(await candidate.evaluate("3 + 4", unlimited)).toBe("7");
    });
  });
}

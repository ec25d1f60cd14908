/** A workspace of an image of this thread, for code that is measured. */
import type { EvaluateOutcome, SmalltalkImage } from "@stui/smalltalk";

const WORKSPACE = "bench";

/** Opens the workspace; the answer evaluates code in it, and throws where that gives no value. */
export function openBenchWorkspace(image: SmalltalkImage): (code: string) => void {
  image.openWorkspace(WORKSPACE);
  return (code) => {
    const request = {
      workspace: WORKSPACE,
      code,
      mode: "execute",
      timeoutMs: 60_000,
      maxPrint: 100,
      maxOutputBytes: 1000,
      maxKept: 2,
    } as const;
    image.evaluate(request, (outcome: EvaluateOutcome) => {
      if (outcome.kind !== "value") throw new Error(`${code}: ${JSON.stringify(outcome).slice(0, 300)}`);
    });
  };
}

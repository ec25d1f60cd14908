/** What whoever watches a scripted run hears of it, all of it at its end. */
import type { TestReport } from "@stui/smalltalk";
import type { Watch } from "../image.js";

export function tellOutput(output: string, watch: Watch | undefined): void {
  if (output === "" || watch?.topics.includes("transcript") !== true) return;
  watch.tell([{ kind: "transcript", text: output.replace(/\r\n?/g, "\n") }]);
}

export function tellTests({ results }: TestReport, watch: Watch | undefined): void {
  if (watch?.topics.includes("tests") !== true) return;
  const total = results.length;
  watch.tell([
    { kind: "testsBegan", total },
    ...results.map((result, i) => ({ kind: "tested", result, done: i + 1, total }) as const),
  ]);
}

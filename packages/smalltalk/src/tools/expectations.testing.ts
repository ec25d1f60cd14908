/** Runs the language tests, `tests/<feature>/<topic>.st`: see `expectation-files.testing.ts` for their form. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { answer, casesOf, evaluate, expectationFiles } from "./expectation-files.testing.js";
import type { SmalltalkImage } from "./requests.js";

const FOLDER = fileURLToPath(new URL("../../tests/", import.meta.url));

/** Whether code works on thousands of things: where the stack is taken down all the time that takes minutes. */
export const isOfThousands = (code: string): boolean => /\b[2-9]000\b/.test(code);

/** Runs all of them in an image, but for those whose code takes too long there. */
export function describeExpectations(
  image: SmalltalkImage,
  isTooLong: (code: string) => boolean = () => false,
): void {
  for (const { feature, topic, text } of expectationFiles(FOLDER)) {
    describe(feature, () => {
      describe(topic, () => {
        const workspace = `${feature}/${topic}`;
        image.openWorkspace(workspace);
        for (const { code, line, expectations } of casesOf(text).filter((c) => !isTooLong(c.code))) {
          it(`${line}: ${code.slice(0, 80).replaceAll("\n", " ")}`, () => {
            const outcome = evaluate(image, workspace, code);
            for (const expected of expectations)
              expect(answer(outcome, expected.kind, expected.text)).toBe(expected.text);
          });
        }
      });
    });
  }
}

/** Reports of tests, for people. */
import type { Colours } from "../rendering/colours.js";
import { counted } from "../rendering/counted.js";
import { stackLine } from "../rendering/failure.js";
import { type ClassReport, ownStack, type TestResult, type Totals, totalsOf } from "./report.js";

/** Activations shown of a failure. */
const STACK_LIMIT = 12;

/** `FooTest: 3 passed`, `FooTest: 1 passed, 1 failed, 1 skipped` */
export const classLine = (report: ClassReport, colours: Colours): string => {
  const totals = totalsOf([report]);
  const mark = isGood(totals) ? colours.green("ok") : colours.red("--");
  return `${mark} ${report.name}: ${countsText(totals)}`;
};

const countsText = ({ passed, failed, errors, skipped }: Totals): string =>
  [
    passed > 0 || failed + errors + skipped === 0 ? `${passed} passed` : "",
    failed > 0 ? `${failed} failed` : "",
    errors > 0 ? counted(errors, "error") : "",
    skipped > 0 ? `${skipped} skipped` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");

export const isGood = ({ failed, errors }: Totals): boolean => failed === 0 && errors === 0;

/**
 * Every failure and error with its message and stack; empty where there are none.
 *
 * @param columns that a line of a stack may take
 */
export const failuresText = (reports: readonly ClassReport[], colours: Colours, columns?: number): string =>
  reports
    .flatMap((report) => [
      ...report.results
        .filter(({ outcome }) => outcome === "failed" || outcome === "error")
        .map((result) => failureText(result, colours, columns)),
      ...(report.problem === undefined
        ? []
        : [
            `${colours.red("ERROR")} ${colours.bold(report.name)}\n    ${report.problem.replaceAll("\n", "\n    ")}\n`,
          ]),
    ])
    .join("\n");

const failureText = (
  { class_name, selector, outcome, message = "", stack = [] }: TestResult,
  colours: Colours,
  columns: number | undefined,
): string => {
  const own = ownStack(stack);
  const shown = own.slice(0, STACK_LIMIT);
  const hidden = own.length - shown.length;
  return `${[
    `${colours.red(outcome === "failed" ? "FAILED" : "ERROR")} ${colours.bold(`${class_name}>>${selector}`)}`,
    ...(message === "" ? [] : [`    ${message.replace(/\r\n?|\n/g, "\n    ")}`]),
    ...shown.map((entry) => stackLine(entry, colours, columns)),
    ...(hidden > 0 ? [colours.dim(`    and ${counted(hidden, "more activation")}`)] : []),
  ].join("\n")}\n`;
};

/** `6 tests run: 4 passed, 1 failed, 1 error; 1 skipped, 0.3 s` */
export const totalsText = (totals: Totals, seconds: number, colours: Colours): string => {
  const { run, skipped } = totals;
  const counts = countsText({ ...totals, skipped: 0 });
  const text = `${counted(run, "test")} run: ${counts}${skipped > 0 ? `; ${skipped} skipped` : ""}, ${seconds.toFixed(1)} s`;
  return isGood(totals) ? colours.green(text) : colours.red(text);
};

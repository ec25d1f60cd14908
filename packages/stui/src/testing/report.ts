/** What is known of a run of tests. */
import type { Result } from "@stui/protocol";

export type TestResult = Result<"run_tests">["results"][number];

export interface ClassReport {
  readonly name: string;
  readonly package: string;
  readonly results: readonly TestResult[];
  /** Why the rest of its tests did not run: an interrupt, an image that died. */
  readonly problem?: string;
  /** When it began (ISO 8601, UTC). */
  readonly startedAt: string;
}

export interface Totals {
  /** Those that were skipped are not among them. */
  readonly run: number;
  readonly passed: number;
  readonly failed: number;
  /** Classes that could not be run are among them. */
  readonly errors: number;
  readonly skipped: number;
}

export const totalsOf = (reports: readonly ClassReport[]): Totals => {
  const results = reports.flatMap((report) => report.results);
  const count = (outcome: TestResult["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length;
  const skipped = count("skipped");
  return {
    run: results.length - skipped,
    passed: count("passed"),
    failed: count("failed"),
    errors: count("error") + reports.filter((report) => report.problem !== undefined).length,
    skipped,
  };
};

type Stack = NonNullable<TestResult["stack"]>;

/** The stack between the assertion and the runner: what the test's author wrote, and what that called. */
export const ownStack = (stack: Stack): Stack => {
  const runner = stack.findIndex(
    ({ class_name, selector }) => class_name === "TestCase" && selector === "performTest",
  );
  const below = runner < 0 ? stack : stack.slice(0, runner);
  const first = below.findIndex(({ class_name }) => class_name !== "TestAsserter");
  return first < 0 ? below : below.slice(first);
};

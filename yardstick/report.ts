/** What a run of the yardstick found, for people and as JSON. */
import type { ClassResult } from "./run-class.js";

const PASSED: ReadonlySet<string> = new Set(["passed", "expectedFailure"]);

interface Row {
  readonly package: string;
  readonly class: string;
  readonly expected: number;
  readonly run: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  /** Why most of its tests did not pass, or why the class did not run; "" where all passed. */
  readonly cause: string;
}

/** A class counts at most as many passes as it is expected to have runs. */
function rowOf({ listed, tests, broken, refused }: ClassResult): Row {
  const count = (...outcomes: string[]) => tests.filter((t) => outcomes.includes(t.outcome)).length;
  const passed = Math.min(count("passed", "expectedFailure"), listed.expected);
  const [first] = mostFrequent(tests.flatMap((t) => t.cause ?? []));
  return {
    package: listed.package,
    class: listed.className,
    expected: listed.expected,
    run: tests.length - count("skipped"),
    passed,
    failed: count("failed", "unexpectedPass"),
    errors: count("error"),
    cause:
      broken ?? first?.[0] ?? (passed < listed.expected ? (refused[0] ?? "fewer tests than expected") : ""),
  };
}

export function mostFrequent(causes: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

export function jsonReport(results: readonly ClassResult[]): string {
  const tiers: Record<string, { expected: number; passed: number }> = {};
  const classes = results.map(rowOf);
  results.forEach(({ listed }, i) => {
    tiers[listed.tier] ??= { expected: 0, passed: 0 };
    const tier = tiers[listed.tier];
    if (tier === undefined) return;
    tier.expected += listed.expected;
    tier.passed += classes[i]?.passed ?? 0;
  });
  return JSON.stringify({ tiers, classes });
}

/** Distinct test methods that passed, in all of their runs. */
function methodsPassed(results: readonly ClassResult[]): number {
  let count = 0;
  for (const { tests } of results) {
    const failed = new Set(tests.filter((t) => !PASSED.has(t.outcome)).map((t) => t.selector));
    count += new Set(tests.map((t) => t.selector).filter((selector) => !failed.has(selector))).size;
  }
  return count;
}

function line(name: string, results: readonly ClassResult[]): string {
  const rows = results.map(rowOf);
  const expected = rows.reduce((sum, row) => sum + row.expected, 0);
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const share = expected === 0 ? "" : ` (${((100 * passed) / expected).toFixed(1)} %)`;
  return `${name.padEnd(36)} ${`${passed}/${expected}`.padStart(11)} runs${share}, ${methodsPassed(results)} methods`;
}

function grouped<T>(list: readonly T[], key: (element: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const element of list) {
    const known = groups.get(key(element));
    if (known === undefined) groups.set(key(element), [element]);
    else known.push(element);
  }
  return groups;
}

/** At most `most` causes a tier. */
export function textReport(results: readonly ClassResult[], most: number): string {
  const lines: string[] = [];
  for (const [tier, ofTier] of grouped(results, (r) => r.listed.tier)) {
    lines.push(line(tier, ofTier));
    for (const [name, ofPackage] of grouped(ofTier, (r) => r.listed.package)) {
      lines.push(`  ${line(name, ofPackage)}`);
      for (const result of ofPackage) {
        const { class: className, passed, expected, cause } = rowOf(result);
        if (passed < expected) lines.push(`    ${`${className} ${passed}/${expected}`.padEnd(44)} ${cause}`);
      }
    }
    lines.push(`  Causes, by the tests they cost:`);
    const broken = ofTier.flatMap(({ broken, listed, tests }) =>
      broken === null ? [] : Array<string>(Math.max(listed.expected - tests.length, 0)).fill(broken),
    );
    const causes = [...ofTier.flatMap((r) => r.tests.flatMap((t) => t.cause ?? [])), ...broken];
    for (const [cause, count] of mostFrequent(causes).slice(0, most))
      lines.push(`  ${`${count}`.padStart(5)}  ${cause}`);
  }
  return lines.join("\n");
}

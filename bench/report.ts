/** What a suite measured, and how it is printed. */

/** Both sides ran the same work in the same run. */
export interface TimeResult {
  readonly name: string;
  /** Milliseconds, median. */
  readonly ours_ms: number;
  readonly floor_ms: number;
  /** ours / floor: smaller is better. */
  readonly ratio: number;
}

export interface SuiteReport {
  readonly suite: string;
  readonly results: readonly TimeResult[];
  /** Geometric mean of the ratios. */
  readonly geomean: number;
}

export function timeResult(name: string, ours: readonly number[], floor: readonly number[]): TimeResult {
  const oursMs = median(ours);
  const floorMs = median(floor);
  return { name, ours_ms: round(oursMs), floor_ms: round(floorMs), ratio: round(oursMs / floorMs) };
}

export function suiteReport(suite: string, results: readonly TimeResult[]): SuiteReport {
  return { suite, results, geomean: round(geometricMean(results.map((r) => r.ratio))) };
}

export function reportJson(report: SuiteReport): string {
  return JSON.stringify(report);
}

export function reportTable(report: SuiteReport): string {
  const rows = report.results.map((r) => [
    r.name,
    r.ours_ms.toFixed(2),
    r.floor_ms.toFixed(2),
    r.ratio.toFixed(2),
  ]);
  const table = [
    [report.suite, "ours ms", "floor ms", "ratio"],
    ...rows,
    ["geometric mean", "", "", report.geomean.toFixed(2)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  "),
    )
    .join("\n");
}

/** Of at least one value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Three decimals. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

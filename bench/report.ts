/** What a suite measured, and how it is printed. */
import { textTable } from "./table.js";

/** What a suite answers: for people, and as the one JSON object. */
export interface Report {
  readonly json: object;
  readonly table: string;
}

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

export function timesReport(report: SuiteReport): Report {
  return { json: report, table: timesTable(report) };
}

function timesTable(report: SuiteReport): string {
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
  return textTable(table);
}

/** Of at least one value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that the part `part` (0 to 1) of the values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Three decimals. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

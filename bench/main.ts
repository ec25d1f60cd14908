/** Picks the suite, and prints what it measured: as a table, or with `--json` as one JSON object. */
import { reportJson, reportTable, type SuiteReport } from "./report.js";

export interface SuiteOptions {
  /** Fewer and shorter samples: for a first look. */
  readonly quick: boolean;
  /** Only the results whose name is among these; all where empty. */
  readonly only: readonly string[];
}

type Suite = (options: SuiteOptions) => Promise<SuiteReport>;

/** By name; each is loaded when it is asked for. */
const SUITES: Readonly<Record<string, () => Promise<Suite>>> = {
  engine: async () => (await import("./engine/suite.js")).measureEngine,
  shape: async () => (await import("./shape/suite.js")).measureShape,
  start: async () => (await import("./start/suite.js")).measureStart,
};

const [name = "", ...rest] = process.argv.slice(2);
const load = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
if (load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(SUITES).join("|")} [--json] [--quick] [NAME …]`);
  process.exitCode = 1;
} else {
  const suite = await load();
  const report = await suite({
    quick: rest.includes("--quick"),
    only: rest.filter((argument) => !argument.startsWith("--")),
  });
  console.log(rest.includes("--json") ? reportJson(report) : reportTable(report));
}

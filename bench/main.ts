/** Picks the suite, and prints what it measured: as a table, or with `--json` as one JSON object. */
import { parseArgs } from "node:util";
import { type Report, timesReport } from "./report.js";

export interface SuiteOptions {
  /** Fewer and shorter samples: for a first look. */
  readonly quick: boolean;
  /** Only the results whose name is among these; all where empty. */
  readonly only: readonly string[];
  /** How long the soak lasts; 60 if not said. */
  readonly seconds: number;
}

type Suite = (options: SuiteOptions) => Promise<Report>;

/** By name; each is loaded when it is asked for. */
const SUITES: Readonly<Record<string, Suite>> = {
  engine: async (options) => timesReport(await (await import("./engine/suite.js")).measureEngine(options)),
  micro: async (options) =>
    timesReport(await (await import("./engine/suite.js")).measureEngine(options, "micro")),
  shape: async (options) => timesReport(await (await import("./shape/suite.js")).measureShape(options)),
  machine: async (options) => (await import("./machine/suite.js")).measureMachine(options),
  limits: async (options) => (await import("./limits/suite.js")).measureLimits(options),
  start: async (options) => timesReport(await (await import("./start/suite.js")).measureStart(options)),
  debugger: async (options) => (await import("./debugger/suite.js")).measureDebugger(options),
  wire: async (options) => (await import("./wire/suite.js")).measureWire(options),
  "memory-walk": async (options) => (await import("./memory-walk/suite.js")).measureMemoryWalk(options),
  sessions: async (options) => (await import("./sessions/suite.js")).measureSessions(options),
  memory: async (options) => (await import("./wire/memory.js")).measureMemory(options),
  soak: async (options) => (await import("./wire/soak.js")).measureSoak(options),
};

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean" }, quick: { type: "boolean" }, seconds: { type: "string" } },
  allowPositionals: true,
});
const [name = "", ...only] = positionals;
const seconds = Number(values.seconds ?? 60);
const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
if (suite === undefined || !(seconds > 0)) {
  console.error(
    `usage: npm run bench -- ${Object.keys(SUITES).join("|")} [--json] [--quick] [--seconds N] [NAME …]`,
  );
  process.exitCode = 1;
} else {
  const report = await suite({ quick: values.quick ?? false, only, seconds });
  console.log(values.json ? JSON.stringify(report.json) : report.table);
}

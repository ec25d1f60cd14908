/** Runs listed test classes of a Pharo checkout on our engine, and reports how many pass. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readList } from "./list.js";
import { jsonReport, textReport } from "./report.js";
import { type ClassResult, runClass, runClasses } from "./run-class.js";

const USAGE = `usage: npm run yardstick -- --pharo FOLDER --list FILE.tsv [--tier T1] [--class NAME]… [--json] [--causes N] [--test-ms N]

  --pharo FOLDER   a checkout of Pharo, its packages below src
  --list FILE.tsv  test classes: tier, package, class, runs expected
  --tier, --class  only these of the list; --class may be given several times
  --json           the report as JSON
  --causes N       so many causes of failures at most (40)
  --test-ms N      milliseconds that a test may take (10000)

Example: npm run yardstick -- --pharo ../pharo --list pharo12.tsv --class ProcessTest --class DelayTest`;

const { values } = parseArgs({
  options: {
    pharo: { type: "string" },
    list: { type: "string" },
    tier: { type: "string" },
    class: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
    causes: { type: "string", default: "40" },
    "test-ms": { type: "string", default: "10000" },
    help: { type: "boolean", default: false },
  },
});

function progress(result: ClassResult, count: number, all: number): void {
  const { listed, tests, broken } = result;
  const passed = tests.filter((t) => t.outcome === "passed" || t.outcome === "expectedFailure").length;
  const text = `${count}/${all} ${listed.className} ${passed}/${listed.expected}${broken === null ? "" : ` ${broken}`}`;
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text.slice(0, 100)}` : `${text}\n`);
}

if (values.help) console.log(USAGE);
else if (values.pharo === undefined || values.list === undefined) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  const checkout = resolve(values.pharo);
  const testMs = Number(values["test-ms"]);
  const listed = readList(values.list).filter(
    (c) =>
      (values.tier === undefined || c.tier === values.tier) &&
      (values.class === undefined || values.class.includes(c.className)),
  );
  const results = await runClasses(
    listed,
    Math.min(2, availableParallelism()),
    (c) => runClass(c, checkout, testMs),
    (result, count) => progress(result, count, listed.length),
  );
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(values.json ? jsonReport(results) : textReport(results, Number(values.causes)));
}

/** Reports in the XML of JUnit, as continuous integration reads it. */
import { type ClassReport, ownStack, type TestResult, totalsOf } from "./report.js";

/** Characters that XML 1.0 cannot hold, not even escaped; lone surrogates are among them. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** What XML cannot hold is written as `\u0007`. */
const held = (text: string): string =>
  text.replace(FORBIDDEN, (each) => `\\u${(each.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
const inAttribute = (text: string): string => held(text).replace(/[&<>"'\t\n\r]/g, (c) => ESCAPES[c] ?? c);
const inElement = (text: string): string => held(text).replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${inAttribute(String(value))}"`)
    .join("");

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

/** One document: a suite for each class. @param durationMs of the whole run */
export const junitXml = (reports: readonly ClassReport[], durationMs: number): string => {
  const { failed, errors, skipped, run } = totalsOf(reports);
  const counts = {
    tests: run + skipped + reports.filter(isBroken).length,
    failures: failed,
    errors,
    skipped,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: "stui test", ...counts, time: seconds(durationMs) })}>
${reports.map(suite).join("")}</testsuites>
`;
};

const isBroken = ({ problem }: ClassReport): boolean => problem !== undefined;

const suite = (report: ClassReport): string => {
  const { failed, errors, skipped, run } = totalsOf([report]);
  const time = report.results.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  const head = attributes({
    name: report.name,
    package: report.package,
    tests: run + skipped + (isBroken(report) ? 1 : 0),
    failures: failed,
    errors,
    skipped,
    time: seconds(time),
    timestamp: report.startedAt.replace(/(\.\d+)?Z$/, ""),
  });
  const broken =
    report.problem === undefined
      ? ""
      : `    <testcase${attributes({ classname: report.name, name: "(the class)", time: "0.000" })}>\n      <error${attributes({ message: report.problem })}/>\n    </testcase>\n`;
  const cases = report.results.map((result) => testCase(report, result)).join("");
  return `  <testsuite${head}>\n${cases}${broken}  </testsuite>\n`;
};

const testCase = (report: ClassReport, result: TestResult): string => {
  const head = attributes({
    classname: report.package === "" ? result.class_name : `${report.package}.${result.class_name}`,
    name: result.selector,
    time: seconds(result.duration_ms),
  });
  const inside = detail(result);
  return inside === ""
    ? `    <testcase${head}/>\n`
    : `    <testcase${head}>\n      ${inside}\n    </testcase>\n`;
};

const detail = ({ outcome, message = "", stack = [] }: TestResult): string => {
  if (outcome === "passed") return "";
  const reason = message === "" ? "" : attributes({ message });
  if (outcome === "skipped") return `<skipped${reason}/>`;
  const name = outcome === "failed" ? "failure" : "error";
  const type = attributes({ type: outcome === "failed" ? "TestFailure" : "Error" });
  const lines = ownStack(stack).map(
    ({ method, line, source_excerpt }) =>
      `${method}${line === null ? "" : `, line ${line}`}${source_excerpt === "" ? "" : `: ${source_excerpt}`}`,
  );
  return `<${name}${reason}${type}>${inElement(lines.join("\n"))}</${name}>`;
};

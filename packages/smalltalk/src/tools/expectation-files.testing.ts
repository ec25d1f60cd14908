/**
 * Language tests: `tests/<feature>/<topic>.st`, expressions separated by blank lines, each followed by what it must give.
 * `"=> …"` is the print string of the value, `"!! Class"` or `"!! Class: message"` the error that nobody handles,
 * `"out: …"` the Transcript's text with `\n` for line ends. The expressions of a file share a workspace.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { EvaluateOutcome, SmalltalkImage } from "./requests.js";

export interface ExpectationFile {
  readonly feature: string;
  readonly topic: string;
  readonly text: string;
}

/** All under a folder, in order of their names. */
export function expectationFiles(folder: string): ExpectationFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((feature) =>
      readdirSync(join(folder, feature))
        .sort()
        .map((file) => ({
          feature,
          topic: basename(file, ".st"),
          text: readFileSync(join(folder, feature, file), "utf8"),
        })),
    );
}

export interface Expectation {
  readonly kind: "=>" | "!!" | "out:";
  readonly text: string;
}

export interface Case {
  readonly code: string;
  readonly line: number;
  readonly expectations: readonly Expectation[];
}

/** `"=> it''s"`: within the comment double quotes are doubled. */
const EXPECTATION = /^"(=>|!!|out:) ?((?:[^"]|"")*)"$/;

/** Throws where an expression has no expectation. */
export function casesOf(text: string): Case[] {
  const cases: Case[] = [];
  let code: string[] = [];
  let expectations: Expectation[] = [];
  let start = 1;
  const finish = (line: number) => {
    if (expectations.length > 0) cases.push({ code: code.join("\n"), line: start, expectations });
    else if (code.join("").trim() !== "")
      throw new Error(`line ${start}: an expression without an expectation`);
    code = [];
    expectations = [];
    start = line + 1;
  };
  text.split("\n").forEach((line, i) => {
    const match = EXPECTATION.exec(line);
    if (match !== null) {
      const [, kind, expected = ""] = match;
      if (kind === "=>" || kind === "!!" || kind === "out:")
        expectations.push({ kind, text: expected.replaceAll('""', '"') });
    } else if (line.trim() === "") finish(i + 1);
    else code.push(line);
  });
  finish(0);
  return cases;
}

export function evaluate(
  image: SmalltalkImage,
  workspace: string,
  code: string,
  timeoutMs = 10_000,
): EvaluateOutcome {
  let outcome: EvaluateOutcome | undefined;
  const request = {
    workspace,
    code,
    mode: "execute",
    timeoutMs,
    maxPrint: 100_000,
    maxOutputBytes: 1_000_000,
    maxKept: 100,
  } as const;
  image.evaluate(request, (o) => {
    outcome = o;
  });
  if (outcome === undefined) throw new Error("an evaluation must answer at once");
  return outcome;
}

/** What there was in place of an expectation of that kind: the same text where it is met. */
export function answer(outcome: EvaluateOutcome, kind: Expectation["kind"], expected: string): string {
  if (kind === "out:") return "output" in outcome ? outcome.output.replaceAll("\n", "\\n") : "";
  if (kind === "=>") return outcome.kind === "value" ? outcome.result : problem(outcome);
  const found = problem(outcome);
  return expected.includes(": ") || outcome.kind === "value"
    ? found
    : found.slice(0, `${found}: `.indexOf(": "));
}

function problem(outcome: EvaluateOutcome): string {
  switch (outcome.kind) {
    case "value":
      return `no error but ${outcome.result}`;
    case "error":
      return `${outcome.exceptionClass}: ${outcome.messageText}`;
    case "syntaxError":
      return `SyntaxError: ${outcome.report.message}`;
    case "fault":
      return `fault: ${outcome.message}`;
    default:
      return outcome.kind;
  }
}

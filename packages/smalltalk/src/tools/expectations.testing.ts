/**
 * The language tests, `tests/<feature>/<topic>.st`: expressions separated by blank lines, each followed by what it must
 * give. `"=> …"` is the print string of the value, `"!! Class"` or `"!! Class: message"` the error that nobody handles,
 * `"out: …"` the Transcript's text with `\n` for line ends. The expressions of a file share a workspace.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { EvaluateOutcome, SmalltalkImage } from "./requests.js";

const FOLDER = new URL("../../tests/", import.meta.url);

interface Expectation {
  readonly kind: "=>" | "!!" | "out:";
  readonly text: string;
}

interface Case {
  readonly code: string;
  readonly line: number;
  readonly expectations: readonly Expectation[];
}

/** `"=> it''s"`: within the comment double quotes are doubled. */
const EXPECTATION = /^"(=>|!!|out:) ?((?:[^"]|"")*)"$/;

function casesOf(text: string): Case[] {
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

function evaluate(image: SmalltalkImage, workspace: string, code: string): EvaluateOutcome {
  let outcome: EvaluateOutcome | undefined;
  const request = {
    workspace,
    code,
    mode: "execute",
    timeoutMs: 10_000,
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

function answer(outcome: EvaluateOutcome, kind: Expectation["kind"], expected: string): string {
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

/** Whether code works on thousands of things: where the stack is taken down all the time that takes minutes. */
export const isOfThousands = (code: string): boolean => /\b[2-9]000\b/.test(code);

/** Runs all of them in an image, but for those whose code takes too long there. */
export function describeExpectations(
  image: SmalltalkImage,
  isTooLong: (code: string) => boolean = () => false,
): void {
  for (const feature of readdirSync(FOLDER).sort()) {
    describe(feature, () => {
      for (const file of readdirSync(new URL(`${feature}/`, FOLDER)).sort()) {
        describe(basename(file, ".st"), () => {
          const cases = casesOf(readFileSync(new URL(`${feature}/${file}`, FOLDER), "utf8"));
          const workspace = `${feature}/${file}`;
          image.openWorkspace(workspace);
          for (const { code, line, expectations } of cases.filter((c) => !isTooLong(c.code))) {
            it(`${line}: ${code.slice(0, 80).replaceAll("\n", " ")}`, () => {
              const outcome = evaluate(image, workspace, code);
              for (const { kind, text } of expectations) expect(answer(outcome, kind, text)).toBe(text);
            });
          }
        });
      }
    });
  }
}

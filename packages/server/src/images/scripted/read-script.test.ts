import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScript, scriptOf } from "./read-script.js";
import { ScriptRefused } from "./script-refused.js";

const VALUE = { result: "7", result_type: "SmallInteger" };
const withRule = (rule: unknown, command = "evaluate"): unknown => ({
  stui_script: 1,
  answers: { [command]: [{ when: {}, result: VALUE }, rule] },
});

describe("a script", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "stui-script-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read from a file", () => {
    const file = join(folder, "a.json");
    writeFileSync(file, JSON.stringify({ stui_script: 1, dialect: "Pharo", answers: { evaluate: [] } }));
    expect(readScript(file)).toMatchObject({ path: file, dialect: "Pharo", otherwise: undefined });
    writeFileSync(file, "{");
    expect(() => readScript(file)).toThrow(ScriptRefused);
    expect(() => readScript(file)).toThrow(/a\.json: is no JSON: /);
    expect(() => readScript(join(folder, "none"))).toThrow(/none: cannot be read: ENOENT/);
  });

  it.each([
    [[], "expected an object, found an array"],
    [{ answers: {} }, "stui_script: expected an integer from 1 to 1, found nothing"],
    [{ stui_script: 2, answers: {} }, "stui_script: expected an integer from 1 to 1, found the number 2"],
    [
      { stui_script: 1, answers: {}, rules: [] },
      'no other fields than stui_script, dialect, answers, otherwise, found "rules"',
    ],
    [{ stui_script: 1, answers: { ping: [] } }, "answers.ping: expected one of evaluate, inspect,"],
    [{ stui_script: 1, answers: { evaluate: {} } }, "answers.evaluate: expected an array, found an object"],
    [
      { stui_script: 1, answers: {}, otherwise: {} },
      "otherwise: expected exactly one of error, crash, found none",
    ],
    [withRule({}), "answers.evaluate[1]: expected exactly one of result, error, crash, endless, found none"],
    [withRule({ result: VALUE, endless: true }), "found result and endless"],
    [
      withRule({ resutl: VALUE, endless: true }),
      "answers.evaluate[1]: expected no other fields than when, times",
    ],
    [
      withRule({ result: { result: 7, result_type: "X" } }),
      "answers.evaluate[1].result.result: expected a string, found the number 7",
    ],
    [
      withRule({ times: 0, endless: true }),
      "answers.evaluate[1].times: expected an integer of at least 1, found the number 0",
    ],
    [withRule({ delay_ms: -1, endless: true }), "answers.evaluate[1].delay_ms: expected an integer from 0"],
    [
      withRule({ when: { cod: "x" }, endless: true }),
      'answers.evaluate[1].when: expected no other fields than code, evaluation_mode, tool_id, found "cod"',
    ],
    [
      withRule({ when: { code: { matches: "(" } }, endless: true }),
      "answers.evaluate[1].when.code.matches: expected a regular expression of JavaScript",
    ],
    [
      withRule({ error: { error_type: "Nonsense" } }),
      "answers.evaluate[1].error.error_type: expected an error that evaluate may answer: SessionNotFound,",
    ],
    [withRule({ error: { error_type: "ClassNotFound" } }), "found ClassNotFound"],
    [
      withRule({ error: { error_type: "Timeout" } }),
      "answers.evaluate[1].error.details.timeout_ms: expected an integer of at least 0, found nothing",
    ],
    [
      withRule({ error: { error_type: "ServerBusy", detials: {} } }),
      'no other fields than error_type, error, details, found "detials"',
    ],
    [
      { stui_script: 1, answers: { get_method: [{ endless: true }] } },
      "answers.get_method[0].endless: expected it in rules of evaluate, inspect, file_in, define_class, run_tests only",
    ],
    [
      { stui_script: 1, answers: { inspect: [{ sets: {}, endless: true }] } },
      "answers.inspect[0].sets: expected it in rules of evaluate only",
    ],
    [
      { stui_script: 1, answers: { get_method: [{ result: { method: {} } }] } },
      "answers.get_method[0].result.method.name: expected a string, found nothing",
    ],
  ])("is refused where it is %j", (script, message) => {
    expect(() => scriptOf(JSON.stringify(script), "s.json")).toThrow(ScriptRefused);
    expect(() => scriptOf(JSON.stringify(script), "s.json")).toThrow(message);
  });
});

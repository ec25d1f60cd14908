/** `stui run` as a process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { EXAMPLES, stui } from "./stui-process.js";

let folder: string;
let server: ServerProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stui-run-"));
  server = await ServerProcess.start();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const here = (): readonly string[] => [];
const there = (): readonly string[] => ["--connect", server.endpoint];

describe.each([
  ["in an image of its own", here],
  ["on a server", there],
] as const)("stui run %s", (_where, options) => {
  it.each([
    ["examples/ledger", "ledger/Ledger", "Ledger sample profit", "-56940"],
    ["examples/tally", "tally/Tally", "Tally factorial", "15511210043330985984000000"],
    [
      "examples/simulation",
      "simulation/Simulation",
      "(SimBank runWithCounters: 2 minutes: 480) report",
      "'served 242, mean stay 9.0, waiting 3'",
    ],
  ])("loads %s and evaluates", async (_name, path, code, printed) => {
    const run = await stui(["run", join(EXAMPLES, path), "--eval", code, ...options()]);
    expect(run).toEqual({ code: 0, stdout: `${printed}\n`, stderr: "" });
  });

  it("runs a script for its effect, and says nothing of its value", async () => {
    const script = file("hello.st", "| x |\nx := 3.\nTranscript show: 'hello!'; cr.\nx + 4");
    expect(await stui(["run", script, ...options()])).toEqual({ code: 0, stdout: "hello!\n", stderr: "" });
  });

  it("shows what chunks and classes write while they are loaded, also before a failure", async () => {
    const chunks = file("told.cs", "Transcript show: 'one'; cr!\nTranscript show: 'two'!\n");
    const told = file(
      "Told.class.st",
      "Class { #name : #Told, #superclass : #Object, #category : #Told }\n\nTold class >> initialize [\n\tTranscript show: 'told'; cr\n]\n",
    );
    expect(await stui(["run", chunks, told, ...options()])).toEqual({
      code: 0,
      stdout: "one\ntwo\ntold\n",
      stderr: "",
    });
    const failing = file("failing.cs", "Transcript show: 'before'!\nnil foo!\n");
    expect(await stui(["run", failing, ...options()])).toMatchObject({ code: 1, stdout: "before\n" });
  });

  it("loads in the order given, in one session", async () => {
    const first = file("first.st", "trail := OrderedCollection with: 1");
    const second = file("second.st", "trail add: 2");
    const chunks = file("third.cs", "trail add: 3!\ntrail add: 4!\n");
    const run = await stui(["run", first, second, chunks, "--eval", "trail asArray", ...options()]);
    expect(run).toEqual({ code: 0, stdout: "#(1 2 3 4)\n", stderr: "" });
  });

  it("loads a file in chunks with a class and its methods", async () => {
    const chunks = file(
      "counter.st",
      [
        "Object subclass: #RunCounter",
        "\tinstanceVariableNames: 'count'",
        "\tclassVariableNames: ''",
        "\tpackage: 'Run'!",
        "",
        "!RunCounter methodsFor: 'counting'!",
        "increment",
        "\t^ count := (count ifNil: [ 0 ]) + 1! !",
        "",
      ].join("\n"),
    );
    const run = await stui(["run", chunks, "--eval", "RunCounter new increment; increment", ...options()]);
    expect(run).toEqual({ code: 0, stdout: "2\n", stderr: "" });
  });

  it("says in which file, line and column a script is wrong, and loads no further", async () => {
    const good = file("good.st", "Transcript show: 'one'");
    const bad = file("bad.st", "x := 3.\nx foo: .");
    const run = await stui(["run", good, bad, good, ...options()]);
    expect(run).toMatchObject({ code: 1, stdout: "one\n" });
    expect(run.stderr).toMatch(/bad\.st:2:8: Syntax error at line 2, column 8/);
    expect(run.stderr).toContain("    x foo: .\n           ^\n    expected ");
  });

  it("says in which file and line a method of a Tonel folder is wrong", async () => {
    file("tonel/Fine.class.st", "Class { #name : #Fine, #superclass : #Object, #category : #T }\n");
    file(
      "tonel/Wrong.class.st",
      "Class { #name : #Wrong, #superclass : #Object, #category : #T }\n\n{ #category : #x }\nWrong >> foo [\n\n\t^ 3 +\n]\n",
    );
    const run = await stui(["run", join(folder, "tonel"), ...options()]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/Wrong\.class\.st:\d+: /);
    expect(run.stderr).toMatch(/expected \S+/);
  });

  it("tells of an exception in a script with its stack", async () => {
    const script = file("failing.st", "Transcript show: 'begun'.\n#() first");
    const run = await stui(["run", script, ...options()]);
    expect(run).toMatchObject({ code: 1, stdout: "begun\n" });
    expect(run.stderr).toMatch(/failing\.st: \w+/);
    expect(run.stderr).toMatch(/in doit, line 2: .*first/);
  });
});

describe("stui run", () => {
  it("reads everything before it loads anything", async () => {
    const good = file("loud.st", "Transcript show: 'loaded'");
    const missing = join(folder, "missing.st");
    expect(await stui(["run", good, missing])).toEqual({
      code: 1,
      stdout: "",
      stderr: `stui: ${missing}: there is no such file or folder.\n`,
    });
  });

  it("says that a folder is empty", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const run = await stui(["run", empty]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/empty: there are no Tonel files/);
  });
});

/** `stui test` as a process: folders and names, reports, exit codes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { onTerminal, StuiProcess, stui } from "./stui-process.js";

const folder = mkdtempSync(join(tmpdir(), "stui-test-"));
const at = (name: string): string => join(folder, name);

const testClass = (
  name: string,
  packageName: string,
  methods: Readonly<Record<string, string>>,
  superclass = "TestCase",
): string =>
  `Class {\n\t#name : '${name}',\n\t#superclass : '${superclass}',\n\t#category : '${packageName}',\n\t#package : '${packageName}'\n}\n${Object.entries(
    methods,
  )
    .map(([pattern, body]) => `\n{ #category : 'tests' }\n${name} ${pattern} [\n\n\t${body}\n]\n`)
    .join("")}`;

const files: Readonly<Record<string, string>> = {
  "good/src/Good/GoodTest.class.st": testClass("GoodTest", "Good", {
    ">> testSum": "self assert: 3 + 4 equals: 7",
    ">> testList": "self assert: #( 1 2 ) size equals: 2",
  }),
  "mixed/Mixed/MixedTest.class.st": testClass("MixedTest", "Mixed", {
    ">> testAnswer": "self assert: self answer equals: 42",
    ">> answer": "^ #( 41 ) detect: [ :each | each foo ]",
    ">> testBad": "self assert: 3 + 4 equals: 8",
    ">> testEscape": "self fail: 'a', (String with: (Character value: 27)), '<b>'",
    ">> testGood": "self assert: true",
    ">> testLater": "self skip: 'not today'",
  }),
  "mixed/Mixed/AbstractTest.class.st": testClass("AbstractTest", "Mixed", {
    "class >> isAbstract": "^ self == AbstractTest",
    ">> testOne": "self assert: self one equals: 1",
  }),
  "mixed/Mixed/ConcreteTest.class.st": testClass(
    "ConcreteTest",
    "Mixed",
    { ">> one": "^ 1" },
    "AbstractTest",
  ),
  "broken/Broken/SuiteTest.class.st": testClass("SuiteTest", "Broken", {
    "class >> suite": "^ self error: 'no suite'",
    ">> testOne": "self assert: true",
  }),
  "slow/Slow/AFirstTest.class.st": testClass("AFirstTest", "Slow", { ">> testQuick": "self assert: true" }),
  "slow/Slow/BSecondTest.class.st": testClass("BSecondTest", "Slow", {
    ">> testEndless": "[ true ] whileTrue",
  }),
  "empty/Nothing/Nothing.class.st": testClass("Nothing", "Nothing", { ">> one": "^ 1" }, "Object"),
};

let server: ServerProcess;
beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
  server = await ServerProcess.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

describe("stui test", () => {
  it("loads a folder, runs its tests, and answers 0 where all pass", async () => {
    const { code, stdout, stderr } = await stui(["test", at("good")]);
    expect(stderr).toBe("loaded 1 package (Good): 1 class, 2 methods\n");
    expect(stdout).toMatch(/^ok GoodTest: 2 passed\n2 tests run: 2 passed, [\d.]+ s\n$/);
    expect(code).toBe(0);
  });

  it.runIf(process.platform === "linux")("tells its progress on a terminal", async () => {
    const { code, stdout } = await onTerminal(["test", at("good")]).finished();
    expect(code).toBe(0);
    expect(stdout).toContain("[0/2] GoodTest");
    expect(stdout).toContain("[2/2] GoodTest>>testSum");
    expect(stdout).toMatch(/ok GoodTest: 2 passed\r\n/);
  });

  it("tells failures and errors with message and stack, and answers 1", async () => {
    const report = at("report.xml");
    const { code, stdout } = await stui(["test", at("mixed"), "--junit", report]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "ok ConcreteTest: 1 passed\n-- MixedTest: 1 passed, 2 failed, 1 error, 1 skipped\n",
    );
    expect(stdout).toContain(
      [
        "FAILED MixedTest>>testBad",
        "    Got 7 instead of 8.",
        "    in MixedTest>>testBad, line 3: self assert: 3 + 4 equals: 8",
        "",
      ].join("\n"),
    );
    expect(stdout).toMatch(/ERROR MixedTest>>testAnswer\n {4}Message not understood: SmallInteger >> #foo\n/);
    expect(stdout).toContain("    in MixedTest>>answer, line 3: ^ #( 41 ) detect: [ :each | each foo ]\n");
    expect(stdout).not.toContain("runCase");
    expect(stdout).toMatch(/\n5 tests run: 2 passed, 2 failed, 1 error; 1 skipped, [\d.]+ s\n$/);
    const xml = readFileSync(report, "utf8");
    expect(xml).toContain('<testsuites name="stui test" tests="6" failures="2" errors="1" skipped="1"');
    expect(xml).toContain('message="a\\u001b&lt;b&gt;"');
  });

  it("runs some of them, and says where none is found", async () => {
    const some = await stui(["test", at("mixed"), "--filter", "*>>test*o*d"]);
    expect(some).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok MixedTest: 1 passed\n/) });
    const none = await stui(["test", at("mixed"), "--filter", "Nope"]);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("no test matches --filter Nope") });
    const empty = await stui(["test", at("empty")]);
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining("no test classes in Nothing") });
  });

  it("prints JSON for programs", async () => {
    const { code, stdout } = await stui(["test", at("mixed"), "--json", "--filter", "testBad"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      run: 1,
      failed: 1,
      classes: [
        { class_name: "MixedTest", results: [{ selector: "testBad", message: "Got 7 instead of 8." }] },
      ],
    });
  });

  it("reports a class whose suite cannot be built", async () => {
    const { code, stdout } = await stui(["test", at("broken")]);
    expect(code).toBe(1);
    expect(stdout).toContain("-- SuiteTest: 1 error\n");
    expect(stdout).toContain("Error: no suite");
  });

  it("answers 2 where the command line makes no sense", async () => {
    for (const words of [[], ["--filter"], ["FooTest", "--group", "x"], ["FooTest", "--nonsense"]])
      expect((await stui(["test", ...words])).code).toBe(2);
  });

  it("runs classes and packages of a server, by name", async () => {
    const there = ["--connect", server.endpoint];
    expect((await stui(["load", at("mixed"), ...there])).code).toBe(0);
    const abstract = await stui(["test", "AbstractTest", ...there]);
    expect(abstract.stdout).toMatch(/^ok ConcreteTest: 1 passed\n/);
    const all = await stui(["test", "Mixed", ...there]);
    expect(all.stdout).toContain("5 tests run: 2 passed, 2 failed, 1 error; 1 skipped");
    const wrong = await stui(["test", "Object", ...there]);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("Object is no test case") });
    const unknown = await stui(["test", "Nowhere", ...there]);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("neither a class Nowhere") });
  });

  it("prints what is known when it is stopped", async () => {
    const run = StuiProcess.start(["test", at("slow")]);
    await run.wrote("ok AFirstTest");
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.finished();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok AFirstTest: 1 passed\n/);
    expect(stdout).toMatch(/\n[12] tests? run: 1 passed/);
    expect(stderr).toContain("stopped before the last test: interrupted");
  });
});

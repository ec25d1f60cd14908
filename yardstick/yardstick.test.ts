/** The yardstick over a small checkout of its own: what is loaded, what passes, and what an ill-behaved class costs. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Checkout } from "./checkout.js";
import { readList } from "./list.js";
import { neededFor } from "./needed.js";
import { jsonReport, textReport } from "./report.js";

const MAIN = fileURLToPath(new URL("./main.js", import.meta.url));
let folder: string;

function definition(kind: string, name: string, header: string, methods: readonly string[]): string {
  const bodies = methods.map((m) => `\n{ #category : 'tests' }\n${m}\n`);
  return `${kind} {\n\t#name : '${name}',\n${header}\t#package : 'X'\n}\n${bodies.join("")}`;
}

function write(path: string, text: string): void {
  const file = join(folder, "src", path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "yardstick-"));
  write(
    "A-Tests/ATest.class.st",
    definition(
      "Class",
      "ATest",
      "\t#superclass : 'TestCase',\n\t#traits : 'TShared',\n\t#classTraits : 'TShared classTrait',\n",
      [
        "ATest >> testHelper [\n\tself assert: AHelper new four equals: 4\n]",
        "ATest >> testExtension [\n\tself assert: 3 fromATests equals: 4\n]",
        "ATest >> testOwnOfKernel [\n\tself assert: 3 negated equals: -3\n]",
        "ATest >> testAbsent [\n\tself assert: (AThing new) isNil\n]",
        "ATest >> testBroken [\n\tself assert: (\n]",
        "ATest >> testLoop [\n\t[ true ] whileTrue\n]",
        "ATest >> testSkipped [\n\tself skip\n]",
      ],
    ),
  );
  write(
    "A-Tests/AHelper.class.st",
    definition("Class", "AHelper", "\t#superclass : 'Object',\n", ["AHelper >> four [\n\t^ 4\n]"]),
  );
  write(
    "A-Tests/TShared.trait.st",
    definition("Trait", "TShared", "", ["TShared >> testShared [\n\tself assert: true\n]"]),
  );
  write(
    "A-Tests/Integer.extension.st",
    "Extension { #name : 'Integer' }\n\n{ #category : '*A-Tests' }\nInteger >> fromATests [\n\t^ self + 1\n]\n\n{ #category : '*A-Tests' }\nInteger >> negated [\n\t^ 17\n]\n",
  );
  write(
    "B-Tests/ATest.extension.st",
    "Extension { #name : 'ATest' }\n\n{ #category : '*B-Tests' }\nATest >> testAdded [\n\tself assert: true\n]\n",
  );
  write("A-Core/AThing.class.st", definition("Class", "AThing", "\t#superclass : 'Object',\n", []));
  write("A-Tests/BTest.class.st", definition("Class", "BTest", "\t#superclass : 'NowhereDefined',\n", []));
  writeFileSync(
    join(folder, "list.tsv"),
    "tier\tpackage\tclass\truns\nT1\tA-Tests\tATest\t8\nT1\tA-Tests\tBTest\t2\nT2\tA-Tests\tATest\t8\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("takes along helpers of test packages in tier 1, and the code under test in the others", () => {
  const checkout = new Checkout(folder);
  const known = (name: string) => ["TestCase", "Object", "Integer"].includes(name);
  const first = neededFor(checkout, "ATest", "T1", known);
  const names = [
    "A-Tests/ATest.class.st",
    "A-Tests/Integer.extension.st",
    "A-Tests/AHelper.class.st",
    "A-Tests/TShared.trait.st",
    "B-Tests/ATest.extension.st",
  ];
  expect(Object.keys(first.files).sort()).toEqual([...names].sort());
  expect(first.absent).toEqual(["AThing"]);
  const second = neededFor(checkout, "ATest", "T2", known);
  expect(Object.keys(second.files).sort()).toEqual([...names, "A-Core/AThing.class.st"].sort());
  expect(second.absent).toEqual([]);
});

it("runs each class by itself, and says what was lost and why", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    MAIN,
    ...["--pharo", folder, "--list", join(folder, "list.tsv"), "--test-ms", "300", "--json"],
  ]);
  expect(stderr).toContain("3/3");
  expect(JSON.parse(stdout)).toEqual({
    tiers: { T1: { expected: 10, passed: 5 }, T2: { expected: 8, passed: 5 } },
    classes: [
      // A method that does not compile is no test.
      {
        package: "A-Tests",
        class: "ATest",
        expected: 8,
        run: 7,
        passed: 5,
        failed: 0,
        errors: 2,
        cause: expect.any(String),
      },
      {
        package: "A-Tests",
        class: "BTest",
        expected: 2,
        run: 0,
        passed: 0,
        failed: 0,
        errors: 0,
        cause: "classNotFound",
      },
      {
        package: "A-Tests",
        class: "ATest",
        expected: 8,
        run: 7,
        passed: 5,
        failed: 1,
        errors: 1,
        cause: expect.any(String),
      },
    ],
  });
}, 60_000);

it("reports by tier, package and cause", () => {
  const listed = { tier: "T1", package: "P", className: "C", expected: 3 };
  const result = {
    listed,
    refused: [],
    broken: null,
    tests: [
      { selector: "testA", outcome: "passed" },
      { selector: "testB", outcome: "error", cause: "no class Foo" },
      { selector: "testB", outcome: "passed" },
    ] as const,
  };
  const text = textReport([result], 5);
  expect(text).toMatch(/^T1 +2\/3 runs \(66\.7 %\), 1 methods/);
  expect(text).toContain("C 2/3");
  expect(text).toMatch(/ 1 {2}no class Foo$/);
  expect(JSON.parse(jsonReport([result])).classes[0].cause).toBe("no class Foo");
});

it("refuses a list that is none", () => {
  const file = join(folder, "bad.tsv");
  writeFileSync(file, "tier\tpackage\tclass\truns\nT1\tA-Tests\tATest\n");
  expect(() => readList(file)).toThrow(/bad\.tsv:2: .*tabs/);
});

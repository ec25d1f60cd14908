import { describe, expect, it } from "vitest";
import { junitXml } from "./junit.js";
import type { ClassReport, TestResult } from "./report.js";

const frame = (class_name: string, selector: string, line: number | null, source_excerpt: string) => ({
  method: `${class_name}>>${selector}`,
  class_name,
  selector,
  line,
  source_excerpt,
});
const result = (selector: string, rest: Omit<TestResult, "class_name" | "selector" | "duration_ms">) => ({
  class_name: "ATest",
  selector,
  duration_ms: 1.5,
  ...rest,
});
const report = (results: readonly TestResult[], problem?: string): ClassReport => ({
  name: "ATest",
  package: "A-Tests",
  results,
  startedAt: "2026-01-01T10:00:00.000Z",
  ...(problem === undefined ? {} : { problem }),
});

describe("junitXml", () => {
  it("has a suite for each class and a case for each test, with counts", () => {
    const stack = [
      frame("TestAsserter", "assert:", 1, "x"),
      frame("ATest", "testB", 3, "self assert: 1 > 2"),
      frame("TestCase", "performTest", 3, "self perform: testSelector asSymbol"),
    ];
    const xml = junitXml(
      [
        report([
          result("testA", { outcome: "passed" }),
          result("testB", { outcome: "failed", message: "Assertion failed", stack }),
          result("testC", { outcome: "error", message: "boom" }),
          result("testD", { outcome: "skipped", message: "later" }),
        ]),
      ],
      1_234,
    );
    expect(xml).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="stui test" tests="4" failures="1" errors="1" skipped="1" time="1.234">',
        '  <testsuite name="ATest" package="A-Tests" tests="4" failures="1" errors="1" skipped="1" time="0.006" timestamp="2026-01-01T10:00:00">',
        '    <testcase classname="A-Tests.ATest" name="testA" time="0.002"/>',
        '    <testcase classname="A-Tests.ATest" name="testB" time="0.002">',
        '      <failure message="Assertion failed" type="TestFailure">ATest&gt;&gt;testB, line 3: self assert: 1 &gt; 2</failure>',
        "    </testcase>",
        '    <testcase classname="A-Tests.ATest" name="testC" time="0.002">',
        '      <error message="boom" type="Error"></error>',
        "    </testcase>",
        '    <testcase classname="A-Tests.ATest" name="testD" time="0.002">',
        '      <skipped message="later"/>',
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });

  it("writes what XML cannot hold in another way, and escapes what means something in it", () => {
    const message = "a\u0000b\u001b[31m\ud800c <&\"'> \n\u{1f600}";
    const xml = junitXml([report([result("test", { outcome: "failed", message })])], 0);
    expect(xml).toContain(
      'message="a\\u0000b\\u001b[31m\\ud800c &lt;&amp;&quot;&apos;&gt; &#10;\u{1f600}" type="TestFailure"',
    );
  });

  it("counts a class that could not be run as an error of its own", () => {
    const xml = junitXml([report([], "ImageCrashed: gone")], 0);
    expect(xml).toContain('tests="1" failures="0" errors="1"');
    expect(xml).toContain('<error message="ImageCrashed: gone"/>');
  });
});

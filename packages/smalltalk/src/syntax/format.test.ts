/** Formatting: how code is laid out, and that nothing of it is lost. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDoit, formatMethod, parseDoit, parseMethod, SyntaxFailure, scan } from "./index.js";

/** The tree alone: without ranges. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => !["start", "end", "selectorRanges"].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value)]));
}

const comments = (source: string): string[] =>
  scan(source)
    .filter((token) => token.kind === "comment")
    .map((token) => token.text)
    .sort();

function keepsAll(source: string, format: (source: string) => string, parse: (source: string) => unknown) {
  const formatted = format(source);
  expect(bare(parse(formatted)), source).toEqual(bare(parse(source)));
  expect(comments(formatted), source).toEqual(comments(source));
  expect(format(formatted), source).toBe(formatted);
}

describe("a doit", () => {
  it.each([
    ["3+4", "3 + 4"],
    ["a:=3.b:=4", "a := 3.\nb := 4"],
    ["|a b|a foo.^b", "| a b |\na foo.\n^ b"],
    ["x foo:(3+4)bar:(y baz)", "x foo: (3 + 4) bar: y baz"],
    ["(a+b)*c", "(a + b) * c"],
    ["(a foo)bar", "a foo bar"],
    ["(a=b)ifTrue:[c]", "(a = b) ifTrue: [ c ]"],
    ["((a) foo: b) bar", "(a foo: b) bar"],
    ["#(1 $a #foo:bar: (true))size", "#(1 $a #foo:bar: (true)) size"],
    ["16rFF-2r101e2", "16rFF - 2r101e2"],
    ["3 - -4", "3 - -4"],
    ["{1.  2.x}", "{ 1. 2. x }"],
    ["[:a :b||t|t]", "[ :a :b |\n\t| t |\n\tt ]"],
    ["[]value:[:x|]", "[ ] value: [ :x | ]"],
    ["s nextPut:$a;tab;yourself", "s nextPut: $a; tab; yourself"],
    ["c do:[:x|x foo.x bar]", "c do: [ :x |\n\tx foo.\n\tx bar ]"],
    ["1 to:9 do:[:i|a.b]", "1 to: 9 do: [ :i |\n\ta.\n\tb ]"],
    ["a ifTrue:[b.c]ifFalse:[d]", "a\n\tifTrue: [\n\t\tb.\n\t\tc ]\n\tifFalse: [ d ]"],
    ['a. "after" "more"\n"above" b', 'a. "after" "more"\n"above"\nb'],
    ['a foo: "why" 3', '"why"\na foo: 3'],
    ["a.\n\n\n\nb.\nc", "a.\n\nb.\nc"],
    ['[ "nothing" ]', '[ "nothing" ]'],
    ["a.. b.", "a.\nb"],
    ["", ""],
    ['"only"', '"only"'],
  ])("%j", (source, formatted) => {
    expect(formatDoit(source)).toBe(formatted);
    keepsAll(source, formatDoit, parseDoit);
  });

  it("takes further lines where one is too narrow", () => {
    const word = "aVeryLongArgumentName";
    const source = `receiver foo: ${word} bar: ${word} baz: ${word} quux: ${word}`;
    expect(formatDoit(source)).toBe(
      `receiver\n\tfoo: ${word}\n\tbar: ${word}\n\tbaz: ${word}\n\tquux: ${word}`,
    );
    const sum = Array.from({ length: 6 }, () => word).join("+");
    expect(formatDoit(sum)).toBe(`${word}${`\n\t+ ${word}`.repeat(5)}`);
  });

  it("may be long or deep", () => {
    const long = `a${" b".repeat(20_000)}`;
    expect(formatDoit(long)).toBe(long);
    const deep = `${"[".repeat(500)}a${"]".repeat(500)}`;
    const formatted = formatDoit(deep);
    expect(formatted.replaceAll(/\s/g, "")).toBe(deep);
    expect(formatDoit(formatted)).toBe(formatted);
  });

  it("that is wrong is refused", () => {
    expect(() => formatDoit("3 +")).toThrow(SyntaxFailure);
  });
});

describe("a method", () => {
  it.each([
    ["foo ^1", "foo\n\n\t^ 1"],
    ["foo", "foo"],
    ["+ other ^self", "+ other\n\n\t^ self"],
    ["at:i put:x |a| ^a", "at: i put: x\n\n\t| a |\n\t^ a"],
    ['foo "why" <a: #b> "how" ^1', 'foo\n\t"why"\n\t<a: #b>\n\n\t"how"\n\t^ 1'],
    ['foo "why"\n\n"about this" ^1', 'foo\n\t"why"\n\n\t"about this"\n\t^ 1'],
    ['foo: "in the pattern" x ^x', '"in the pattern"\nfoo: x\n\n\t^ x'],
    ['foo ^[:x| x "two lines\n of it" ]', 'foo\n\n\t^ [ :x |\n\t\tx "two lines\n of it" ]'],
  ])("%j", (source, formatted) => {
    expect(formatMethod(source)).toBe(formatted);
    keepsAll(source, formatMethod, parseMethod);
  });
});

const PIECES = [
  "a",
  "b foo",
  "self",
  "nil",
  "at: 1",
  "put: 2",
  "x := ",
  "+",
  "-",
  "<",
  "^",
  ". ",
  "; bar",
  "(",
  ")",
  "[",
  "]",
  "[:x|",
  "{",
  "}",
  '#(1 "in" a)',
  "$a",
  "'s'",
  '"c"',
  '"d\n\ne"',
  "3",
  "-4",
  "16r1F",
  "\n",
  "\n\n",
  " | t | ",
];

describe("any source", () => {
  const soup = fc
    .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(" ", "", "\n")), { maxLength: 25 })
    .map((pieces) => pieces.map(([piece, gap]) => piece + gap).join(""));

  it("keeps its meaning and its comments, and is as it should be after once", () => {
    let correct = 0;
    fc.assert(
      fc.property(soup, (source) => {
        for (const [format, parse, code] of [
          [formatDoit, parseDoit, source],
          [formatMethod, parseMethod, `foo: a ${source}`],
        ] as const) {
          try {
            parse(code);
          } catch {
            return;
          }
          correct += 1;
          keepsAll(code, format, parse);
        }
      }),
      { numRuns: 8_000 },
    );
    expect(correct).toBeGreaterThan(500);
  });

  it("of the kernel too", () => {
    const kernel = new URL("../../kernel/", import.meta.url);
    const sources = readdirSync(kernel, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".class.st"))
      .flatMap((path) => methodsIn(readFileSync(new URL(path, kernel), "utf8")));
    expect(sources.length).toBeGreaterThan(1_000);
    for (const source of sources.filter((_, i) => i % 4 === 0)) keepsAll(source, formatMethod, parseMethod);
  });
});

/** The sources of a Tonel file's methods, as far as their ends are plain to see. */
function methodsIn(file: string): string[] {
  return file
    .split(/^\{ #category : .*\}\n/m)
    .slice(1)
    .flatMap((text) => {
      const match = /^\w+(?: class)? >> ([^\n]*) \[\n([\s\S]*)\n\]\s*$/.exec(text);
      return match === null ? [] : [`${match[1]}\n${match[2]}`];
    });
}

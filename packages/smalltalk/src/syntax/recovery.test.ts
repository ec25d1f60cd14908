import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseDoit,
  parseDoitWithRecovery,
  parseMethod,
  parseMethodWithRecovery,
  SyntaxFailure,
} from "./index.js";
import { printSequence } from "./print.js";

describe("recovery", () => {
  /** Source, what is left of it, offsets of the problems. */
  it.each<[string, string, number[]]>([
    ["a + . b foo", "a + . b foo", [4]],
    ["a foo: . b", "a foo: . b", [7]],
    ["a foo: bar: 3. b", "a foo:  bar: 3. b", [7]],
    ["a) . b", "a. b", [1]],
    [") a. b", ". a. b", [0]],
    ["a foo] bar. b", "a foo. bar. b", [5]],
    ["(a foo. b bar", "a foo. b bar", [6]],
    ["[:x | x foo. b", "[ :x | x foo. b ]", [14]],
    ["[:x y foo] value", "[ :x | y foo ] value", [4]],
    ["{a. b", "{ a. b }", [5]],
    ["#(1 2", "#(1 2)", [5]],
    ["#[1 a 2] size", "#[1 2] size", [4]],
    ["x := . y", "x := . y", [5]],
    ["x := 'open. y", "x := ", [5]],
    ["a § b", "a.  b", [2]],
    ["a foo; ; bar", "a foo; bar", [7]],
    ["a; foo. b", "a. b", [1]],
    ["| a a := 1. b", "| a a | . 1. b", [6]],
    ["self := 3. b", "self := 3. b", [0]],
    ["a ) b ] c. 1r1. d", "a. b. c. . d", [2, 6, 11]],
  ])("%j", (source, printed, positions) => {
    const { node, problems } = parseDoitWithRecovery(source);
    expect(problems.map((each) => each.position)).toEqual(positions);
    expect(printSequence(node)).toBe(printed);
  });

  it("keeps what is being typed in a method", () => {
    const { node, problems } = parseMethodWithRecovery(
      "at: index put:\n\t| a |\n\ta := (index foo: [ :x | x ",
    );
    expect(problems).toHaveLength(2);
    expect(node.selector).toBe("at:put:");
    expect(node.parameters.map((each) => each.name)).toEqual(["index"]);
    expect(printSequence(node.body)).toBe("| a | a := index foo: [ :x | x ]");
  });

  it("puts an ErrorNode where an operand is missing", () => {
    const { node } = parseDoitWithRecovery("a foo: ");
    const expected = { kind: "error", start: 7, end: 7, message: "the source ends too early" };
    expect(node.statements[0]).toMatchObject({ kind: "send", message: { arguments: [expected] } });
  });

  it("gives up on too many levels with one problem", () => {
    const { node, problems } = parseDoitWithRecovery("(".repeat(100_000));
    expect(problems.map((each) => each.message)).toEqual(["nested too deeply"]);
    expect(node.statements).toHaveLength(1);
  });

  it("reports every line of a long source that is wrong throughout", () => {
    const { problems } = parseDoitWithRecovery("a foo: ).\n".repeat(20_000));
    expect(problems).toHaveLength(20_000);
    expect(problems.at(-1)).toMatchObject({ line: 20_000, column: 8, excerpt: "a foo: )." });
  });
});

const PIECES = [
  "a",
  "b foo",
  "self",
  "true",
  "at:",
  "put:",
  ":=",
  "+",
  "-",
  "|",
  "||",
  "<",
  ">",
  "^",
  ".",
  ";",
  ":",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "#(",
  "#[",
  "#",
  "#a",
  "$",
  "$a",
  "'",
  "'s'",
  '"',
  '"c"',
  "3",
  "-4",
  "16r",
  "1e99999",
  "§",
  "\n",
];
const soup = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(" ", "")), { maxLength: 30 })
  .map((pieces) => pieces.map(([piece, gap]) => piece + gap).join(""));

const strict = (parse: () => unknown): SyntaxFailure | null => {
  try {
    parse();
    return null;
  } catch (failure) {
    if (failure instanceof SyntaxFailure) return failure;
    throw failure;
  }
};

describe("any source", () => {
  it("recovers to the end, and without problems to the tree of the strict parser", () => {
    fc.assert(
      fc.property(soup, (source) => {
        for (const [parse, recover] of [
          [parseDoit, parseDoitWithRecovery],
          [parseMethod, parseMethodWithRecovery],
        ] as const) {
          const { node, problems } = recover(source);
          const failure = strict(() => parse(source));
          if (failure === null) {
            expect(problems).toEqual([]);
            expect(node).toEqual(parse(source));
          } else expect(problems).toContainEqual(failure.problem);
          const positions = problems.map((each) => each.position);
          expect(positions).toEqual(positions.toSorted((x, y) => x - y));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("has its statements in order and within the source", () => {
    fc.assert(
      fc.property(soup, (source) => {
        let end = 0;
        for (const each of parseDoitWithRecovery(source).node.statements) {
          expect(each.start).toBeGreaterThanOrEqual(end);
          expect(each.end).toBeGreaterThanOrEqual(each.start);
          end = each.end;
        }
        expect(end).toBeLessThanOrEqual(source.length);
      }),
    );
  });
});

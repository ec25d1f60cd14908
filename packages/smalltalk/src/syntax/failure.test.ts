import { describe, expect, it } from "vitest";
import type { SyntaxProblem } from "./ast.js";
import { parseDoit, parseExpression, parseMethod, problemAt, SyntaxFailure } from "./index.js";

function problemOf(parse: () => unknown): SyntaxProblem {
  try {
    parse();
  } catch (failure) {
    if (failure instanceof SyntaxFailure) return failure.problem;
    throw failure;
  }
  throw new Error("nothing failed");
}

const ARGUMENT = "an argument (a variable, literal, block, or parenthesis)";
const STATEMENT_END = "a message, a period, or the end";

describe("failures of a doit", () => {
  /** Source, offset, message, what was expected. */
  it.each([
    ["3 + ", 4, "the source ends too early", ARGUMENT],
    ["3 + * 4", 4, "unexpected *", ARGUMENT],
    ["a foo: ", 7, "the source ends too early", ARGUMENT],
    ["a foo: ]", 7, "unexpected ]", ARGUMENT],
    ["a + - b", 4, "unexpected -", ARGUMENT],
    ["- 4", 0, "unexpected -", "an expression"],
    ["a := ", 5, "the source ends too early", "an expression"],
    [":= 3", 0, "unexpected :=", "an expression"],
    ["3 := 4", 2, "unexpected :=", STATEMENT_END],
    ["^", 1, "the source ends too early", "an expression"],
    ["^ ^ a", 2, "unexpected ^", "an expression"],
    ["a ^ b", 2, "unexpected ^", STATEMENT_END],
    ["a b 3", 4, "unexpected 3", STATEMENT_END],
    ["2r102", 4, "unexpected 2", STATEMENT_END],
    ["a)", 1, "unexpected )", STATEMENT_END],
    [")", 0, "unexpected )", "an expression"],
    ["(a", 2, "the parenthesis is not closed", "a message or )"],
    ["()", 1, "unexpected )", "an expression"],
    ["(a. b)", 2, "the parenthesis is not closed", "a message or )"],
    ["[a", 2, "the block is not closed", "a message, a period, or ]"],
    ["[a)", 2, "unexpected )", "a message, a period, or ]"],
    ["[: | a]", 3, "a block parameter has no name", "a variable name after :"],
    ["[:x y]", 4, "the block parameters are not closed", "| or ]"],
    ["[:x | a. | b | b]", 9, "unexpected |", "an expression"],
    ["{a. b", 5, "the brace array is not closed", "a message, a period, or }"],
    ["{a b: 1 2}", 8, "the brace array is not closed", "a message, a period, or }"],
    ["{^a}", 1, "unexpected ^", "an expression"],
    ["#(1 2", 5, "the literal array is not closed", ")"],
    ["#(1 ])", 4, "not a literal", "a literal, or ) at the end of the array"],
    ["#[1 256]", 4, "not a byte", "an integer from 0 to 255, or ] at the end of the byte array"],
    ["#[-1]", 2, "not a byte", "an integer from 0 to 255, or ] at the end of the byte array"],
    ["#[1.0]", 2, "not a byte", "an integer from 0 to 255, or ] at the end of the byte array"],
    ["#[1", 3, "the byte array is not closed", "]"],
    ["| a b", 5, "the declaration of temporaries is not closed", "a variable name or |"],
    ["| a 3 |", 4, "the declaration of temporaries is not closed", "a variable name or |"],
    ["a; b", 1, "a cascade needs a message before it", "a message"],
    ["(a foo); b", 7, "a cascade needs a message before it", "a message"],
    ["a foo; ", 7, "a message is missing", "a message after ;"],
    ["a foo;; bar", 6, "a message is missing", "a message after ;"],
    ["'open", 0, "the string is not closed", "' at the end of the string"],
    ["a. #'open", 3, "the string is not closed", "' at the end of the string"],
    ['a "open', 2, "the comment is not closed", '" at the end of the comment'],
    ["a := $", 6, "a character is missing", "a character after $"],
    ["a := # b", 6, "a symbol is missing", "a name, an operator, a string, ( or [ after #"],
    ["a § b", 2, "unexpected character §", "an expression"],
    ["self := 3", 0, "self cannot be assigned", "a variable"],
    ["a := super := 3", 5, "super cannot be assigned", "a variable"],
    ["true := 3", 0, "true cannot be assigned", "a variable"],
    ["thisContext := 3", 0, "thisContext cannot be assigned", "a variable"],
    ["| nil | 3", 2, "nil cannot be declared", "a variable name of its own"],
    ["[:self | 3]", 2, "self cannot be declared", "a variable name of its own"],
  ])("%j", (source, position, message, expected) => {
    expect(problemOf(() => parseDoit(source))).toMatchObject({ position, message, expected });
  });
});

describe("failures of a method", () => {
  it.each([
    ["", 0, "a method begins with its message pattern", "a selector with its parameters"],
    ["3 foo", 0, "a method begins with its message pattern", "a selector with its parameters"],
    ["at: 3", 4, "a parameter is missing", "a variable name"],
    ["+ ", 2, "a parameter is missing", "a variable name"],
    ["at: a put: ", 11, "a parameter is missing", "a variable name"],
    ["at: super", 4, "super cannot be declared", "a variable name of its own"],
    ["foo <primitive: >", 16, "a pragma's argument is missing", "a literal"],
    ["foo <primitive: (1)>", 16, "a pragma's argument is missing", "a literal"],
    ["foo <primitive: 1", 17, "the pragma is not closed", ">"],
    ["foo <> ^ 1", 4, "unexpected <>", "an expression"],
    ["foo < 3 > ^ 1", 6, "a pragma has no selector", "a selector"],
    ["foo | a | a := 1. | b | b := 2", 18, "unexpected |", "an expression"],
    ["foo | a | | b | b", 10, "unexpected |", "an expression"],
    ["foo ^ 1 ]", 8, "unexpected ]", STATEMENT_END],
  ])("%j", (source, position, message, expected) => {
    expect(problemOf(() => parseMethod(source))).toMatchObject({ position, message, expected });
  });
});

describe("failures of an expression", () => {
  it.each([
    ["a. b", 1, "unexpected ."],
    ["a 3", 2, "unexpected 3"],
  ])("%j", (source, position, message) => {
    expect(problemOf(() => parseExpression(source))).toMatchObject({
      position,
      message,
      expected: "a message or the end",
    });
  });
});

describe("places", () => {
  it.each([
    ["foo\n\t^ 1 + \n", 3, 1, ""],
    ["foo\r\n\t^ 1 + )", 2, 8, "\t^ 1 + )"],
    ["foo\r\t^ 1 + )\rbar", 2, 8, "\t^ 1 + )"],
    ["foo\n\n\t^ '😀' )\n\nbar", 3, 9, "\t^ '😀' )"],
  ])("%j", (source, line, column, excerpt) => {
    const problem = problemOf(() => parseMethod(source));
    expect(problem).toMatchObject({ line, column, excerpt });
    expect(problemAt(source, problem.position, problem.message, problem.expected)).toEqual(problem);
  });

  it("tells all of it in the failure's message", () => {
    expect(() => parseDoit("a.\n3 + ")).toThrow(
      `the source ends too early (line 2, column 5): expected ${ARGUMENT}`,
    );
  });

  it("keeps a position within the source", () => {
    expect(problemAt("ab\ncd", 99, "m", "e")).toMatchObject({
      position: 5,
      line: 2,
      column: 3,
      excerpt: "cd",
    });
    expect(problemAt("ab", -1, "m", "e")).toMatchObject({ position: 0, line: 1, column: 1, excerpt: "ab" });
  });
});

describe("nesting", () => {
  const nestings: [string, (levels: number) => string][] = [
    ["parentheses", (n) => `${"(".repeat(n)}1${")".repeat(n)}`],
    ["arguments in parentheses", (n) => `${"a foo: (b + ".repeat(n)}1${")".repeat(n)}`],
    ["operands of every kind", (n) => `${"[ ^ a := b foo: c + ".repeat(n / 2)}1${"]".repeat(n / 2)}`],
    ["blocks", (n) => `${"[:x | ".repeat(n)}1${"]".repeat(n)}`],
    ["brace arrays", (n) => `${"{".repeat(n)}1${"}".repeat(n)}`],
    ["literal arrays", (n) => `#${"(".repeat(n)}1${")".repeat(n)}`],
    ["assignments", (n) => `${"a := ".repeat(n)}1`],
  ];

  it.each(nestings)("a thousand %s are read", (_, source) => {
    expect(parseDoit(source(1000)).statements).toHaveLength(1);
  });

  it.each(nestings)("more than a thousand %s fail clearly", (_, source) => {
    for (const levels of [1002, 100_000]) {
      const problem = problemOf(() => parseDoit(source(levels)));
      expect(problem).toMatchObject({ message: "nested too deeply", expected: "at most 1000 levels" });
    }
  });

  it("fails clearly also where little of the stack is left", () => {
    const source = `${"(".repeat(1000)}1${")".repeat(1000)}`;
    const messages: string[] = [];
    const deeper = (): void => {
      try {
        deeper();
      } catch {
        // The first call from the stack's end that has room enough to fail tells of it; further out there is room to succeed.
        if (messages.length === 0) {
          try {
            parseDoit(source);
          } catch (failure) {
            if (failure instanceof SyntaxFailure) messages.push(failure.problem.message);
            else throw failure;
          }
        }
      }
    };
    deeper();
    expect(messages).toEqual(["nested too deeply"]);
  });

  it("does not count what is side by side", () => {
    expect(parseDoit("(a) foo. [b] bar. #(1 (2)). {c}. d := e. ".repeat(2000)).statements).toHaveLength(
      10_000,
    );
    expect(parseExpression(`a${" + (b)".repeat(20_000)}`).kind).toBe("send");
  });
});

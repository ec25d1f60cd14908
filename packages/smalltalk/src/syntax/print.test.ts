import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  ExpressionNode,
  LiteralValue,
  MessageNode,
  MethodNode,
  SequenceNode,
  StatementNode,
  VariableNode,
} from "./ast.js";
import {
  parseDoit,
  parseExpression,
  parseMethod,
  printExpression,
  printMethod,
  printSequence,
} from "./index.js";
import { keywordsOf } from "./selectors.js";

const at = { start: 0, end: 0 };

/** The tree alone: without ranges, which printing gives anew. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => !["start", "end", "selectorRanges"].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, bare(value)]));
}

const RESERVED = ["self", "super", "thisContext", "true", "false", "nil"];
const word = fc.stringMatching(/^[a-zA-Z_é変][a-zA-Z0-9_é変]{0,4}$/);
const name = word.filter((text) => !RESERVED.includes(text));
const operator = fc.stringMatching(/^[!%&*+,/<=>?@\\~|×÷-]{1,3}$/);
const keywords = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.map((each) => `${each}:`).join(""));
const declared: fc.Arbitrary<VariableNode> = name.map((each) => ({ kind: "variable", name: each, ...at }));
const declarations = fc.array(declared, { maxLength: 2 });
const codePoints = (text: string): number[] => [...text].map((each) => each.codePointAt(0) ?? 0);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ maxLength: 6 }),
  fc.constantFrom("'", "''", "a'b", "\n"),
);

/** What the digits `digits` of a base stand for with a point before the last `places` of them, in lowest terms. */
function scaled(digits: bigint, radix: number, places: number, scale: number): LiteralValue {
  const denominator = BigInt(radix) ** BigInt(places);
  let a = digits < 0n ? -digits : digits;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return { type: "scaledDecimal", numerator: digits / a, denominator: denominator / a, scale };
}

const { literal } = fc.letrec<{ literal: LiteralValue }>((tie) => ({
  literal: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<LiteralValue>(
      { type: "nil" },
      { type: "boolean", value: true },
      { type: "boolean", value: false },
    ),
    fc
      .bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
      .map((value): LiteralValue => ({ type: "integer", value })),
    fc.double({ noNaN: true }).map((value): LiteralValue => ({ type: "float", value })),
    fc
      .tuple(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 2, max: 36 }),
        fc.nat(9),
        fc.nat(20),
      )
      .map(([digits, radix, places, scale]) => scaled(digits, radix, places, scale)),
    fc
      .string({ unit: "binary", minLength: 1, maxLength: 1 })
      .map((each): LiteralValue => ({ type: "character", codePoint: codePoints(each)[0] ?? 0 })),
    text.map((each): LiteralValue => ({ type: "string", codePoints: codePoints(each) })),
    fc
      .oneof(text, word, operator, keywords)
      .map((each): LiteralValue => ({ type: "symbol", codePoints: codePoints(each) })),
    fc.array(fc.nat(255), { maxLength: 4 }).map((bytes): LiteralValue => ({ type: "byteArray", bytes })),
    fc.array(tie("literal"), { maxLength: 3 }).map((elements): LiteralValue => ({ type: "array", elements })),
  ),
}));

const selector = fc.oneof(word, operator, keywords);
const { expression, sequence } = fc.letrec<{
  expression: ExpressionNode;
  message: MessageNode;
  statement: StatementNode;
  sequence: SequenceNode;
}>((tie) => ({
  expression: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.oneof(
      declared,
      fc
        .constantFrom("self", "super", "thisContext")
        .map((each): ExpressionNode => ({ kind: "variable", name: each, ...at })),
    ),
    literal.map((value): ExpressionNode => ({ kind: "literal", value, ...at })),
    fc
      .record({ receiver: tie("expression"), message: tie("message") })
      .map((each): ExpressionNode => ({ kind: "send", ...each, ...at })),
    fc
      .record({
        receiver: tie("expression"),
        messages: fc.array(tie("message"), { minLength: 2, maxLength: 3 }),
      })
      .map((each): ExpressionNode => ({ kind: "cascade", ...each, ...at })),
    fc
      .record({ variable: declared, value: tie("expression") })
      .map((each): ExpressionNode => ({ kind: "assignment", ...each, ...at })),
    fc
      .array(tie("expression"), { maxLength: 3 })
      .map((elements): ExpressionNode => ({ kind: "braceArray", elements, ...at })),
    fc
      .record({ parameters: declarations, body: tie("sequence") })
      .map((each): ExpressionNode => ({ kind: "block", ...each, ...at })),
  ),
  message: selector.chain((each) => {
    const count = /[:]/.test(each) ? keywordsOf(each).length : /^[\p{L}_]/u.test(each) ? 0 : 1;
    return fc
      .array(tie("expression"), { minLength: count, maxLength: count })
      .map((args): MessageNode => ({ selector: each, selectorRanges: [], arguments: args, ...at }));
  }),
  statement: fc.oneof(
    tie("expression"),
    tie("expression").map((value): StatementNode => ({ kind: "return", value, ...at })),
  ),
  sequence: fc
    .record({ temporaries: declarations, statements: fc.array(tie("statement"), { maxLength: 3 }) })
    .map((each): SequenceNode => ({ kind: "sequence", ...each, ...at })),
}));

const method: fc.Arbitrary<MethodNode> = selector.chain((each) => {
  const count = /[:]/.test(each) ? keywordsOf(each).length : /^[\p{L}_]/u.test(each) ? 0 : 1;
  const pragma = fc.oneof(
    word.map((unary) => ({ kind: "pragma" as const, selector: unary, arguments: [], ...at })),
    keywords.chain((parts) => {
      const size = keywordsOf(parts).length;
      return fc
        .array(literal, { minLength: size, maxLength: size })
        .map((args) => ({ kind: "pragma" as const, selector: parts, arguments: args, ...at }));
    }),
  );
  return fc
    .record({
      parameters: fc.array(declared, { minLength: count, maxLength: count }),
      pragmas: fc.array(pragma, { maxLength: 2 }),
      body: sequence,
      comment: text,
    })
    .map((parts): MethodNode => ({ kind: "method", selector: each, selectorRanges: [], ...parts, ...at }));
});

describe("printing", () => {
  it("is undone by parsing, for expressions", () => {
    fc.assert(
      fc.property(expression, (node) => {
        expect(bare(parseExpression(printExpression(node)))).toEqual(bare(node));
      }),
      { numRuns: 500 },
    );
  });

  it("is undone by parsing, for doits", () => {
    fc.assert(
      fc.property(sequence, (node) => {
        expect(bare(parseDoit(printSequence(node)))).toEqual(bare(node));
      }),
      { numRuns: 200 },
    );
  });

  it("is undone by parsing, for methods", () => {
    fc.assert(
      fc.property(method, (node) => {
        expect(bare(parseMethod(printMethod(node)))).toEqual(bare(node));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["a foo:(b bar)baz+(3)", "a foo: b bar baz + 3"],
    ["(a+b)+(c+d)", "a + b + (c + d)"],
    ["(a foo:b)foo:(c foo:d)", "(a foo: b) foo: (c foo: d)"],
    ["(a foo;bar)baz", "(a foo; bar) baz"],
    ["a foo:(b:=c)", "a foo: (b := c)"],
    ["[:x|^x]value:{1 . 2}", "[ :x | ^ x ] value: { 1. 2 }"],
    ["1e25. 1.0e25. 3r0.1s2", "10000000000000000000000000. 1.0e25. 3r0.1s2"],
  ])("%s", (source, printed) => {
    expect(printSequence(parseDoit(source))).toBe(printed);
  });

  it("lays a method out in lines", () => {
    const source = 'at:x put:y "sets ""x""" <primitive:61> |a|a:=x.^a';
    expect(printMethod(parseMethod(source))).toBe(
      ["at: x put: y", '\t"sets ""x"""', "\t<primitive: 61>", "\t| a |", "\ta := x.", "\t^ a"].join("\n"),
    );
  });

  it("prints a chain of messages longer than the stack is deep", () => {
    const source = `a${" + b foo".repeat(50_000)}`;
    expect(printExpression(parseExpression(source))).toBe(source);
  });
});

/** All expressions in a tree. */
function expressions(node: StatementNode): ExpressionNode[] {
  switch (node.kind) {
    case "return":
      return expressions(node.value);
    case "literal":
    case "variable":
    case "error":
      return [node];
    case "assignment":
      return [node, node.variable, ...expressions(node.value)];
    case "send":
      return [node, ...expressions(node.receiver), ...node.message.arguments.flatMap(expressions)];
    case "cascade":
      return [
        node,
        ...expressions(node.receiver),
        ...node.messages.flatMap((each) => each.arguments.flatMap(expressions)),
      ];
    case "braceArray":
      return [node, ...node.elements.flatMap(expressions)];
    case "block":
      return [
        node,
        ...node.parameters,
        ...node.body.temporaries,
        ...node.body.statements.flatMap(expressions),
      ];
  }
}

describe("ranges", () => {
  it("of every expression hold the text that reads as it", () => {
    fc.assert(
      fc.property(expression, (node) => {
        const source = printExpression(node);
        for (const each of expressions(parseExpression(source)))
          expect(bare(parseExpression(source.slice(each.start, each.end)))).toEqual(bare(each));
      }),
      { numRuns: 200 },
    );
  });

  it("of selectors hold their parts", () => {
    fc.assert(
      fc.property(method, (node) => {
        const source = printMethod(node);
        const parts = parseMethod(source).selectorRanges.map(({ start, end }) => source.slice(start, end));
        expect(parts).toEqual(keywordsOf(node.selector));
      }),
      { numRuns: 50 },
    );
  });
});

import { describe, expect, it } from "vitest";
import type { MessageNode, SequenceNode, StatementNode } from "./ast.js";
import { parseDoit, parseExpression, parseMethod } from "./index.js";
import { printLiteral } from "./print-literals.js";

/** Every message in brackets of its own, so that a test shows how an expression was read. */
function shape(node: StatementNode): string {
  switch (node.kind) {
    case "return":
      return `^${shape(node.value)}`;
    case "literal":
      return printLiteral(node.value);
    case "variable":
      return node.name;
    case "assignment":
      return `(${node.variable.name} := ${shape(node.value)})`;
    case "send":
      return `(${shape(node.receiver)} ${messageShape(node.message)})`;
    case "cascade":
      return `<${shape(node.receiver)} ${node.messages.map(messageShape).join("; ")}>`;
    case "braceArray":
      return `{${node.elements.map(shape).join(". ")}}`;
    case "block":
      return `[${node.parameters.map((each) => `:${each.name} `).join("")}${sequenceShape(node.body)}]`;
    case "error":
      return `!${node.message}!`;
  }
}

const messageShape = (node: MessageNode): string => [node.selector, ...node.arguments.map(shape)].join(" ");

function sequenceShape(node: SequenceNode): string {
  const names = node.temporaries.map((each) => each.name).join(" ");
  return (names === "" ? "" : `|${names}| `) + node.statements.map(shape).join(". ");
}

describe("expressions", () => {
  it.each([
    ["a", "a"],
    ["a b c", "((a b) c)"],
    ["a + b * c", "((a + b) * c)"],
    ["a b + c d", "((a b) + (c d))"],
    ["a at: b + c put: d e", "(a at:put: (b + c) (d e))"],
    ["a + (b at: c)", "(a + (b at: c))"],
    ["a := b := c d", "(a := (b := (c d)))"],
    ["-4 abs", "(-4 abs)"],
    ["a -4", "(a - 4)"],
    ["a - -4", "(a - -4)"],
    ["a foo: -4", "(a foo: -4)"],
    ["a foo; bar: 1; + 2", "<a foo; bar: 1; + 2>"],
    ["a b foo; bar", "<(a b) foo; bar>"],
    ["a + b; - c", "<a + b; - c>"],
    ["a foo; -4", "<a foo; - 4>"],
    ["a b: c d; e", "<a b: (c d); e>"],
    ["(a foo) bar; baz", "<(a foo) bar; baz>"],
    ["(a foo; bar) baz; qux", "<<a foo; bar> baz; qux>"],
    ["a true", "(a true)"],
    ["a nil: nil", "(a nil: nil)"],
    ["{}", "{}"],
    ["{ . a. b. . }", "{a. b}"],
    ["{a := 1. b foo; bar}", "{(a := 1). <b foo; bar>}"],
    ["[]", "[]"],
    ["[:x]", "[:x ]"],
    ["[ : x | ]", "[:x ]"],
    ["[:x :y|x+y]", "[:x :y (x + y)]"],
    ["[:x || t | t]", "[:x |t| t]"],
    ["[:x||t|t]", "[:x |t| t]"],
    ["[||]", "[]"],
    ["[:x|||t]", "[:x t]"],
    ["[:x|-4]", "[:x -4]"],
    ["[ | a b | a. ^ b. ]", "[|a b| a. ^b]"],
    ["a | b", "(a | b)"],
    ["a || b", "(a || b)"],
    ["a×b÷c", "((a × b) ÷ c)"],
    ["thisContext sender", "(thisContext sender)"],
  ])("%s", (source, expected) => {
    expect(shape(parseExpression(source))).toBe(expected);
  });
});

describe("literals", () => {
  it.each([
    ["#(1 -2 $a 'b' #c d)", "#(1 -2 $a 'b' #c #d)"],
    ["#(true false nil #true)", "#(true false nil #true)"],
    ["#(foo: foo:bar: foo::bar + -> - #+)", "#(#foo: #foo:bar: #'foo::bar' #+ #-> #- #+)"],
    ["#(a:=b)", "#(#a: #= #b)"],
    ["#(a := b)", "#(#a #':=' #b)"],
    ["#(. ; ^ : { })", "#(#'.' #';' #'^' #':' #'{' #'}')"],
    ["#((1 2) #(3) () #[4] [5])", "#(#(1 2) #(3) #() #[4] #[5])"],
    ["#(1 -2.5 3.0e10 16rFF 1s2)", "#(1 -2.5 30000000000.0 255 1s2)"],
    ["#(3-4)", "#(3 -4)"],
    ["#[0 16rFF 255]", "#[0 255 255]"],
    ["'it''s\nnew'", "'it''s\nnew'"],
    ["#'a b'", "#'a b'"],
    ["#foo:bar", "#foo:bar"],
    ["$ ", "$ "],
    ["$😀", "$😀"],
    ["'😀'", "'😀'"],
  ])("%s", (source, expected) => {
    const node = parseExpression(source);
    expect(node.kind).toBe("literal");
    expect(shape(node)).toBe(expected);
  });

  it("counts characters, not code units", () => {
    expect(parseExpression("'a😀'")).toMatchObject({
      value: { type: "string", codePoints: [0x61, 0x1f600] },
    });
    expect(parseExpression("$😀")).toMatchObject({
      value: { type: "character", codePoint: 0x1f600 },
      end: 3,
    });
  });
});

describe("doits", () => {
  it.each([
    ["", ""],
    [" .. ", ""],
    ["a. b", "a. b"],
    ["..a...b..", "a. b"],
    ["|a| a := 1", "|a| (a := 1)"],
    ["| a | a := 1. | b | b := 2. ^ b", "|a b| (a := 1). (b := 2). ^b"],
    ["| | a", "a"],
    ["|| a", "a"],
    ["^1. 2", "^1. 2"],
    ['"only a comment"', ""],
    ['a "between" foo', "(a foo)"],
  ])("%j", (source, expected) => {
    const node = parseDoit(source);
    expect(sequenceShape(node)).toBe(expected);
    expect(node).toMatchObject({ start: 0, end: source.length });
  });
});

describe("methods", () => {
  it.each([
    ["foo", "foo", [], ""],
    ["foo ^ 1", "foo", [], "^1"],
    ["+ other ^ other", "+", ["other"], "^other"],
    ["- other", "-", ["other"], ""],
    ["< other ^ self", "<", ["other"], "^self"],
    ["| other ^ self", "|", ["other"], "^self"],
    ["at: a put: b | c | c := a", "at:put:", ["a", "b"], "|c| (c := a)"],
    ["true ^ false", "true", [], "^false"],
    ["foo ^ 1. 2", "foo", [], "^1. 2"],
  ])("%s", (source, selector, parameters, body) => {
    const node = parseMethod(source);
    expect(node.selector).toBe(selector);
    expect(node.parameters.map((each) => each.name)).toEqual(parameters);
    expect(sequenceShape(node.body)).toBe(body);
  });

  it("reads pragmas before and after the temporaries", () => {
    const node = parseMethod(
      "foo <primitive: 60> <gtExample> | a | <foo: #bar baz: -3> <a: nil b: #(1) c: $x d: 'y' e: name> < + 1 > ^ a",
    );
    expect(node.pragmas.map((each) => [each.selector, ...each.arguments.map(printLiteral)])).toEqual([
      ["primitive:", "60"],
      ["gtExample"],
      ["foo:baz:", "#bar", "-3"],
      ["a:b:c:d:e:", "nil", "#(1)", "$x", "'y'", "#name"],
      ["+", "1"],
    ]);
    expect(sequenceShape(node.body)).toBe("|a| ^a");
  });

  it.each([
    ['foo "what it does" ^ 1', "what it does"],
    ['foo ^ 1 "a ""late"" one" "and another"', 'a "late" one'],
    ['"before" foo ^ 1', ""],
    ['at: x "about x" ^ x', "about x"],
    ["foo ^ 1", ""],
  ])("%s has a comment", (source, comment) => {
    expect(parseMethod(source).comment).toBe(comment);
  });
});

describe("ranges", () => {
  const source = "a := (b foo: c bar: 'd') + (e) . [ :x | x ] value; value";
  const texts = (node: { start: number; end: number }): string => source.slice(node.start, node.end);

  it("cover parentheses of receivers and arguments, and every keyword", () => {
    const [first, second] = parseDoit(source).statements;
    if (first?.kind !== "assignment" || first.value.kind !== "send")
      throw new Error("not an assignment of a send");
    expect(texts(first)).toBe("a := (b foo: c bar: 'd') + (e)");
    expect(texts(first.variable)).toBe("a");
    expect(texts(first.value)).toBe("(b foo: c bar: 'd') + (e)");
    expect(texts(first.value.message)).toBe("+ (e)");
    const { receiver } = first.value;
    if (receiver.kind !== "send") throw new Error("not a send");
    expect(texts(receiver)).toBe("b foo: c bar: 'd'");
    expect(receiver.message.selectorRanges.map(texts)).toEqual(["foo:", "bar:"]);
    if (second?.kind !== "cascade") throw new Error("not a cascade");
    expect(texts(second)).toBe("[ :x | x ] value; value");
    expect(second.messages.map(texts)).toEqual(["value", "value"]);
    expect(texts(second.receiver)).toBe("[ :x | x ]");
  });
});

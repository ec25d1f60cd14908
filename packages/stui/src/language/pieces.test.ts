import { describe, expect, it } from "vitest";
import { isContinuation, mayGoOn, type Piece, readInput } from "./pieces.js";

const kinds = (text: string) => readInput(text).pieces.map(({ kind }) => kind);
const only = (text: string): Piece | undefined => readInput(text).pieces[0];

describe("readInput: completeness", () => {
  it.each([
    "3 + 4",
    "a := 3.",
    "#( 1 2 )",
    "'it''s'",
    "foo )",
    "#foo:bar:",
    "| a | a := 3",
    "| a |",
    ":help",
    "Foo >> bar ^ 42",
    "Foo >> bar: x\n\t^ x\n",
    "Foo >> bar: x [\n\n\t^ { x. [ $] ] }\n]",
    "Foo >> #bar",
    "Object << #Foo slots: { #a }; package: 'X'",
    "Class { #name : 'Foo' }",
    '"all said"',
    "",
  ])("%j is complete", (text) => {
    expect(readInput(text).isComplete).toBe(true);
  });

  it.each([
    "3 +",
    "a := ",
    "#(1 2) do: [ :x |",
    "(3 + 4",
    "{ 1. 2",
    "'open",
    '"open',
    "#'open",
    "a foo;",
    "a at: 1 put:",
    "^",
    "Foo >> bar: x",
    "Foo >> bar\n\t^ 3",
    "Foo class >> bar ^ (3",
    "Foo >> bar: x [\n\t^ ']'",
    "{ #category : 'accessing' }",
    "Class { #name : 'Foo'",
    "Class { #name : 'Foo' }\nFoo >> bar [",
  ])("%j goes on", (text) => {
    expect(readInput(text).isComplete).toBe(false);
  });
});

describe("readInput: pieces", () => {
  it("finds the statement whose value is the result", () => {
    expect(only("a := 3. a foo; bar.")).toEqual({
      kind: "code",
      text: "a := 3. a foo; bar.",
      code: "a := 3. a foo; bar.",
      lastStatement: 8,
    });
    expect(only("^ 3 + 4")).toMatchObject({ lastStatement: 2 });
    expect(only("3 ) 4")).toMatchObject({ lastStatement: undefined });
  });

  it("reads methods under their classes, with and without brackets", () => {
    expect(only("Foo class >> at: i put: x [ ^ i ]")).toMatchObject({
      kind: "method",
      className: "Foo",
      isClassSide: true,
      source: "at: i put: x\n\t^ i",
    });
    expect(only("{ #category : 'accessing' }\nFoo >> bar [\n\n\t^ 1\n]")).toMatchObject({
      protocol: "accessing",
      isClassSide: false,
      source: "bar\n\t^ 1",
    });
    expect(only("Foo >> + other\n\t^ other\n\n")).toMatchObject({ source: "+ other\n\t^ other" });
    expect(only("Foo >> bar ^ 42")).toMatchObject({ source: "bar ^ 42" });
    expect(only("Foo >> bar\n\n")).toMatchObject({ isBare: true });
    expect(only("Foo >> bar [ ]")).toMatchObject({ isBare: false, source: "bar\n\t" });
    expect(only("Foo >> bar ^ 42")).toMatchObject({ isBare: false });
    expect(kinds("Foo >> #bar")).toEqual(["code"]);
    expect(kinds("(Foo >> bar) size")).toEqual(["code"]);
  });

  it("takes a pasted text apart", () => {
    const text = [
      "Object << #Foo slots: { #a }; package: 'X'",
      "",
      "Foo >> a [",
      "\t^ a",
      "]",
      "Foo >> a: x [",
      "",
      '\ta := x. "]"',
      "]",
      "",
      "foo := Foo new a: 3.",
      "foo a",
      ":browse Foo",
      "4",
    ].join("\n");
    const { pieces, isComplete } = readInput(text);
    expect(isComplete).toBe(true);
    expect(pieces).toMatchObject([
      { kind: "definition" },
      { kind: "method", source: "a\n\t^ a" },
      { kind: "method", source: 'a: x\n\ta := x. "]"' },
      { kind: "code", text: "foo := Foo new a: 3.\nfoo a" },
      { kind: "command", name: "browse", rest: "Foo" },
      { kind: "code", text: "4" },
    ]);
  });

  it("knows definitions from other messages", () => {
    expect(kinds("Object subclass: #Foo instanceVariableNames: '' package: 'X'")).toEqual(["definition"]);
    expect(kinds("Trait << #TFoo package: 'X'")).toEqual(["definition"]);
    expect(kinds("Transcript << 'abc'; cr")).toEqual(["code"]);
    expect(kinds("stream << #abc")).toEqual(["code"]);
    expect(kinds("Transcript << #abc")).toEqual(["code"]);
    expect(kinds("x := Object << #Foo")).toEqual(["code"]);
  });

  it("gives what is declared at the top to the session", () => {
    const text = '"sum" | a\n b | a := 3. a';
    expect(only(text)).toMatchObject({
      text,
      code: '"sum"    \n     a := 3. a',
      lastStatement: text.length - 1,
    });
    expect(kinds("| a b |")).toEqual([]);
    expect(only("a | b")).toMatchObject({ code: "a | b" });
    expect(only("|| a")).toMatchObject({ code: "   a" });
  });

  it("leaves comments before methods and commands out", () => {
    expect(readInput('"of\nuse"\nFoo >> bar\n\t^ 3\n')).toMatchObject({
      pieces: [{ kind: "method", source: "bar\n\t^ 3" }],
      isComplete: true,
    });
    expect(kinds('"look" :browse Foo')).toEqual(["command"]);
  });

  it("keeps Tonel together", () => {
    const text =
      "\"A comment.\"\nClass { #name : 'Foo', #superclass : 'Object' }\n\nFoo >> bar [\n\t^ 1\n]\n";
    expect(readInput(text)).toEqual({ pieces: [{ kind: "tonel", text }], isComplete: true });
  });

  it("says nothing of comments alone", () => {
    expect(readInput('"nothing to do"')).toEqual({ pieces: [], isComplete: true });
  });
});

describe("definitions over several lines", () => {
  it("may go on until they name a package, or an empty line comes", () => {
    expect(mayGoOn("Object subclass: #Foo")).toBe(true);
    expect(mayGoOn("Object << #Foo\n\tslots: {}")).toBe(true);
    expect(mayGoOn("Object subclass: #Foo\n")).toBe(false);
    expect(mayGoOn("Object << #Foo\n\tslots: {};\n\tpackage: 'X'")).toBe(false);
    expect(mayGoOn("3 + 4")).toBe(false);
  });

  it("end where something else begins", () => {
    const text =
      "Object subclass: #A\n\tpackage: 'X'\n\nObject << #B\n\tslots: {};\n\tpackage: 'X'\nA new\n  foo: 3";
    expect(readInput(text).pieces).toMatchObject([
      { kind: "definition", text: "Object subclass: #A\n\tpackage: 'X'" },
      { kind: "definition", text: "Object << #B\n\tslots: {};\n\tpackage: 'X'" },
      { kind: "code", text: "A new\n  foo: 3" },
    ]);
    expect(kinds("Object subclass: #A.\nObject subclass: #B")).toEqual(["code"]);
  });

  it("go on with a keyword or a cascade", () => {
    expect(isContinuation("\tinstanceVariableNames: 'a'")).toBe(true);
    expect(isContinuation("; package: 'X'")).toBe(true);
    expect(isContinuation("x := 3")).toBe(false);
    expect(isContinuation("x:=3")).toBe(false);
    expect(isContinuation(":browse Foo")).toBe(false);
  });
});

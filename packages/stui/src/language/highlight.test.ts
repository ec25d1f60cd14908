import { describe, expect, it } from "vitest";
import { highlight } from "./highlight.js";
import { indentationAfter } from "./indentation.js";
import { lineAndColumn, nameResult, positionInOwn } from "./result-names.js";

const styles = (text: string): string[] =>
  highlight(text).map(({ start, end, style }) => `${text.slice(start, end)}:${style}`);

describe("highlight", () => {
  it("tells what is what", () => {
    expect(styles("x := Foo at: #a put: 'b' , self \"c\"")).toEqual([
      ":=:operator",
      "Foo:class",
      "at::keyword",
      "#a:symbol",
      "put::keyword",
      "'b':string",
      "self:pseudo",
      '"c":comment',
    ]);
    expect(styles("16r1F + $a")).toEqual(["16r1F:number", "$a:string"]);
  });

  it("marks a bracket too many, and takes what is being typed for what it will be", () => {
    expect(styles("(a ])")).toEqual(["]:wrong", "):wrong"]);
    expect(styles("'open")).toEqual(["'open:string"]);
    expect(styles('"open')).toEqual(['"open:comment']);
  });

  it("knows commands", () => {
    expect(styles(":browse Foo")).toEqual([":browse:command"]);
  });
});

describe("indentationAfter", () => {
  it.each([
    ["a do: [ :x |", "\t"],
    ["\tx foo.", "\t"],
    ["\ta do: [", "\t\t"],
    ["a do: [ x ]", ""],
    ["Foo >> bar: x", "\t"],
    ["Foo >> bar [", "\t"],
    ["Foo >> #bar", ""],
  ])("behind %j it is %j", (text, expected) => {
    expect(indentationAfter(text)).toBe(expected);
  });
});

describe("result names", () => {
  it("are assigned by the last statement, and places can be told without them", () => {
    const named = nameResult("a := 3. a foo", 8, 7);
    expect(named.code).toBe("a := 3. it := it7 := a foo");
    expect(positionInOwn(named, 4)).toBe(4);
    expect(positionInOwn(named, named.code.indexOf("foo"))).toBe(10);
    expect(lineAndColumn("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
  });
});

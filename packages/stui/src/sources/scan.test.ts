import { describe, expect, it } from "vitest";
import { hasChunkMarks, isIncomplete } from "./scan.js";

describe("isIncomplete", () => {
  it.each([
    "[ :x | x",
    "#(1 2",
    "{ 1. 2",
    "Transcript show: 'abc",
    "Transcript show: 'it''",
    '"a comment',
    "a := (b at: $)",
    "( '[' ",
  ])("goes on after %j", (code) => {
    expect(isIncomplete(code)).toBe(true);
  });

  it.each([
    "",
    "3 + 4",
    "[ :x | x ] value: 3",
    "#(1 $( 2)",
    "$'",
    '$"',
    "'it''s'",
    '"a (comment" 3',
    "3 + ",
    ")",
    "( ]",
    "[ ) (",
  ])("does not wait for more after %j", (code) => {
    expect(isIncomplete(code)).toBe(false);
  });
});

describe("hasChunkMarks", () => {
  it.each([
    "Transcript show: 'a'!",
    "Object subclass: #A\n\tinstanceVariableNames: ''\n\tpackage: 'P'!\n",
    "!A methodsFor: 'x'!\nfoo\n\t^ 1! !\n",
    "3 + 4 !  \r\n4!",
    "'From Pharo'!",
  ])("sees chunks in %j", (text) => {
    expect(hasChunkMarks(text)).toBe(true);
  });

  it.each([
    "Transcript show: 'Hello, world!'",
    '"Mind this!"\n3 + 4',
    "x := $!\n. y := 3",
    "a ! b",
    "'two\n!\nlines'",
    "",
  ])("sees a script in %j", (text) => {
    expect(hasChunkMarks(text)).toBe(false);
  });
});

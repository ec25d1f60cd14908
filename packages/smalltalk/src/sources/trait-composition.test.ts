import { expect, it } from "vitest";
import { SourceFailure } from "./definitions.js";
import { readTraitComposition } from "./trait-composition.js";

const plain = (name: string) => ({ name, isClassSide: false, exclusions: [], aliases: [] });
const read = (text: string) => readTraitComposition(text, "Foo.class.st", 3);

it("reads no traits", () => {
  for (const text of ["", " ", "{}"]) expect(read(text)).toEqual([]);
});

it("reads a sum, also with brackets and in braces", () => {
  for (const text of ["TA + TB", "(TA + (TB))", "{TA . TB}", "TA+TB", "{ TA + TB }"])
    expect(read(text)).toEqual([plain("TA"), plain("TB")]);
});

it("reads the class sides of traits", () => {
  const side = { ...plain("TA"), isClassSide: true };
  expect(read("TA classTrait + TB class")).toEqual([side, { ...side, name: "TB" }]);
});

it("reads exclusions, of one selector or several", () => {
  const without = (...exclusions: string[]) => [{ ...plain("TA"), exclusions }];
  expect(read("TA - {#a}")).toEqual(without("a"));
  expect(read("TA - {#a. #b:c:. #+}")).toEqual(without("a", "b:c:", "+"));
  expect(read("TA - #(a b:)")).toEqual(without("a", "b:"));
  expect(read("TA - #a")).toEqual(without("a"));
  expect(read("TA - {#'odd name'}")).toEqual(without("odd name"));
});

it("applies what stands behind brackets to each trait in them", () => {
  expect(read("(TA + TB) - {#a} + TC")).toEqual([
    { ...plain("TA"), exclusions: ["a"] },
    { ...plain("TB"), exclusions: ["a"] },
    plain("TC"),
  ]);
});

it("reads aliases", () => {
  expect(read("TA @ {#new:->#old:. #b -> #a} - {#old:}")).toEqual([
    {
      ...plain("TA"),
      exclusions: ["old:"],
      aliases: [
        { alias: "new:", selector: "old:" },
        { alias: "b", selector: "a" },
      ],
    },
  ]);
});

it.each(["TA +", "TA TB", "(TA", "TA - {#a", "TA @ {#a}", "+ TA", "TA ! TB"])(
  "refuses %s, naming the line",
  (text) => {
    expect(() => read(text)).toThrow(SourceFailure);
    expect(() => read(text)).toThrow(/^Foo\.class\.st:3: /);
  },
);

/** Collections against JavaScript's arrays, Map and Set. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

fc.configureGlobal({ numRuns: 40 });

const workspace = new TestWorkspace();

const element = fc.integer({ min: -20, max: 20 });
const array = (list: readonly (number | string)[]) => `#(${list.join(" ")})`;

type Step = readonly [
  name: "addFirst" | "addLast" | "removeFirst" | "removeLast" | "insert" | "removeAt",
  value: number,
];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom("addFirst", "addLast", "addLast", "removeFirst", "removeLast", "insert", "removeAt"),
  element,
);

/** Does one step to both; answers the Smalltalk for it, over `c`. */
function apply(list: number[], [name, value]: Step): string {
  const index = Math.abs(value) % (list.length + 1);
  switch (name) {
    case "addFirst":
      list.unshift(value);
      return `c addFirst: ${value}.`;
    case "addLast":
      list.push(value);
      return `c add: ${value}.`;
    case "removeFirst":
      return list.shift() === undefined ? "" : "c removeFirst.";
    case "removeLast":
      return list.pop() === undefined ? "" : "c removeLast.";
    case "insert":
      list.splice(index, 0, value);
      return `c add: ${value} beforeIndex: ${index + 1}.`;
    case "removeAt":
      if (index >= list.length) return "";
      list.splice(index, 1);
      return `c removeAt: ${index + 1}.`;
  }
}

it("an OrderedCollection grows, shrinks and keeps its order as an array does", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list: number[] = [];
      const sends = steps.map((s) => apply(list, s));
      expect(workspace.print(`| c | c := OrderedCollection new. ${sends.join(" ")} c asArray`)).toBe(
        array(list),
      );
      expect(
        workspace.print(
          `| c | c := OrderedCollection withAll: ${array(list)}. { c size. c indexOf: 7. (c select: [ :e | e > 0 ]) size. c inject: 0 into: [ :s :e | s + e ] }`,
        ),
      ).toBe(
        array([
          list.length,
          list.indexOf(7) + 1,
          list.filter((e) => e > 0).length,
          list.reduce((s, e) => s + e, 0),
        ]),
      );
    }),
  );
});

it("sorting is right, and leaves equal elements in their order", () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 80 }), (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      expect(workspace.print(`${array(list)} sorted`)).toBe(array(sorted));
      expect(workspace.print(`(${array(list)} asSortedCollection: [ :a :b | a >= b ]) asArray`)).toBe(
        array([...sorted].reverse()),
      );
      expect(workspace.print(`${array(list)} asOrderedCollection sort; asArray`)).toBe(array(sorted));
      const byTens = list
        .map((e, i) => ({ key: Math.floor(e / 10), i }))
        .sort((a, b) => a.key - b.key)
        .map(({ i }) => i + 1);
      expect(
        workspace.print(
          `((${array(list)} collectWithIndex: [ :e :i | (e // 10) -> i ]) sort: [ :a :b | a key <= b key ]) collect: [ :a | a value ]`,
        ),
      ).toBe(array(byTens));
    }),
  );
});

type Change = readonly [kind: "put" | "remove", key: number, value: number];
const change: fc.Arbitrary<Change> = fc.tuple(fc.constantFrom("put", "put", "remove"), element, element);

it("a Dictionary holds what a Map holds", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const map = new Map<number, number>();
      const sends = changes.map(([kind, key, value]) => {
        if (kind === "put") map.set(key, value);
        else map.delete(key);
        return kind === "put" ? `d at: ${key} put: ${value}.` : `d removeKey: ${key} ifAbsent: [ ].`;
      });
      const expected = [...map.entries()].sort(([a], [b]) => a - b);
      for (const make of [
        "Dictionary new",
        "IdentityDictionary new",
        "Dictionary new: 100",
        "OrderedDictionary new",
      ]) {
        expect(
          workspace.print(
            `| d | d := ${make}. ${sends.join(" ")} { d size }, (d keys asSortedCollection inject: #() into: [ :all :k | all , { k. d at: k } ])`,
          ),
        ).toBe(array([map.size, ...expected.flat()]));
      }
      const probe = changes[0]?.[1] ?? 0;
      expect(
        workspace.print(`| d | d := Dictionary new. ${sends.join(" ")} d at: ${probe} ifAbsent: [ #none ]`),
      ).toBe(`${map.get(probe) ?? "#none"}`);
    }),
  );
});

it("a Set holds what a JavaScript Set holds", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const set = new Set<number>();
      const sends = changes.map(([kind, key]) => {
        if (kind === "put") set.add(key);
        else set.delete(key);
        return kind === "put" ? `s add: ${key}.` : `s remove: ${key} ifAbsent: [ ].`;
      });
      const sorted = [...set].sort((a, b) => a - b);
      for (const make of ["Set new", "IdentitySet new", "Set new: 50"]) {
        expect(
          workspace.print(`| s | s := ${make}. ${sends.join(" ")} { s size } , s asSortedCollection asArray`),
        ).toBe(array([set.size, ...sorted]));
      }
    }),
  );
});

it("numbers that are equal are one key, whatever their classes", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 8 }), (n, power) => {
      const d = 2 ** power;
      expect(
        workspace.print(
          `| d | d := Dictionary new. d at: (${n}) / ${d} put: 1. d at: (${n}) asFloat / ${d} put: 2. { d size. d at: (${n}) / ${d} }`,
        ),
      ).toBe("#(1 2)");
    }),
  );
});

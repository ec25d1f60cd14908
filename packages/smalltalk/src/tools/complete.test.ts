/** Completion: `¦` in the code is the cursor. */
import { beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
const { code } = workspace.image;

function completions(marked: string, id: string | undefined = workspace.id) {
  const position = marked.lastIndexOf("¦");
  const text = marked.slice(0, position) + marked.slice(position + 1);
  return code.complete({ code: text, position, ...(id === undefined ? {} : { workspace: id }) });
}

const texts = (marked: string): string[] => completions(marked).completions.map((each) => each.text);
const kinds = (marked: string): string[] =>
  completions(marked).completions.map((each) => `${each.text} ${each.kind} ${each.origin}`);

beforeAll(() => {
  workspace.print(
    "Object subclass: #ShopTill instanceVariableNames: 'coins notes' classVariableNames: 'ShopShared' package: 'Shop'",
  );
  for (const source of ["coins ^ coins", "count: aCoin times: anInteger ^ self", "count: aCoin ^ self"])
    workspace.print(`ShopTill compile: '${source}'`);
  workspace.print("ShopTill class compile: 'shopOpen ^ self new'");
  workspace.print("till := ShopTill new. tidy := 'text'. table := Dictionary new");
});

describe("variables", () => {
  it.each<[string, string[]]>([
    ["ti¦", ["tidy variable workspace", "till variable workspace"]],
    ["| tin | x := ti¦", ["tin variable method", "tidy variable workspace", "till variable workspace"]],
    ["[ :tik | | tip | ti¦ ]", ["tik variable method", "tip variable method"]],
    ["till foo: [ :tik | tik ]. ti¦", ["tidy variable workspace", "till variable workspace"]],
    ["ShopTil¦", ["ShopTill class Shop"]],
    ["Transcri¦", ["Transcript global null"]],
    ["thisC¦", ["thisContext variable null"]],
    ["ShopTill >> foo: countable\n\t^ co¦", ["countable variable method", "coins instanceVariable ShopTill"]],
    ["ShopTill >> foo: x [\n\tSho¦", ["ShopShared classVariable ShopTill"]],
    ["^ { tid¦ }", ["tidy variable workspace"]],
    ["3 + tid¦", ["tidy variable workspace"]],
    ["till foo: ((tid¦", ["tidy variable workspace"]],
  ])("%j", (marked, expected) => {
    expect(kinds(marked).slice(0, expected.length)).toEqual(expected);
  });

  it("come without a session too", () => {
    expect(completions("Ordered¦", undefined).completions[0]).toMatchObject({ text: "OrderedCollection" });
    expect(completions("ti¦", "nowhere").completions.map((each) => each.text)).not.toContain("till");
  });

  it("ignore case where there is no better", () => {
    expect(texts("orderedc¦")[0]).toBe("OrderedCollection");
  });
});

describe("selectors", () => {
  it.each<[string, string[]]>([
    ["till co¦", ["coins selector ShopTill", "count: selector ShopTill", "count:times: selector ShopTill"]],
    ["ShopTill new co¦", ["coins selector ShopTill"]],
    ["ShopTill shop¦", ["shopOpen selector ShopTill class"]],
    ["| t | t := ShopTill new. t co¦", ["coins selector ShopTill"]],
    ["u := ShopTill new yourself. u coi¦", ["coins selector ShopTill"]],
    ["till coins; cou¦", ["count: selector ShopTill"]],
    ["ShopTill >> foo\n\t^ self coi¦", ["coins selector ShopTill"]],
    ["ShopTill class >> foo\n\t^ self shop¦", ["shopOpen selector ShopTill class"]],
    ["ShopTill >> foo\n\t^ super printO¦", ["printOn: selector Object"]],
    ["3 factori¦", ["factorial selector Integer"]],
    ["(3 > 4) ifT¦", ["ifTrue: selector True"]],
    ["'abc' asSymb¦", ["asSymbol selector String"]],
    ["#(1 2) isArr¦", ["isArray selector Array"]],
    ["[ ] valueWithAr¦", ["valueWithArguments: selector BlockClosure"]],
    ["table keysD¦", ["keysDo: selector Dictionary"]],
    ["unheardOf shopO¦", ["shopOpen selector ShopTill class"]],
    ["Transcript sho¦", ["show: selector ThreadSafeTranscript"]],
  ])("%j", (marked, expected) => {
    expect(kinds(marked).slice(0, expected.length)).toEqual(expected);
  });

  it("of an unknown receiver come by how many implement them", () => {
    expect(texts("unheardOf print¦").slice(0, 2)).toEqual(["printOn:", "printString"]);
  });

  it("tell their arguments", () => {
    expect(completions("till count¦").completions[1]).toMatchObject({
      text: "count:times:",
      signature: "count: aCoin times: anInteger",
    });
  });

  it("go on behind a keyword", () => {
    expect(completions("till count: 3 ti¦").completions[0]).toMatchObject({
      text: "times:",
      signature: "count: aCoin times: anInteger",
      origin: "ShopTill",
    });
    expect(texts("table at: 1 ¦").slice(0, 4)).toContain("put:");
    expect(texts("table at: 1 pu¦: 3")[0]).toBe("put:");
  });
});

describe("the word", () => {
  it("is replaced as a whole", () => {
    expect(completions("till coi¦ns foo")).toMatchObject({ from: 5, to: 10 });
    expect(texts("till coi¦ns foo")).toEqual(["coins"]);
    expect(completions("till ¦")).toMatchObject({ from: 5, to: 5 });
    expect(completions("a. ti¦. b")).toMatchObject({ from: 3, to: 5 });
  });

  it.each([
    "'ti¦",
    "'ti¦'",
    '"ti¦',
    "#ti¦",
    "$t¦",
    "12¦",
    "[ :ti¦ | 3 ]",
    "| ti¦ |",
    "16rF¦",
    "ShopTill >> ti¦",
  ])("is none to complete in %j", (marked) => {
    expect(texts(marked)).toEqual([]);
  });

  it("may be anywhere in any code, however broken", () => {
    const whole =
      "ShopTill >> foo: x [ | a | a := { x. (till at: 1 put: #(2 $a)) foo; bar: 'it''s' }. ^ [ :y | y ] ]";
    for (let length = 0; length <= whole.length; length += 1) {
      for (let position = 0; position <= length; position += 3) {
        const { from, to } = code.complete({
          code: whole.slice(0, length),
          position,
          workspace: workspace.id,
        });
        expect(from).toBeLessThanOrEqual(position);
        expect(to).toBeGreaterThanOrEqual(position);
      }
    }
    expect(code.complete({ code: "till", position: 1_000_000, workspace: workspace.id }).from).toBe(0);
  });
});

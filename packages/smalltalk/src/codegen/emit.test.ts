/** What emitted functions look like, and that they name nothing but what they are given. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileMethod } from "../compiler/index.js";
import { testNames } from "../compiler/names.testing.js";
import { emitUnit } from "./emit.js";
import { Pool, RUNTIME_NAMES } from "./pool.js";

function emitted(source: string, ...fields: readonly string[]): { text: string; whole: string } {
  const pool = new Pool();
  const { unit } = compileMethod(source, testNames(...fields));
  const text = emitUnit(unit, pool, { code: "u", owner: "O", name: "f" });
  return { text, whole: `${pool.declarations}return ${text}` };
}

/** Text between quotes, properties behind a point, and keys of literals name nothing. */
function freeNames(script: string): Set<string> {
  const bare = script
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\.[\p{L}_$][\p{L}\p{N}_$]*/gu, "")
    .replaceAll(/([{,])[\p{L}_$][\p{L}\p{N}_$]*:(?!:)/gu, "$1");
  return new Set(bare.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
}

const KEYWORDS =
  "break case catch class const do else for function if in let new null return switch this throw true false try typeof undefined var void while";
const JAVASCRIPT = new Set([...KEYWORDS.split(" "), "Math", "use", "strict"]);
/** Locals, pool entries and functions of emitted code. */
const OWN = /^(?:[rfcgks]\d+|s\d+[fm]\d+|p_\w+|t|d|e|v|a|o|m|s|c|x|pc|home|self|f|f_\w+|n)$/;
const GIVEN = new Set<string>([...RUNTIME_NAMES, "E", "O", "u"]);

function strangers(script: string): string[] {
  return [...freeNames(script)].filter((n) => !JAVASCRIPT.has(n) && !OWN.test(n) && !GIVEN.has(n));
}

describe("emitted code", () => {
  it("gives a unit that sends nothing no try and no test of the depth", () => {
    expect(emitted("foo ^ bar", "bar").text).toBe("function f(d){var t,r0;r0=this._bar;return r0;}");
  });

  it("tests depth and attention at entry and at loop heads", () => {
    const { text } = emitted("foo [self bar] whileTrue");
    expect(text.match(/d>L\[0\]/g)).toHaveLength(2);
    expect(text).toContain("catch(e)");
  });

  it("runs what is done in line without a try, and begins again where it is not", () => {
    const { text, whole } = emitted("foo: a ^ a < bar", "bar");
    expect(text).not.toContain("try");
    expect(text).toContain("return c0.call(this,r0,d)");
    expect(whole).toContain("c0=function f_again");
  });

  it("does not begin again behind a change", () => {
    expect(emitted("foo: a bar := a. ^ a < 3", "bar").text).toContain("try");
  });

  it("keeps floats without objects in registers, and makes one for what is handed on", () => {
    const { text } = emitted("foo: a | x | x := 0.0. [x < a] whileTrue: [x := x + 1.5]. ^ x");
    expect(text).toContain("f1=0");
    expect(text).toContain("return (r1===F?r1=new StFloat(f1):r1)");
  });

  it("hands values to a Capture in the order of capturedRegisters", () => {
    expect(emitted("foo: a | b | b := a foo. ^ b bar + a zork").text).toMatch(
      /e\.add\(u,0,pc,this,null,r0,r1,r\d+\)/,
    );
  });
});

const HOSTILE = ["__proto__", "constructor", "prototype", "then", "arguments", "eval", "process", "require"];

describe("hostile names", () => {
  for (const name of HOSTILE)
    it(`${name} names only a selector, a variable, an instance variable or a global`, () => {
      const { whole } = emitted(
        `${name}: x | ${name}1 | ${name}1 := x ${name}. self do: [:e | ${name} := ${name}1 := e]. ^ {#${name}. '${name}'. X${name}}`,
        name,
      );
      expect(strangers(whole)).toEqual([]);
    });

  it("quotes, line ends and separators stay text", () => {
    const text = "\u2028'' \u2029\" \\ `\n";
    const { whole } = emitted(`foo ^ #('${text}' #'${text}')`);
    expect(strangers(whole)).toEqual([]);
    const made: unknown = new Function("E", whole)({
      array: () => null,
      string: () => null,
      symbol: () => null,
    });
    expect(typeof made).toBe("function");
  });
});

it("the kernel's script names nothing but what it is given", () => {
  const script = readFileSync(new URL("../../dist/kernel/kernel.js", import.meta.url), "utf8");
  const comments = script.replaceAll(/^\/\/.*$/gm, "");
  const found = strangers(comments).filter(
    (n) => !/^(?:St[\w$]+|[pqQSWX]|made|isWide|b|i|w|h)$/.test(n) && !n.startsWith("_") && !n.startsWith("$"),
  );
  expect(found).toEqual([]);
});

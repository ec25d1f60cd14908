/** Work that grows with its operands: a time limit ends it, and the workspace goes on. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

for (const code of [
  "[ (3 raisedTo: 4000000) * (7 raisedTo: 1500000) ] repeat",
  "(3 raisedTo: 8000000) printString size",
  "[ ((3 raisedTo: 6000000) // (7 raisedTo: 2000000)) size ] repeat",
  "[ (3 raisedTo: 600000) / (7 raisedTo: 300000) ] repeat",
  "((3 raisedTo: 600000) / (7 raisedTo: 300000)) asFloat",
  "(3 raisedTo: 60000) gcd: (7 raisedTo: 30000)",
  "[ (3 raisedTo: 6000000) sqrtFloor ] repeat",
  "[ (3 raisedTo: 100000) printString asDigits ] repeat",
  "(1 to: 500) do: [ :i | 5000 factorial ]",
]) {
  it(`ends ${code}`, () => {
    expect(workspace.evaluate(code, { timeoutMs: 150 }).kind).toBe("timeout");
    expect(workspace.print("3 + 4")).toBe("7");
  });
}

const LONG = "(String new: 30000000 withAll: $b)";
for (const code of [
  `[ ${LONG} ] repeat`,
  "(String new: 60000000) asUppercase",
  `[ 'abc' , ${LONG} , 'c' ] repeat`,
  `[ ${LONG} includesSubstring: 'bc' ] repeat`,
  `[ ${LONG} indexOf: $c ] repeat`,
  `${LONG} copyReplaceAll: 'b' with: 'cc'`,
  `[ ${LONG} copy = ${LONG} ] repeat`,
  `[ ${LONG} printString ] repeat`,
  `[ ${LONG} at: 1 put: (Character value: 300) ] repeat`,
  `[ ${LONG} utf8Encoded utf8Decoded ] repeat`,
  `[ ${LONG} asByteArray base64Encoded base64Decoded ] repeat`,
  `[ ${LONG} asByteArray hex ] repeat`,
  `[ ${LONG} urlEncoded urlDecoded ] repeat`,
  "[ (ByteArray new: 30000000) copy asString ] repeat",
  "[ (ByteArray new: 30000000) = (ByteArray new: 30000000) ] repeat",
  "[ (Array new: 1000000) copy , (Array new: 1000000) ] repeat",
  "(Array new: 3000000 withAll: 3) asOrderedCollection sort: [ :x :y | x > y ]",
]) {
  it(`ends ${code}`, () => {
    expect(workspace.evaluate(code, { timeoutMs: 150 }).kind).toBe("timeout");
    expect(workspace.print("3 + 4")).toBe("7");
  });
}

it("makes no Symbol of a long text", () => {
  expect(workspace.error(`${LONG} asSymbol`)).toMatchObject({ exceptionClass: "Error" });
});

it("is the same in parts", () => {
  const text = "| s | s := (String new: 600000 withAll: $b) , 'xyz'. ";
  for (const [code, printed] of [
    ["s size", "600003"],
    ["s asUppercase last: 4", "'BXYZ'"],
    ["{ s findString: 'bx'. s indexOf: $y. s indexOf: $q. s findString: 'zx' }", "#(600000 600002 0 0)"],
    ["s asByteArray utf8Decoded = s", "true"],
    ["s utf8Encoded asString = s", "true"],
    ["(ByteArray readHexFrom: s asByteArray hex) = s asByteArray", "true"],
    ["s asByteArray base64Encoded base64Decoded asString = s", "true"],
    ["(s , ' %é') urlEncoded urlDecoded = (s , ' %é')", "true"],
    ["(s encodeWith: 'ascii') = s asByteArray", "true"],
    [
      "{ s = s copy. s hash = s copy hash. s < (s , 'a'). s = (s , 'a'). (s copy at: 9 put: $a; yourself) = s }",
      "#(true true true false false)",
    ],
    ["s printString size", "600005"],
    ["(s copyReplaceAll: 'b' with: 'cd') copyFrom: 1199998 to: 1200001", "'dcdx'"],
    ["s copyFrom: 600000 to: 600003", "'bxyz'"],
    ["(String withCharacters: s asArray) = s", "true"],
    ["(s replaceFrom: 2 to: 600003 with: s copy startingAt: 1; yourself) last: 2", "'xy'"],
    [
      "s at: 3 put: (Character value: 128512). { s isWideString. (s at: 3) asInteger. s utf8Encoded utf8Decoded = s. s last }",
      "#(true 128512 true $z)",
    ],
    ["s at: 3 put: $é. s utf8Encoded utf8Decoded = s", "true"],
  ] as const)
    expect(workspace.print(text + code)).toBe(printed);
  const array = "| a | a := (1 to: 600000) asArray. ";
  for (const [code, printed] of [
    ["a copy replaceFrom: 2 to: 600000 with: a startingAt: 1; last", "599999"],
    [
      "a replaceFrom: 2 to: 600000 with: a startingAt: 1. { a second. a at: 300000. a last }",
      "#(1 299999 599999)",
    ],
    ["(a , a) copyFrom: 600000 to: 600001", "#(600000 1)"],
    ["a shallowCopy = a", "true"],
  ] as const)
    expect(workspace.print(array + code)).toBe(printed);
});

/** Print strings of objects that print themselves badly. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

workspace.print(
  "Object subclass: #Awkward instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
);

for (const [body, printed] of [
  ["[ true ] whileTrue", "an Awkward (printing failed: it took too long)"],
  ["[ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ]", "an Awkward (printing failed: it took too long)"],
  [
    "[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]",
    "an Awkward (printing failed: it took too long)",
  ],
  ["self printOn: aStream", "an Awkward (printing failed: it never ends)"],
  ["nil foo", "an Awkward (printing failed: MessageNotUnderstood)"],
  ["1 / 0", "an Awkward (printing failed: ZeroDivide)"],
  ["aStream nextPutAll: 'fine'", "fine"],
  ["^ 3", ""],
  ["aStream nextPut: 3", "an Awkward (printing failed: Error)"],
] as const) {
  it(`of ${body}`, { retry: 5 }, () => {
    workspace.print(`Awkward compile: 'printOn: aStream ${body.replaceAll("'", "''")}'`);
    expect(workspace.value("Awkward new")).toMatchObject({ result: printed, resultType: "Awkward" });
    expect(workspace.print("3")).toBe("3");
  });
}

// A machine that is busy elsewhere may take the 50 ms that printing has.
it("stops an endless text at the number of characters asked for", { retry: 5 }, () => {
  workspace.print("Awkward compile: 'printOn: aStream [ aStream nextPutAll: ''ab'' ] repeat'");
  expect(workspace.value("Awkward new", { maxPrint: 10_000 })).toMatchObject({
    result: "ab".repeat(5000),
    truncated: true,
  });
});

it("prints what holds itself up to the limit", () => {
  const code = "| a | a := Array new: 1. a at: 1 put: a. a";
  expect(workspace.value(code, { maxPrint: 30 })).toMatchObject({
    result: "an Array(an Array(an Array(an ",
    truncated: true,
  });
});

it("prints where printString answers no String, and an object that understands nothing", () => {
  workspace.print("Awkward compile: 'printStringUpTo: n ^ 3'");
  expect(workspace.print("Awkward new")).toBe("an Awkward (printing failed: no String was answered)");
  workspace.print(
    "ProtoObject subclass: #Mute instanceVariableNames: '' classVariableNames: '' package: 'Tests'",
  );
  expect(workspace.value("Mute basicNew")).toMatchObject({ resultType: "Mute" });
});

it("prints the beginning of a long Array of literals", { retry: 5 }, () => {
  const { result, truncated } = workspace.value("(1 to: 1000000) asArray", { maxPrint: 20 });
  expect([result, truncated]).toEqual(["#(1 2 3 4 5 6 7 8 9 ", true]);
});

it("prints an Array as Pharo does: as a literal, as an expression, or by its elements", () => {
  for (const [code, printed] of [
    [
      "{ 1. 2.5. 'a'. #b. $c. true. nil. #[ 1 ]. #( 1 ( 2 ) ). 2 ** 80 }",
      "#(1 2.5 'a' #b $c true nil #[1] #(1 #(2)) 1208925819614629174706176)",
    ],
    ["{ Object }", "{Object}"],
    ["{ Object. 3 }", "{Object. 3}"],
    ["{ Object class. 3 @ 4. 1/2. Float infinity }", "{Object class. (3@4). (1/2). Float infinity}"],
    ["{ Float infinity }", "{Float infinity}"],
    ["{ Object new. 3 }", "an Array(an Object 3)"],
    ["{ { Object new }. Object }", "an Array(an Array(an Object) Object)"],
    ["| a | a := { #( 1 ) }. { a. a }", "#(#(#(1)) #(#(1)))"],
    [
      "| a | a := Array new: 2. a at: 1 put: { Object new }. { (a at: 2 put: { a }) first holdsItself. a isLiteral. a isSelfEvaluating }",
      "#(true false false)",
    ],
  ] as const)
    expect(workspace.print(code)).toBe(printed);
});
